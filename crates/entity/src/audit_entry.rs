//! The audit trail, append-only, chained by hash within each site.

use domain::{Noun, Timestamp, UserId, audit};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub site_id: i64,
    pub at: Timestamp,
    pub user_id: Option<UserId>,
    pub actor: String,
    pub action: audit::Action,
    pub entity: Noun,
    pub entity_id: i64,
    pub before: Option<String>,
    pub after: Option<String>,
    pub request_id: String,
    pub prev_hash: String,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
