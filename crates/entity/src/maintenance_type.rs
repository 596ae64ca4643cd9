//! Maintenance types, shared by all sites.

use domain::{MaintenanceTypeId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "maintenance_types")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MaintenanceTypeId,
    pub name: String,
    pub name_folded: String,
    pub description: Option<String>,
    pub colour: String,
    pub icon: String,
    pub position: i32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
