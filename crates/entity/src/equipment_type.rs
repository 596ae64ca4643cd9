//! Equipment types, shared by all sites.

use domain::{EquipmentTypeId, ImportId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "equipment_types")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EquipmentTypeId,
    pub name: String,
    pub name_folded: String,
    pub description: Option<String>,
    pub import_id: Option<ImportId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
