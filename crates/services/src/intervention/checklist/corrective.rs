//! The corrective intervention that a step out of tolerance asks for: one, however often it is asked.

use super::answer::held_step;
use crate::{
    access::Writer,
    checklist_spec as spec,
    intervention::{InterventionService, breakdown::reported_machine, create::enter, read, step::hold},
    record::retried,
};
use domain::{
    Caller, InterventionId, Refusal, Result, StepId,
    checklist::{CorrectiveDraft, Judged, NewCorrective, StepSpec},
    intervention::{InterventionDetail, InterventionKind, InterventionStatus, NewIntervention, WorkAction},
    settings::Work,
};
use entity::{checklist_answer, checklist_corrective, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Characters of a title.
const TITLE: usize = 200;

impl InterventionService<'_> {
    /// Enters the corrective intervention of a step whose answer is out of tolerance; asked again, gives the one that is
    /// there. One that was cancelled is replaced while the answer is still out of tolerance.
    ///
    /// # Errors
    /// [`Refusal::NotOutOfTolerance`], [`Refusal::AlreadyRetired`], [`Refusal::IllegalMove`], [`Refusal::NotAssigned`];
    /// [`domain::Error::Invalid`]; [`domain::Error::NotFound`], also for a step that is gone.
    pub async fn corrective_of_step(
        &self,
        by: &Caller,
        id: InterventionId,
        step: StepId,
        draft: &CorrectiveDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.put_right(by, id, step, draft)).await
    }

    async fn put_right(
        &self,
        by: &Caller,
        id: InterventionId,
        step: StepId,
        draft: &CorrectiveDraft,
    ) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Answer.permission()).await?;
        let held = hold(&w, id, None).await?;
        held.may(by, WorkAction::Answer, "")?;
        let (found, answer) = held_step(&w, id, step).await?;
        let link = link_of(&w, step).await?;
        if let Some((_, corrective)) = &link
            && corrective.status != InterventionStatus::Cancelled
        {
            return read::detail(w.tx(), &w.scope, corrective.id, w.now).await;
        }
        let answer = answer.filter(|answer| answer.judged == Judged::OutOfTolerance);
        let answer = answer.ok_or(Refusal::NotOutOfTolerance)?;
        let typed = draft.parse()?;
        let (machine, site) = reported_machine(&w, &w.scope, held.row.equipment_id).await?;
        let new = corrective(&held.row, &spec::of_intervention(&found), &answer, typed);
        let made = enter(&mut w, &self.0.settings().get::<Work>(), (&machine, &site), &new).await?;
        let row = checklist_corrective::ActiveModel {
            step_id: Set(step),
            intervention_id: Set(made.row.id),
            created_at: Set(w.now),
            created_by: Set(by.user_id()),
            withdrawn_at: Set(None),
            ..Default::default()
        };
        match link {
            Some((link, _)) => {
                let row = checklist_corrective::ActiveModel { id: Set(link.id), ..row };
                row.update(w.tx()).await?;
            }
            None => {
                row.insert(w.tx()).await?;
            }
        }
        let detail = read::detail(w.tx(), &w.scope, made.row.id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// The corrective intervention that the step has already.
async fn link_of(
    w: &Writer,
    step: StepId,
) -> Result<Option<(checklist_corrective::Model, intervention::Model)>> {
    let found = checklist_corrective::Entity::find()
        .find_also_related(intervention::Entity)
        .filter(checklist_corrective::Column::StepId.eq(step))
        .one(w.tx())
        .await?;
    Ok(found.and_then(|(link, corrective)| Some((link, corrective?))))
}

/// What is to be done: on the same machine, as urgent as the work that found it unless said.
fn corrective(
    of: &intervention::Model,
    step: &StepSpec,
    answer: &checklist_answer::Model,
    typed: NewCorrective,
) -> NewIntervention {
    let unit = step.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let title = format!("{} ({}{unit})", step.label, answer.value);
    NewIntervention {
        equipment_id: of.equipment_id,
        title: typed.title.unwrap_or_else(|| title.chars().take(TITLE).collect()),
        description: typed.description.or_else(|| answer.note.clone()),
        kind: InterventionKind::Corrective,
        priority: typed.priority.unwrap_or(of.priority),
        due: None,
        planned: None,
        estimated_minutes: None,
        stops_equipment: false,
        skills: vec![],
        supervisor_id: of.supervisor_id,
        report: None,
        cause: None,
        observations: None,
        other_minor: None,
        template_id: None,
    }
}
