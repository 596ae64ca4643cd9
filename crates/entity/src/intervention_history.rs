//! Every step of an intervention.

use domain::{
    InterventionId, Timestamp, UserId,
    intervention::{HoldReason, InterventionStatus, Priority, ReturnKind},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intervention_history")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub intervention_id: InterventionId,
    pub at: Timestamp,
    pub user_id: Option<UserId>,
    pub actor: String,
    pub action: String,
    pub from_status: Option<InterventionStatus>,
    pub to_status: InterventionStatus,
    pub remark: Option<String>,
    pub hold_reason: Option<HoldReason>,
    pub return_kind: Option<ReturnKind>,
    pub priority: Option<Priority>,
    pub due_at: Option<Timestamp>,
    pub restored_at: Option<Timestamp>,
    pub running_again_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
