//! Equipment.

use domain::{
    Date, EquipmentId, EquipmentTypeId, ImportId, LineId, SiteId, Timestamp, UserId,
    equipment::{Criticality, EquipmentState},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "equipment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EquipmentId,
    pub site_id: SiteId,
    pub line_id: Option<LineId>,
    pub type_id: Option<EquipmentTypeId>,
    pub parent_id: Option<EquipmentId>,
    pub code: String,
    /// How it is sorted and told from others (`domain::key`).
    #[serde(default)]
    pub code_key: String,
    pub name: String,
    #[serde(default)]
    pub name_key: String,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    #[serde(default)]
    pub serial_key: Option<String>,
    pub manufacturer: Option<String>,
    pub purchased_on: Option<Date>,
    pub installed_on: Option<Date>,
    pub in_service_on: Option<Date>,
    pub warranty_until: Option<Date>,
    pub lifespan_years: Option<i32>,
    pub replacement_value_minor: Option<i64>,
    pub state: EquipmentState,
    pub state_rank: i32,
    pub state_reason: Option<String>,
    pub state_since: Timestamp,
    /// Somebody chose the state against the facts; it stays until it is lifted.
    #[serde(default)]
    pub state_by_hand: bool,
    pub criticality: Criticality,
    pub criticality_rank: i32,
    pub notes: Option<String>,
    pub specifications: String,
    pub search_text: String,
    pub interventions_count: i64,
    pub retired_at: Option<Timestamp>,
    pub import_id: Option<ImportId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
    #[sea_orm(
        belongs_to = "super::production_line::Entity",
        from = "Column::LineId",
        to = "super::production_line::Column::Id"
    )]
    Line,
    #[sea_orm(
        belongs_to = "super::equipment_type::Entity",
        from = "Column::TypeId",
        to = "super::equipment_type::Column::Id"
    )]
    Type,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::site::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Site.def()
    }
}
