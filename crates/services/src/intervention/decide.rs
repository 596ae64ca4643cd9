//! What whoever directs the work decides: accepted, sent back, called off, put away.

use super::{
    InterventionService,
    breakdown::{failure_summary, insert_failure, link, past},
    costs, periods, read,
    step::{Held, Step, hold, noted},
};
use crate::notification::{Message, requesters, tell};
use crate::{access::Writer, equipment::follow_facts, record::retried};
use domain::notification::NotificationKind::{Cancelled, Returned, Validated};
use domain::{
    Caller, FailureId, InterventionId, Noun, Refusal, Result, Timestamp,
    audit::{Action, Change},
    intervention::{
        AfterReturn, InterventionDetail, InterventionStatus, Noted, ReasonDraft, ReturnDraft, WorkAction,
        after_return,
    },
    settings::Work,
};
use entity::{equipment, failure, failure_intervention, intervention, work_period};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QuerySelect, RelationTrait,
};

impl InterventionService<'_> {
    /// Accepts completed work. Nobody accepts their own, unless the settings say so.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`], [`Refusal::IllegalMove`], [`domain::Error::NotFound`], [`domain::Error::Stale`].
    pub async fn validate(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &ReasonDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Validate.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Validate, &draft.version)?;
        let remark = draft.parse(false)?;
        let settings = self.0.settings().get::<Work>();
        if !settings.validate_own && is_own(w.tx(), by, &held.row).await? {
            return Err(Refusal::OwnWork.into());
        }
        let row = intervention::ActiveModel {
            validated_at: Set(Some(w.now)),
            validated_by: Set(by.user_id()),
            ..Default::default()
        };
        let told = (WorkAction::Validate, Action::Validated);
        held.write(&mut w, &settings, told, to, row, Step::remark(remark)).await?;
        let people = requesters(&w, &held.row).await?;
        tell(&mut w, Message::new(&held.row).to(people, Validated)).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Sends completed work back, with a reason and one of three kinds: the record is incomplete, it was never repaired, or
    /// it failed again. What was completed before stays in the history.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`], [`Refusal::IllegalMove`], [`domain::Error::NotFound`], [`domain::Error::Stale`].
    pub async fn send_back(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &ReturnDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Return.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Return, &draft.version)?;
        let new = draft.parse()?;
        let failed_at = past("failed_at", new.failed_at, &held.zone, w.now)?.unwrap_or(w.now);
        let noted = match after_return(new.kind) {
            AfterReturn::Unchanged => Noted::default(),
            AfterReturn::Withdrawn => withdraw_restoration(&mut w, &mut held).await?,
            AfterReturn::Another => {
                fail_again(&mut w, &mut held, failed_at).await?;
                Noted::default()
            }
        };
        let row = intervention::ActiveModel {
            completed_at: Set(None),
            completed_by: Set(None),
            ended_at: Set(None),
            ..Default::default()
        };
        let step = Step { return_kind: Some(new.kind), noted, ..Step::remark(Some(new.reason.clone())) };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, (WorkAction::Return, Action::SentBack), to, row, step).await?;
        let people = held.assignees.iter().map(|assignee| assignee.user_id);
        tell(&mut w, Message::new(&held.row).to(people, Returned).remark(Some(new.reason))).await?;
        follow_facts(&mut w, held.row.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Calls the work off, with a reason. A failure that no other work is about was none.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] without a reason; [`Refusal::IllegalMove`], [`domain::Error::NotFound`],
    /// [`domain::Error::Stale`].
    pub async fn cancel(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &ReasonDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.call_off(by, id, draft)).await
    }

    async fn call_off(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &ReasonDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Cancel.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Cancel, &draft.version)?;
        let reason = draft.parse(true)?;
        called_off(&mut w, &self.0.settings().get::<Work>(), &mut held, to, reason).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Puts closed work away.
    ///
    /// # Errors
    /// [`Refusal::IllegalMove`], [`domain::Error::NotFound`], [`domain::Error::Stale`].
    pub async fn archive(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &ReasonDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Archive.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Archive, &draft.version)?;
        let remark = draft.parse(false)?;
        let settings = self.0.settings().get::<Work>();
        let told = (WorkAction::Archive, Action::Archived);
        let row = intervention::ActiveModel { ..Default::default() };
        held.write(&mut w, &settings, told, to, row, Step::remark(remark)).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// Calls each of these off, in the transaction of what asks for it.
///
/// # Errors
/// [`Refusal::IllegalMove`].
pub(crate) async fn call_off_all(
    w: &mut Writer,
    settings: &Work,
    ids: &[InterventionId],
    reason: Option<&String>,
) -> Result<()> {
    let by = w.by().clone();
    for id in ids {
        let mut held = hold(w, *id, None).await?;
        let to = held.may(&by, WorkAction::Cancel, "")?;
        called_off(w, settings, &mut held, to, reason.cloned()).await?;
    }
    Ok(())
}

async fn called_off(
    w: &mut Writer,
    settings: &Work,
    held: &mut Held,
    to: InterventionStatus,
    reason: Option<String>,
) -> Result<()> {
    periods::stop(w, held.row.id, None).await?;
    withdraw_failures(w, held).await?;
    let row =
        intervention::ActiveModel { held_since: Set(None), hold_reason: Set(None), ..Default::default() };
    let told = (WorkAction::Cancel, Action::Cancelled);
    held.write(w, settings, told, to, row, Step::remark(reason.clone())).await?;
    let people = requesters(w, &held.row).await?;
    let people = people.into_iter().chain(held.assignees.iter().map(|assignee| assignee.user_id));
    tell(w, Message::new(&held.row).to(people, Cancelled).remark(reason)).await?;
    costs::refresh(w, &[held.row.id]).await?;
    follow_facts(w, held.row.equipment_id).await
}

/// Whether the caller did a part of the work: completed it, or has hours on it. One statement.
pub(super) async fn is_own<C: sea_orm::ConnectionTrait>(
    db: &C,
    by: &Caller,
    row: &intervention::Model,
) -> Result<bool> {
    let Some(me) = by.user_id() else { return Ok(false) };
    if row.completed_by == Some(me) {
        return Ok(true);
    }
    let hours = work_period::Entity::find()
        .filter(work_period::Column::InterventionId.eq(row.id))
        .filter(work_period::Column::UserId.eq(me));
    Ok(hours.count(db).await? > 0)
}

/// The machine was never repaired: its failures lose what the last end of the work noted of them. Gives what was withdrawn.
async fn withdraw_restoration(w: &mut Writer, held: &mut Held) -> Result<Noted> {
    let noted = noted(&held.history);
    for failure in &mut held.failures {
        let Some(left) = Noted::withdrawn_from(&noted, failure.facts()) else { continue };
        let row = failure::ActiveModel {
            running_again_at: Set(left.running_again_at),
            restored_at: Set(left.restored_at),
            ..Default::default()
        };
        save(w, failure, row).await?;
    }
    Ok(noted.first().copied().unwrap_or_default())
}

/// The machine was repaired and failed again, as the last time.
async fn fail_again(w: &mut Writer, held: &mut Held, at: Timestamp) -> Result<()> {
    let machine = equipment::Entity::find_by_id(held.row.equipment_id).one(w.tx()).await?;
    let Some(machine) = machine else { return Ok(()) };
    let stops = held.failures.last().is_none_or(|last| last.stops);
    let failure = insert_failure(w, &machine, (&held.row.title, stops), at, None).await?;
    link(w, failure.id, held.row.id).await?;
    let change = Change::new(Action::Created, Noun::Failure, failure.id.0, Some(failure.site_id));
    w.record(change.after(failure_summary(&failure)));
    held.failures.push(failure);
    Ok(())
}

/// The open failures that only this work was about were none.
async fn withdraw_failures(w: &mut Writer, held: &mut Held) -> Result<()> {
    let shared = about_others(w, held).await?;
    for failure in held.failures.iter_mut().filter(|failure| failure.facts().is_open()) {
        if !shared.contains(&failure.id) {
            let row = failure::ActiveModel { withdrawn_at: Set(Some(w.now)), ..Default::default() };
            save(w, failure, row).await?;
        }
    }
    Ok(())
}

/// Those of the failures that other work, which was not called off, is about as well. One statement.
pub(super) async fn about_others(w: &Writer, held: &Held) -> Result<Vec<FailureId>> {
    use failure_intervention::Column as L;
    let shared = failure_intervention::Entity::find()
        .select_only()
        .column(L::FailureId)
        .distinct()
        .join(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(L::FailureId.is_in(held.failures.iter().map(|failure| failure.id)))
        .filter(L::InterventionId.ne(held.row.id))
        .filter(intervention::Column::Status.ne(InterventionStatus::Cancelled));
    Ok(shared.into_tuple().all(w.tx()).await?)
}

async fn save(w: &mut Writer, failure: &mut failure::Model, mut row: failure::ActiveModel) -> Result<()> {
    let before = failure_summary(failure);
    row.id = Set(failure.id);
    row.version = Set(failure.version + 1);
    row.updated_at = Set(w.now);
    *failure = row.update(w.tx()).await?;
    let change = Change::new(Action::Updated, Noun::Failure, failure.id.0, Some(failure.site_id));
    w.record(change.before(before).after(failure_summary(failure)));
    Ok(())
}
