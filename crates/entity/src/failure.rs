//! Failures: breakdowns and degradations of equipment.

use domain::{EquipmentId, FailureId, SiteId, Timestamp, UserId};
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
    pub mode: Option<String>,
    pub mechanism: Option<String>,
    pub cause: Option<String>,
    pub withdrawn_at: Option<Timestamp>,
    pub duplicate_of: Option<FailureId>,
    pub reported_by: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

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
