//! Outgoing events. Within a site, ids rise in the order of the commits; between sites they do not.

use domain::{Noun, SiteId, Timestamp, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub topic: String,
    pub entity: Noun,
    pub entity_id: i64,
    pub site_id: Option<SiteId>,
    pub at: Timestamp,
    /// The one person whom it is for.
    pub user_id: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
