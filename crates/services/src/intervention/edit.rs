//! An intervention entered or changed by whoever directs the work, and what people say about it.

use super::{
    InterventionService,
    breakdown::{failure_summary, link, reported_machine},
    code, costs, next_numbers, read, searched,
    step::{self, Held, Step, hold},
};
use crate::{
    access::Writer,
    audit,
    equipment::{follow_facts, refresh_interventions_count},
    local_time, notification,
    record::retried,
};
use domain::notification::NotificationKind::Commented;
use domain::{
    Caller, EquipmentId, Error, FieldCode, InterventionId, Noun, Permission, Result, Role, SiteId, UserId,
    audit::{Action, Change},
    intervention::{
        CommentDraft, InterventionDetail, InterventionDraft, InterventionKind, InterventionStatus,
        NewIntervention, WorkAction, check_move,
    },
    settings::Work,
};
use entity::{
    equipment, failure, failure_intervention, intervention, intervention_comment, intervention_history, site,
    user, user_site,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

impl InterventionService<'_> {
    /// Enters an intervention that no breakdown has asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`domain::Refusal::AlreadyRetired`].
    pub async fn create(&self, by: &Caller, draft: &InterventionDraft) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        // The machine decides in which currency amounts are read; what is wrong beside it is told first.
        draft.parse("EUR")?;
        let machine = draft.equipment_id.trim().parse().unwrap_or(EquipmentId(0));
        let (machine, site) = reported_machine(&w, &w.scope, machine).await?;
        let new = draft.parse(&site.currency)?;
        check_supervisor(&w, site.id, new.supervisor_id).await?;
        let zone = local_time::zone(&site.timezone);
        let year = local_time::local(w.now, &zone).year();
        let code = code(year, next_numbers(&w, site.id, year, 1).await?);
        let own = [Some(&code), Some(&new.title), new.description.as_ref(), new.report.as_ref()];
        let searched = searched(&own, &machine.search_text);
        let row = intervention::ActiveModel {
            site_id: Set(site.id),
            code: Set(code),
            status: Set(InterventionStatus::Open),
            reported_at: Set(w.now),
            currency: Set(site.currency.clone()),
            requested_by: Set(by.user_id()),
            search_text: Set(searched),
            cost_minor: Set(new.other_minor),
            version: Set(1),
            created_at: Set(w.now),
            updated_at: Set(w.now),
            created_by: Set(by.user_id()),
            ..columns(&new, &zone)
        };
        let row = row.insert(w.tx()).await?;
        let first = Step { priority: Some(row.priority), ..Step::default() };
        let entry = step::entry(&w, row.id, "create", None, row.status, first);
        let history = vec![intervention_history::ActiveModel::insert(entry, w.tx()).await?];
        let failures = adopt_failures(&w, &row).await?;
        let mut held = Held { row, zone, assignees: vec![], history, failures };
        held.refresh_due(&w, &self.0.settings().get::<Work>()).await?;
        refresh_interventions_count(&w, &[machine.id]).await?;
        let change = Change::new(Action::Created, Noun::Intervention, held.row.id.0, Some(site.id));
        w.record(change.after(step::summary(&held.row)));
        let detail = read::detail(w.tx(), &w.scope, held.row.id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Changes an intervention that is not locked. The draft carries the version that its editor read. A corrected machine
    /// takes the failures, and the states of both follow.
    ///
    /// # Errors
    /// [`Error::Stale`] with the fields that differ; [`Error::Invalid`]; [`domain::Refusal::IllegalMove`] when it is locked;
    /// [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &InterventionDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.change(by, id, draft)).await
    }

    async fn change(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &InterventionDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Edit.permission()).await?;
        let wanted: Option<EquipmentId> = draft.equipment_id.trim().parse().ok();
        let mut held = hold(&w, id, wanted).await?;
        let to = held.may(by, WorkAction::Edit, "")?;
        let before = InterventionDraft::from(&read::detail(w.tx(), &w.scope, id, w.now).await?);
        audit::same_version(draft, &before, &draft.version, held.row.version)?;
        let new = draft.parse(&held.row.currency)?;
        check_supervisor(
            &w,
            held.row.site_id,
            new.supervisor_id.filter(|s| Some(*s) != held.row.supervisor_id),
        )
        .await?;
        let costly = held.row.other_minor != new.other_minor;
        let left = held.row.equipment_id;
        if new.equipment_id != left {
            move_to(&mut w, &mut held, new.equipment_id).await?;
        }
        let machine = equipment::Entity::find_by_id(new.equipment_id).one(w.tx()).await?;
        let machine = machine.map(|machine| machine.search_text).unwrap_or_default();
        let i = &held.row;
        let own = [
            Some(&i.code),
            Some(&new.title),
            new.description.as_ref(),
            new.report.as_ref(),
            i.external_ref.as_ref(),
        ];
        let mut row = columns(&new, &held.zone);
        row.search_text = Set(searched(&own, &machine));
        // Only what it came with stays where nothing is known; the rest is worked out again below.
        if i.other_minor.is_some() && new.other_minor.is_none() {
            row.cost_minor = Set(None);
        }
        // The text as it is said now; the number that it had stays where nothing is said.
        let step = Step { priority: (new.priority != i.priority).then_some(new.priority), ..Step::default() };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, (WorkAction::Edit, Action::Updated), to, row, step).await?;
        if costly {
            costs::refresh(&w, &[id]).await?;
        }
        if new.equipment_id != left {
            refresh_interventions_count(&w, &[left, new.equipment_id]).await?;
            follow_facts(&mut w, left).await?;
        }
        follow_facts(&mut w, new.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Says something about an intervention. A client cannot say it internally.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`domain::Refusal::IllegalMove`] when it is locked; [`Error::NotFound`].
    pub async fn comment(&self, by: &Caller, id: InterventionId, draft: &CommentDraft) -> Result<()> {
        let mut w = self.0.write(by, WorkAction::Comment.permission()).await?;
        let row = read::find(w.tx(), &w.scope, id).await?;
        check_move(row.status, WorkAction::Comment, by, false)?;
        let new = draft.parse()?;
        let user_id = by.user_id().ok_or(Error::Forbidden)?;
        let comment = intervention_comment::ActiveModel {
            intervention_id: Set(id),
            user_id: Set(user_id),
            at: Set(w.now),
            text: Set(new.text.clone()),
            internal: Set(new.internal && w.scope.own.is_none()),
            ..Default::default()
        };
        comment.insert(w.tx()).await?;
        let change = Change::new(Action::Commented, Noun::Intervention, id.0, Some(row.site_id));
        w.record(change.after(audit::json(&serde_json::json!({ "code": row.code, "text": new.text }))));
        let internal = new.internal && w.scope.own.is_none();
        tell_comment(&mut w, &row, (new.text, internal)).await?;
        w.commit().await
    }
}

/// Tells those who do the work, asked for it or direct it what was said.
pub(super) async fn tell_comment(
    w: &mut Writer,
    about: &intervention::Model,
    (text, internal): (String, bool),
) -> Result<()> {
    let people = [notification::workers(w, about).await?, notification::requesters(w, about).await?].concat();
    let people = people.into_iter().chain(about.supervisor_id);
    let message =
        notification::Message::new(about).to(people, Commented).remark(Some(text)).internal(internal);
    notification::tell(w, message).await
}

/// The columns that the form decides.
fn columns(new: &NewIntervention, zone: &TimeZone) -> intervention::ActiveModel {
    let n = new.clone();
    intervention::ActiveModel {
        id: NotSet,
        equipment_id: Set(n.equipment_id),
        kind: Set(n.kind),
        priority: Set(n.priority),
        priority_rank: Set(n.priority as i32),
        title: Set(n.title),
        description: Set(n.description),
        report: Set(n.report),
        cause: Set(n.cause),
        observations: Set(n.observations),
        due_fixed_at: Set(n.due.map(|due| due.at(zone))),
        planned_at: Set(n.planned.map(|planned| planned.at(zone))),
        estimated_minutes: Set(n.estimated_minutes),
        stops_equipment: Set(n.stops_equipment),
        supervisor_id: Set(n.supervisor_id),
        other_minor: Set(n.other_minor),
        ..Default::default()
    }
}

/// Corrective work takes up the open failures of its machine that no work under way is about: those of work that ended
/// with the machine still stopped, or with the fault. Gives them, in the order in which they began.
async fn adopt_failures(w: &Writer, row: &intervention::Model) -> Result<Vec<failure::Model>> {
    use failure::Column as F;
    if row.kind != InterventionKind::Corrective {
        return Ok(vec![]);
    }
    let under_way = failure_intervention::Entity::find()
        .select_only()
        .column(failure_intervention::Column::FailureId)
        .join(JoinType::InnerJoin, failure_intervention::Relation::Intervention.def())
        .filter(intervention::Column::EquipmentId.eq(row.equipment_id))
        .filter(intervention::Column::Status.is_in(InterventionStatus::PENDING.iter().copied()))
        .into_query();
    let adopted = failure::Entity::find()
        .filter(F::EquipmentId.eq(row.equipment_id))
        .filter(F::RestoredAt.is_null())
        .filter(F::WithdrawnAt.is_null())
        .filter(F::Id.not_in_subquery(under_way))
        .order_by_asc(F::StartedAt)
        .order_by_asc(F::Id)
        .all(w.tx())
        .await?;
    for failure in &adopted {
        link(w, failure.id, row.id).await?;
    }
    Ok(adopted)
}

/// Who directs it: somebody of its site who may validate.
///
/// # Errors
/// [`FieldCode::NotFound`] at `supervisor_id`, whatever is wrong: nobody learns here who is somewhere else.
async fn check_supervisor(w: &Writer, site: SiteId, id: Option<UserId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let there = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.eq(site))
        .into_query();
    let person = user::Entity::find_by_id(id)
        .filter(user::Column::IsActive.eq(true))
        .filter(
            Condition::any().add(user::Column::Id.in_subquery(there)).add(user::Column::Role.eq(Role::Admin)),
        )
        .one(w.tx())
        .await?;
    match person.is_some_and(|p| p.role.permissions().contains(Permission::InterventionValidate)) {
        true => Ok(()),
        false => Err(Error::field("supervisor_id", FieldCode::NotFound)),
    }
}

/// Another machine of the same site: what was noted on the wrong one goes along.
///
/// # Errors
/// [`FieldCode::NotFound`] or [`FieldCode::OtherSite`] at `equipment_id`.
async fn move_to(w: &mut Writer, held: &mut Held, machine: EquipmentId) -> Result<()> {
    let (machine, site): (equipment::Model, site::Model) = reported_machine(w, &w.scope, machine).await?;
    if site.id != held.row.site_id {
        return Err(Error::field("equipment_id", FieldCode::OtherSite));
    }
    for failure in &mut held.failures {
        let before = failure_summary(failure);
        let row = failure::ActiveModel {
            id: Set(failure.id),
            equipment_id: Set(machine.id),
            version: Set(failure.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        *failure = row.update(w.tx()).await?;
        let change = Change::new(Action::Updated, Noun::Failure, failure.id.0, Some(failure.site_id));
        w.record(change.before(before).after(failure_summary(failure)));
    }
    Ok(())
}
