//! Intervention templates, shared by all sites.

use domain::{
    EquipmentTypeId, TemplateId, Timestamp, UserId,
    intervention::{InterventionKind, Priority},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "intervention_templates")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TemplateId,
    pub title: String,
    pub title_folded: String,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub estimated_minutes: Option<i32>,
    pub description: Option<String>,
    /// Those that it asks for, a line each.
    pub skills: Option<String>,
    pub stops_equipment: bool,
    pub equipment_type_id: Option<EquipmentTypeId>,
    pub retired_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::equipment_type::Entity",
        from = "Column::EquipmentTypeId",
        to = "super::equipment_type::Column::Id"
    )]
    EquipmentType,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::equipment_type::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::EquipmentType.def()
    }
}
