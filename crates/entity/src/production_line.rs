//! Production lines.

use domain::{LineId, SiteId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "production_lines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LineId,
    pub site_id: SiteId,
    pub code: String,
    /// How it is sorted and told from others (`domain::key`).
    #[serde(default)]
    pub code_key: String,
    pub name: String,
    pub description: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::site::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Site.def()
    }
}
