//! The steps of interventions: a copy, which later changes of a template leave alone.

use domain::{InterventionId, StepId, checklist::StepKind};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_steps")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: StepId,
    pub intervention_id: InterventionId,
    pub position: i32,
    pub label: String,
    pub kind: StepKind,
    pub required: bool,
    pub unit: Option<String>,
    pub low: Option<String>,
    pub high: Option<String>,
    /// The words to choose from, as JSON.
    pub options: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::checklist_answer::Entity")]
    Answer,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::checklist_answer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Answer.def()
    }
}
