//! Who has which skill.

use domain::{Date, team::SkillLevel};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "technician_skills")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub technician_id: i64,
    pub skill_id: i64,
    pub level: Option<SkillLevel>,
    pub certificate: Option<String>,
    /// The last day on which it holds.
    pub expires_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
