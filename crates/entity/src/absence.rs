//! Absences and on-call duty. `site_id` says whose clock they follow.

use domain::{
    AbsenceId, SiteId, Timestamp, UserId,
    team::{AbsenceKind, AbsenceState},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absences")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AbsenceId,
    pub user_id: UserId,
    pub site_id: Option<SiteId>,
    pub kind: AbsenceKind,
    pub state: AbsenceState,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub remark: Option<String>,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::DecidedBy", to = "super::user::Column::Id")]
    Decider,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Decider.def()
    }
}
