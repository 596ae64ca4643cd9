//! What people can do in the workshop: one row for a person, at most.

use domain::{SiteId, TeamId, UserId, user::ExperienceLevel};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "technicians")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: UserId,
    pub specialty: Option<String>,
    pub experience_level: Option<ExperienceLevel>,
    pub team_id: Option<TeamId>,
    /// Where they work, and whose clock their days follow.
    pub home_site_id: Option<SiteId>,
    pub phone: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
