//! Failures: breakdowns and degradations of equipment.

use domain::{EquipmentId, FailureCodeId, FailureId, SiteId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "failures")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FailureId,
    pub site_id: SiteId,
    pub equipment_id: EquipmentId,
    pub title: String,
    pub started_at: Timestamp,
    pub reported_at: Timestamp,
    pub running_again_at: Option<Timestamp>,
    pub restored_at: Option<Timestamp>,
    pub stops: bool,
    pub external: bool,
    pub mode_id: Option<FailureCodeId>,
    pub mechanism_id: Option<FailureCodeId>,
    pub cause_id: Option<FailureCodeId>,
    pub withdrawn_at: Option<Timestamp>,
    pub duplicate_of: Option<FailureId>,
    pub reported_by: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::equipment::Entity",
        from = "Column::EquipmentId",
        to = "super::equipment::Column::Id"
    )]
    Equipment,
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What counts of it.
    pub fn facts(&self) -> domain::failure::Failure {
        domain::failure::Failure {
            started_at: self.started_at,
            stops: self.stops,
            running_again_at: self.running_again_at,
            restored_at: self.restored_at,
            withdrawn: self.withdrawn_at.is_some(),
        }
    }
}
