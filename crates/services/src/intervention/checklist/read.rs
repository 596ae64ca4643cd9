//! The only selects on checklists.

use crate::{checklist_spec as spec, intervention::read, local_time};
use domain::{
    Caller, InterventionId, Permission, Result, StepId, Timestamp, UserId,
    checklist::{AnswerView, CauseView, ChecklistStep, ChecklistView, CorrectiveView, Progress, progress},
    intervention::InterventionStatus,
    user::UserRef,
};
use entity::{checklist_answer, checklist_corrective, checklist_step, intervention, user};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
    sea_query::{Alias, Condition, Expr, ExprTrait},
};
use std::collections::HashMap;

/// A step with its answer.
pub(super) type Answered = (checklist_step::Model, Option<checklist_answer::Model>);

/// A checklist as it is stored.
#[derive(Default)]
pub(in crate::intervention) struct Stored {
    steps: Vec<Answered>,
    links: Vec<Link>,
}

/// A corrective intervention with the step that asked for it.
#[derive(Clone, Debug, FromQueryResult)]
struct Link {
    step_id: StepId,
    label: String,
    id: InterventionId,
    code: String,
    status: InterventionStatus,
    withdrawn_at: Option<Timestamp>,
    source_id: InterventionId,
    source_code: String,
}

/// The steps of an intervention in their order, each with its answer. One statement.
pub(super) async fn steps<C: ConnectionTrait>(db: &C, id: InterventionId) -> Result<Vec<Answered>> {
    let of_it = checklist_step::Entity::find().find_also_related(checklist_answer::Entity);
    let of_it = of_it.filter(checklist_step::Column::InterventionId.eq(id));
    let sorted =
        of_it.order_by_asc(checklist_step::Column::Position).order_by_asc(checklist_step::Column::Id);
    Ok(sorted.all(db).await?)
}

/// Everything of one intervention's checklist. Two statements.
pub(in crate::intervention) async fn stored<C: ConnectionTrait>(
    db: &C,
    id: InterventionId,
) -> Result<Stored> {
    use checklist_corrective::Column as C;
    let source = Alias::new("source");
    let links = checklist_corrective::Entity::find()
        .select_only()
        .columns([C::StepId, C::WithdrawnAt])
        .column_as(checklist_step::Column::Label, "label")
        .column_as(intervention::Column::Id, "id")
        .column_as(intervention::Column::Code, "code")
        .column_as(intervention::Column::Status, "status")
        .column_as(Expr::col((source.clone(), intervention::Column::Id)), "source_id")
        .column_as(Expr::col((source.clone(), intervention::Column::Code)), "source_code")
        .join(JoinType::InnerJoin, checklist_corrective::Relation::Step.def())
        .join(JoinType::InnerJoin, checklist_corrective::Relation::Corrective.def())
        .join_as(
            JoinType::InnerJoin,
            checklist_step::Entity::belongs_to(intervention::Entity)
                .from(checklist_step::Column::InterventionId)
                .to(intervention::Column::Id)
                .into(),
            source,
        )
        .filter(
            Condition::any()
                .add(checklist_step::Column::InterventionId.eq(id))
                .add(Expr::col((checklist_corrective::Entity, C::InterventionId)).eq(id)),
        )
        .into_model()
        .all(db)
        .await?;
    Ok(Stored { steps: steps(db, id).await?, links })
}

/// How far steps have come.
pub(super) fn count(steps: &[Answered]) -> Progress {
    progress(steps.iter().map(|(step, answer)| {
        (step.required, answer.as_ref().filter(|answer| answer.done).map(|answer| answer.judged))
    }))
}

impl Stored {
    /// Whether there is a step to be answered.
    pub fn has_steps(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Those who answered.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        self.steps.iter().filter_map(|(_, answer)| Some(answer.as_ref()?.user_id))
    }

    /// As it leaves the server.
    pub fn view(&self, id: InterventionId, people: &[user::Model], zone: &TimeZone) -> ChecklistView {
        let cause = self.links.iter().find(|link| link.id == id).map(|link| CauseView {
            id: link.source_id,
            code: link.source_code.clone(),
            step: link.label.clone(),
            withdrawn: link.withdrawn_at.is_some(),
        });
        let view = |(step, answer): &Answered| ChecklistStep {
            answer: answer.as_ref().map(|answer| answer_view(answer, people, zone)),
            corrective: self.links.iter().find(|link| link.step_id == step.id).map(|link| CorrectiveView {
                id: link.id,
                code: link.code.clone(),
                status: link.status,
                cause_withdrawn: link.withdrawn_at.is_some(),
            }),
            ..ChecklistStep::new(step.id, spec::of_intervention(step))
        };
        ChecklistView { steps: self.steps.iter().map(view).collect(), progress: count(&self.steps), cause }
    }
}

fn answer_view(a: &checklist_answer::Model, people: &[user::Model], zone: &TimeZone) -> AnswerView {
    AnswerView {
        value: a.value.clone(),
        note: a.note.clone(),
        done: a.done,
        judged: a.judged,
        document: a.document_id,
        by: UserRef { id: a.user_id, name: user::name_of(people, Some(a.user_id)).unwrap_or_default() },
        at: a.at,
        at_local: local_time::local(a.at, zone),
        version: a.version,
    }
}

impl super::super::InterventionService<'_> {
    /// How far the checklists of these interventions have come; those without one are left out. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn progress_of(
        &self,
        by: &Caller,
        ids: &[InterventionId],
    ) -> Result<HashMap<InterventionId, Progress>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        if ids.is_empty() || reader.scope.own.is_some() {
            return Ok(HashMap::new());
        }
        let link = checklist_step::Entity::belongs_to(intervention::Entity)
            .from(checklist_step::Column::InterventionId)
            .to(intervention::Column::Id);
        let rows = checklist_step::Entity::find()
            .find_also_related(checklist_answer::Entity)
            .join(JoinType::InnerJoin, link.into())
            .filter(checklist_step::Column::InterventionId.is_in(ids.iter().copied()))
            .filter(read::within(&reader.scope))
            .all(reader.db)
            .await?;
        let mut of: HashMap<InterventionId, Vec<Answered>> = HashMap::new();
        for row in rows {
            of.entry(row.0.intervention_id).or_default().push(row);
        }
        Ok(of.into_iter().map(|(id, steps)| (id, count(&steps))).collect())
    }
}
