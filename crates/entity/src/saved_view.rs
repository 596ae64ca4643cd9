//! Filters of lists that people kept.

use domain::{SavedViewId, Timestamp, UserId, saved_view};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SavedViewId,
    pub user_id: UserId,
    pub list: saved_view::ViewedList,
    pub name: String,
    /// How it is told from others (`domain::key`).
    pub name_key: String,
    pub query: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
