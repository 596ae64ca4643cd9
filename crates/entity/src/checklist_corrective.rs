//! The corrective intervention that a step out of tolerance asked for, one for each step.

use domain::{InterventionId, StepId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_correctives")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub step_id: StepId,
    /// The corrective one.
    pub intervention_id: InterventionId,
    pub created_at: Timestamp,
    pub created_by: Option<UserId>,
    /// Since when the answer is in order again.
    pub withdrawn_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::checklist_step::Entity",
        from = "Column::StepId",
        to = "super::checklist_step::Column::Id"
    )]
    Step,
    #[sea_orm(
        belongs_to = "super::intervention::Entity",
        from = "Column::InterventionId",
        to = "super::intervention::Column::Id"
    )]
    Corrective,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::intervention::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Corrective.def()
    }
}
