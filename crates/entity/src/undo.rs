//! What a change replaced, until it can no longer be taken back.

use domain::{Noun, Timestamp, UndoId, UserId, audit::Action, equipment::EquipmentState};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "undos")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UndoId,
    pub user_id: UserId,
    pub request_id: String,
    pub noun: Noun,
    pub action: Action,
    pub state: Option<EquipmentState>,
    /// The rows as they were before, as JSON.
    pub rows: String,
    /// What became of them, as JSON; absent until it is undone.
    pub outcome: Option<String>,
    pub expires_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
