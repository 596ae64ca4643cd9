//! The work itself: it begins, stands still, goes on, and ends with a report.

use super::{
    InterventionService,
    breakdown::{failure_summary, past},
    checklist, costs, periods, read, searched,
    step::{Held, Step, hold},
};
use crate::notification::{Message, tell};
use crate::{access::Writer, equipment::follow_facts, record::retried};
use domain::notification::NotificationKind::ToValidate;
use domain::{
    Caller, Error, FieldCode, InterventionId, Noun, Result, Timestamp,
    audit::{Action, Change},
    intervention::{
        FinishDraft, InterventionDetail, MachineAfter, Noted, PauseDraft, StartDraft, WorkAction,
    },
    settings::Work,
    target::HoldKind,
};
use entity::{equipment, failure, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

impl InterventionService<'_> {
    /// Work begins: the clock of the person runs, and the machine stands still where the work asks for it. Whoever directs
    /// the work starts it for the lead.
    ///
    /// # Errors
    /// [`domain::Refusal::StillRunning`] when another clock of that person runs and the draft does not say what becomes of
    /// it; [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn start(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &StartDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.begin(by, id, draft, (WorkAction::Start, Action::Started))).await
    }

    /// Work that stood still goes on.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn resume(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &StartDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.begin(by, id, draft, (WorkAction::Resume, Action::Resumed))).await
    }

    /// Stopping the clock on another intervention locks that one too; two people who swap jobs wait in a ring then.
    async fn begin(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &StartDraft,
        told: (WorkAction, Action),
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, told.0.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, told.0, &draft.version)?;
        let (running, remark) = draft.parse()?;
        let started = periods::start(&mut w, &held, held.worker(by), running).await?;
        if to == held.row.status && !started {
            // Pressed twice: it runs.
            return read::detail(w.tx(), &w.scope, id, w.now).await;
        }
        let row = intervention::ActiveModel {
            started_at: Set(held.row.started_at.or(Some(w.now))),
            hold_reason: Set(None),
            held_since: Set(None),
            ..Default::default()
        };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, told, to, row, Step::remark(remark)).await?;
        follow_facts(&mut w, held.row.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Work stands still, with its reason; every clock on it stops. A reason that is not ours stops that of the target too.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`],
    /// [`Error::NotFound`], [`Error::Stale`].
    pub async fn pause(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &PauseDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.hold_up(by, id, draft)).await
    }

    async fn hold_up(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &PauseDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Pause.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Pause, &draft.version)?;
        let (reason, remark) = draft.parse()?;
        periods::stop(&w, id, None).await?;
        let row = intervention::ActiveModel {
            hold_reason: Set(Some(reason)),
            held_since: Set((reason.kind() == HoldKind::NotOurs).then_some(w.now)),
            ..Default::default()
        };
        let step = Step { hold_reason: Some(reason), ..Step::remark(remark) };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, (WorkAction::Pause, Action::Paused), to, row, step).await?;
        costs::refresh(&w, &[id]).await?;
        follow_facts(&mut w, held.row.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// The work is done: its report, its failures put right, every clock stopped. It waits for its validation then.
    ///
    /// # Errors
    /// [`domain::Refusal::StepsMissing`] while steps of its checklist that it needs are not done;
    /// [`Error::Invalid`] without a report, or for a restoration before the failure or in the future;
    /// [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn finish(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &FinishDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.complete(by, id, draft)).await
    }

    async fn complete(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &FinishDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Finish.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Finish, &draft.version)?;
        let new = draft.parse(&held.row.currency)?;
        checklist::refuse_if_missing(&w, id).await?;
        let running = past("running_since", new.running_since, &held.zone, w.now)?.unwrap_or(w.now);
        let noted = restore(&mut w, &mut held, new.machine, running).await?;
        periods::stop(&w, id, None).await?;
        let mut row = intervention::ActiveModel {
            ended_at: Set(Some(w.now)),
            completed_at: Set(Some(w.now)),
            completed_by: Set(by.user_id()),
            report: Set(Some(new.report.clone())),
            search_text: Set(search_text(&w, &held, Some(&new.report)).await?),
            ..Default::default()
        };
        if new.cause.is_some() {
            row.cause = Set(new.cause);
        }
        if new.observations.is_some() {
            row.observations = Set(new.observations);
        }
        if new.other_minor.is_some() {
            row.other_minor = Set(new.other_minor);
        }
        let step = Step { noted, ..Step::default() };
        let settings = self.0.settings().get::<Work>();
        held.write(&mut w, &settings, (WorkAction::Finish, Action::Completed), to, row, step).await?;
        tell(&mut w, Message::new(&held.row).tell_directors(ToValidate)).await?;
        costs::refresh(&w, &[id]).await?;
        follow_facts(&mut w, held.row.equipment_id).await?;
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// The folded text of an intervention with this report.
pub(super) async fn search_text(w: &Writer, held: &Held, report: Option<&String>) -> Result<String> {
    let machine = equipment::Entity::find_by_id(held.row.equipment_id).one(w.tx()).await?;
    let i = &held.row;
    let own = [Some(&i.code), Some(&i.title), i.description.as_ref(), report, i.external_ref.as_ref()];
    Ok(searched(&own, machine.as_ref().map_or("", |machine| machine.search_text.as_str())))
}

/// Puts the open failures right, as far as the machine is: restored, running with the fault, or not at all. Gives what it
/// has noted of them.
///
/// # Errors
/// [`FieldCode::Before`] at `running_since` when that was before a failure began.
async fn restore(
    w: &mut Writer,
    held: &mut Held,
    machine: MachineAfter,
    running: Timestamp,
) -> Result<Noted> {
    let mut noted = Noted::default();
    if machine == MachineAfter::Stopped {
        return Ok(noted);
    }
    for failure in held.failures.iter_mut().filter(|failure| failure.facts().is_open()) {
        if running < failure.started_at {
            return Err(Error::field("running_since", FieldCode::Before { other: "started".into() }));
        }
        let runs = (failure.stops && failure.running_again_at.is_none()).then_some(running);
        let whole = (machine == MachineAfter::Running).then_some(running);
        let row = failure::ActiveModel {
            id: Set(failure.id),
            running_again_at: Set(failure.running_again_at.or(runs)),
            restored_at: Set(whole),
            version: Set(failure.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let before = failure_summary(failure);
        *failure = row.update(w.tx()).await?;
        let change = Change::new(Action::Updated, Noun::Failure, failure.id.0, Some(failure.site_id));
        w.record(change.before(before).after(failure_summary(failure)));
        noted.running_again_at = noted.running_again_at.or(runs);
        noted.restored_at = whole;
    }
    Ok(noted)
}
