//! Campaigns.

use domain::{
    CampaignId, Date, EquipmentTypeId, LineId, TemplateId, Timestamp, UserId,
    campaign::CampaignStatus,
    intervention::{InterventionKind, Priority},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaigns")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CampaignId,
    pub title: String,
    pub description: Option<String>,
    pub due_on: Date,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub estimated_minutes: Option<i32>,
    pub stops_equipment: bool,
    pub template_id: Option<TemplateId>,
    pub equipment_type_id: Option<EquipmentTypeId>,
    pub line_id: Option<LineId>,
    pub status: CampaignStatus,
    pub reason: Option<String>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<UserId>,
    /// Of the form that it was made from.
    pub once: Option<String>,
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
