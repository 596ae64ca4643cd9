//! The steps of one intervention: copied from a template, added, moved, taken away.

use super::read::{count, steps};
use crate::{
    access::Writer,
    audit, checklist_spec as spec,
    intervention::{InterventionService, step::hold},
    record::retried,
};
use domain::{
    Caller, Error, InterventionId, Noun, Refusal, Result, StepId, TemplateId,
    audit::{Action, Change},
    checklist::{ChecklistStep, MOST_STEPS, PlaceDraft, StepDraft, StepPlace},
    intervention::WorkAction,
    intervention_template::TemplateView,
};
use entity::{checklist, checklist_step, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, ModelTrait};

/// Gives an intervention the steps of a template, as they are now, and notes where they came from.
pub(in crate::intervention) async fn copy_steps(
    w: &Writer,
    row: &intervention::Model,
    (id, template): (TemplateId, &TemplateView),
) -> Result<()> {
    let from = checklist::ActiveModel {
        intervention_id: Set(row.id),
        template_id: Set(id),
        site_id: Set(row.site_id),
        title: Set(template.title.clone()),
        ..Default::default()
    };
    checklist::Entity::insert(from).exec_without_returning(w.tx()).await?;
    let specs: Vec<_> = template.steps.iter().filter_map(|step| step.parse().ok()).collect();
    if specs.is_empty() {
        return Ok(());
    }
    let rows = specs.iter().enumerate().map(|(at, step)| spec::intervention_row(row.id, at, step));
    checklist_step::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    Ok(())
}

/// Keeps an intervention from being finished while steps are not done that it needs.
///
/// # Errors
/// [`Refusal::StepsMissing`].
pub(in crate::intervention) async fn refuse_if_missing(w: &Writer, id: InterventionId) -> Result<()> {
    match count(&steps(w.tx(), id).await?).required_missing {
        0 => Ok(()),
        missing => Err(Refusal::StepsMissing { missing }.into()),
    }
}

/// What the audit trail says of a step.
fn summary(of: &intervention::Model, step: &checklist_step::Model) -> String {
    audit::json(&serde_json::json!({
        "code": of.code,
        "step": step.label,
        "kind": step.kind,
        "required": step.required,
        "unit": step.unit,
        "low": step.low,
        "high": step.high,
        "options": step.options,
        "position": step.position,
    }))
}

impl InterventionService<'_> {
    /// Adds a step at the end of a checklist that is not locked.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Refusal::TooManySteps`], [`Refusal::IllegalMove`]; [`Error::NotFound`].
    pub async fn add_step(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &StepDraft,
    ) -> Result<ChecklistStep> {
        retried(|| async {
            let mut w = self.0.write(by, WorkAction::Edit.permission()).await?;
            let held = hold(&w, id, None).await?;
            held.may(by, WorkAction::Edit, "")?;
            let new = draft.parse()?;
            let there = steps(w.tx(), id).await?;
            if there.len() >= MOST_STEPS as usize {
                return Err(Refusal::TooManySteps { max: MOST_STEPS }.into());
            }
            let last = there.last().map_or(0, |(step, _)| step.position + 1);
            let place = usize::try_from(last).unwrap_or_default();
            let saved = spec::intervention_row(id, place, &new).insert(w.tx()).await?;
            let change =
                Change::new(Action::Created, Noun::ChecklistStep, saved.id.0, Some(held.row.site_id));
            w.record(change.after(summary(&held.row, &saved)));
            w.commit().await?;
            Ok(ChecklistStep::new(saved.id, new))
        })
        .await
    }

    /// Takes a step away, with its answer, which stays in the audit trail.
    ///
    /// # Errors
    /// [`Refusal::IllegalMove`]; [`Error::NotFound`], also for a step that is gone.
    pub async fn remove_step(&self, by: &Caller, id: InterventionId, step: StepId) -> Result<()> {
        retried(|| async {
            let mut w = self.0.write(by, WorkAction::Edit.permission()).await?;
            let held = hold(&w, id, None).await?;
            held.may(by, WorkAction::Edit, "")?;
            let there = steps(w.tx(), id).await?;
            let found = there.into_iter().find(|(row, _)| row.id == step);
            let (row, answer) = found.ok_or(Error::NotFound(Noun::ChecklistStep))?;
            let mut before = vec![summary(&held.row, &row)];
            if let Some(answer) = &answer {
                before.insert(0, super::answer::summary(&held.row, &row, answer));
            }
            row.delete(w.tx()).await?;
            for before in before {
                let change =
                    Change::new(Action::Deleted, Noun::ChecklistStep, step.0, Some(held.row.site_id));
                w.record(change.before(before));
            }
            w.commit().await
        })
        .await
    }

    /// Moves a step up or down by one place. At the end of the list it stays where it is.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Refusal::IllegalMove`]; [`Error::NotFound`], also for a step that is gone.
    pub async fn move_step(
        &self,
        by: &Caller,
        id: InterventionId,
        step: StepId,
        draft: &PlaceDraft,
    ) -> Result<()> {
        retried(|| async {
            let mut w = self.0.write(by, WorkAction::Edit.permission()).await?;
            let held = hold(&w, id, None).await?;
            held.may(by, WorkAction::Edit, "")?;
            let to = draft.parse()?;
            let there = steps(w.tx(), id).await?;
            let at = there.iter().position(|(row, _)| row.id == step);
            let at = at.ok_or(Error::NotFound(Noun::ChecklistStep))?;
            let other = match to {
                StepPlace::Up => at.checked_sub(1),
                StepPlace::Down => Some(at + 1),
            };
            let Some((other, _)) = other.and_then(|other| there.get(other)) else { return Ok(()) };
            let (row, _) = &there[at];
            for (moved, position) in [(row, other.position), (other, row.position)] {
                let changed = checklist_step::ActiveModel {
                    id: Set(moved.id),
                    position: Set(position),
                    ..Default::default()
                };
                changed.update(w.tx()).await?;
            }
            let mut after = row.clone();
            after.position = other.position;
            let change = Change::new(Action::Moved, Noun::ChecklistStep, step.0, Some(held.row.site_id));
            w.record(change.before(summary(&held.row, row)).after(summary(&held.row, &after)));
            w.commit().await
        })
        .await
    }
}
