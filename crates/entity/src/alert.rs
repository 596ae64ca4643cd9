//! What administrators are to be told of by mail, and what they were told of.

use domain::{Timestamp, alert::AlertKind};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alerts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: AlertKind,
    /// The id of what it is about, by kind.
    pub target: Option<i64>,
    /// What the mail names.
    pub detail: String,
    pub happened_at: Timestamp,
    pub told_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
