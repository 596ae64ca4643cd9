//! The answers to the steps of interventions, one each. What an answer was before is in the audit trail.

use domain::{DocumentId, InterventionId, StepId, Timestamp, UserId, checklist::Judged};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_answers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub step_id: StepId,
    pub intervention_id: InterventionId,
    pub value: String,
    pub note: Option<String>,
    pub done: bool,
    pub judged: Judged,
    pub document_id: Option<DocumentId>,
    pub user_id: UserId,
    pub at: Timestamp,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::checklist_step::Entity",
        from = "Column::StepId",
        to = "super::checklist_step::Column::Id"
    )]
    Step,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::checklist_step::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Step.def()
    }
}
