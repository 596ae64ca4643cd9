//! Answering a step. Answers to different steps do not wait for each other; the intervention's own version stays.

use super::read::{Answered, stored};
use crate::{
    access::Writer,
    audit, checklist_spec as spec,
    intervention::{InterventionService, read, step},
    local_time,
    record::retried,
};
use domain::{
    Caller, DocumentId, Error, FieldCode, FieldDiff, InterventionId, Noun, Result, StepId,
    audit::{Action, Change},
    checklist::{AnswerDraft, ChecklistView, Judged, NewAnswer, judge},
    document::Holder,
    intervention::{WorkAction, check_move},
};
use entity::{checklist_answer, checklist_corrective, checklist_step, document, intervention, site, user};
use jiff::tz::TimeZone;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// What the audit trail says of an answer.
pub(super) fn summary(
    of: &intervention::Model,
    step: &checklist_step::Model,
    a: &checklist_answer::Model,
) -> String {
    audit::json(&serde_json::json!({
        "code": of.code, "step": step.label, "value": a.value, "note": a.note, "judged": a.judged,
    }))
}

impl InterventionService<'_> {
    /// Answers a step, or corrects its answer. The same answer again changes nothing. An answer that is in order again
    /// marks the corrective intervention of the step: its cause is withdrawn.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::Stale`] when somebody has answered since the version that was read;
    /// [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`]; [`Error::NotFound`], also for a step that is gone.
    pub async fn answer_step(
        &self,
        by: &Caller,
        id: InterventionId,
        step: StepId,
        draft: &AnswerDraft,
    ) -> Result<ChecklistView> {
        retried(|| self.give_answer(by, id, step, draft)).await
    }

    async fn give_answer(
        &self,
        by: &Caller,
        id: InterventionId,
        step: StepId,
        draft: &AnswerDraft,
    ) -> Result<ChecklistView> {
        let mut w = self.0.write(by, WorkAction::Answer.permission()).await?;
        read::find(w.tx(), &w.scope, id).await?;
        // Whoever ends the work waits for this answer, other answers do not.
        let row = w.hold_reference::<intervention::Entity>(id).await?;
        let row = row.ok_or(Error::NotFound(Noun::Intervention))?;
        let assigned = step::assignees(w.tx(), id).await?.iter().any(|a| Some(a.user_id) == by.user_id());
        check_move(row.status, WorkAction::Answer, by, assigned)?;
        let (found, stored) = held_step(&w, id, step).await?;
        let asked = spec::of_intervention(&found);
        let new = draft.parse(&asked)?;
        if let Some(document) = new.answer.document() {
            check_document(&w, id, document).await?;
        }
        let judged = judge(&asked, &new.answer);
        if let Some(stored) = &stored {
            if stored.value == new.answer.stored() && stored.note == new.note {
                return view(&w, &row).await;
            }
            if draft.version.trim() != stored.version.to_string() {
                let current = stored.value.clone();
                return Err(Error::Stale(vec![FieldDiff { field: "value".into(), current }]));
            }
        }
        let saved = write(&w, &found, stored.as_ref(), &new, judged).await?;
        let action = if stored.is_some() { Action::Updated } else { Action::Created };
        let mut change = Change::new(action, Noun::ChecklistStep, step.0, Some(row.site_id));
        change.before = stored.as_ref().map(|before| summary(&row, &found, before));
        w.record(change.after(summary(&row, &found, &saved)));
        follow_cause(&mut w, &row, &found, judged).await?;
        let view = view(&w, &row).await?;
        w.commit().await?;
        Ok(view)
    }
}

/// A step of the intervention, locked, with its answer.
///
/// # Errors
/// [`Error::NotFound`] for a step that is gone, or of another intervention.
pub(super) async fn held_step(w: &Writer, id: InterventionId, step: StepId) -> Result<Answered> {
    w.hold::<checklist_step::Entity>(step).await?;
    let found = checklist_step::Entity::find_by_id(step)
        .find_also_related(checklist_answer::Entity)
        .filter(checklist_step::Column::InterventionId.eq(id))
        .one(w.tx())
        .await?;
    found.ok_or(Error::NotFound(Noun::ChecklistStep))
}

async fn write(
    w: &Writer,
    step: &checklist_step::Model,
    stored: Option<&checklist_answer::Model>,
    new: &NewAnswer,
    judged: Judged,
) -> Result<checklist_answer::Model> {
    let mut row = checklist_answer::ActiveModel {
        step_id: Set(step.id),
        intervention_id: Set(step.intervention_id),
        value: Set(new.answer.stored()),
        note: Set(new.note.clone()),
        done: Set(new.answer.is_done()),
        judged: Set(judged),
        document_id: Set(new.answer.document()),
        user_id: Set(w.by().user_id().ok_or(Error::Forbidden)?),
        at: Set(w.now),
        version: Set(stored.map_or(1, |stored| stored.version + 1)),
        ..Default::default()
    };
    Ok(match stored {
        Some(stored) => {
            row.id = Set(stored.id);
            row.update(w.tx()).await?
        }
        None => row.insert(w.tx()).await?,
    })
}

/// The picture is a current document of the intervention.
///
/// # Errors
/// [`FieldCode::NotFound`] at `value`.
async fn check_document(w: &Writer, id: InterventionId, document: DocumentId) -> Result<()> {
    let there = document::Entity::find_by_id(document)
        .filter(document::Column::Entity.eq(Holder::Intervention))
        .filter(document::Column::EntityId.eq(id.0))
        .filter(document::Column::DeletedAt.is_null())
        .one(w.tx())
        .await?;
    there.map(drop).ok_or_else(|| Error::field("value", FieldCode::NotFound))
}

/// The corrective intervention of a step says whether its cause is still there.
async fn follow_cause(
    w: &mut Writer,
    row: &intervention::Model,
    step: &checklist_step::Model,
    judged: Judged,
) -> Result<()> {
    use checklist_corrective::Column as C;
    let found = checklist_corrective::Entity::find().filter(C::StepId.eq(step.id)).one(w.tx()).await?;
    let Some(link) = found else { return Ok(()) };
    let withdrawn = judged != Judged::OutOfTolerance;
    if link.withdrawn_at.is_some() == withdrawn {
        return Ok(());
    }
    let (id, withdrawn_at) = (link.intervention_id, withdrawn.then_some(w.now));
    let changed = checklist_corrective::ActiveModel {
        id: Set(link.id),
        withdrawn_at: Set(withdrawn_at),
        ..Default::default()
    };
    changed.update(w.tx()).await?;
    let told = |withdrawn: bool| audit::json(&serde_json::json!({ "cause_withdrawn": withdrawn }));
    let change = Change::new(Action::Updated, Noun::Intervention, id.0, Some(row.site_id));
    w.record(change.before(told(!withdrawn)).after(told(withdrawn)));
    Ok(())
}

/// The checklist as it is now.
async fn view(w: &Writer, row: &intervention::Model) -> Result<ChecklistView> {
    let stored = stored(w.tx(), row.id).await?;
    let people = user::Entity::find().filter(user::Column::Id.is_in(stored.people())).all(w.tx()).await?;
    let site = site::Entity::find_by_id(row.site_id).one(w.tx()).await?;
    let zone = site.map_or(TimeZone::UTC, |site| local_time::zone(&site.timezone));
    Ok(stored.view(row.id, &people, &zone))
}
