//! Interventions.

use domain::{
    EquipmentId, ImportId, InterventionId, SiteId, Timestamp, UserId,
    intervention::{HoldReason, InterventionKind, InterventionStatus, Priority},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interventions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: InterventionId,
    pub site_id: SiteId,
    pub equipment_id: EquipmentId,
    pub code: String,
    pub kind: InterventionKind,
    pub status: InterventionStatus,
    pub priority: Priority,
    pub priority_rank: i32,
    pub title: String,
    pub description: Option<String>,
    /// Those that it asks for, a line each.
    pub skills: Option<String>,
    pub report: Option<String>,
    pub reported_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub cost_minor: Option<i64>,
    pub currency: String,
    pub requested_by: Option<UserId>,
    pub external_ref: Option<String>,
    pub import_id: Option<ImportId>,
    pub import_key: Option<String>,
    /// Line of the file that it came from.
    pub import_line: Option<i64>,
    /// A digest of what its row says.
    pub import_print: Option<String>,
    pub search_text: String,
    /// Of the people to whom it is assigned, the one who leads.
    pub lead_id: Option<UserId>,
    /// Who directs it.
    pub supervisor_id: Option<UserId>,
    pub planned_at: Option<Timestamp>,
    pub estimated_minutes: Option<i32>,
    pub stops_equipment: bool,
    /// The deadline as known at the last step.
    pub due_at: Option<Timestamp>,
    /// Promised by hand.
    pub due_fixed_at: Option<Timestamp>,
    /// Since when a hold that is not ours stops the clock.
    pub held_since: Option<Timestamp>,
    pub hold_reason: Option<HoldReason>,
    pub cause: Option<String>,
    pub observations: Option<String>,
    pub labour_minor: Option<i64>,
    pub parts_minor: Option<i64>,
    pub other_minor: Option<i64>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<UserId>,
    pub validated_at: Option<Timestamp>,
    pub validated_by: Option<UserId>,
    /// The deadline of which it was told that it has passed.
    pub late_told: Option<Timestamp>,
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
        belongs_to = "super::equipment::Entity",
        from = "Column::EquipmentId",
        to = "super::equipment::Column::Id"
    )]
    Equipment,
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::LeadId", to = "super::user::Column::Id")]
    Lead,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::site::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Site.def()
    }
}
