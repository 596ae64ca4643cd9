//! What a person was told of.

use domain::{
    AbsenceId, EquipmentId, InterventionId, NotificationId, SiteId, Timestamp, UserId,
    notification::{NotificationKind, NotificationType},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NotificationId,
    pub user_id: UserId,
    pub kind: NotificationKind,
    pub site_id: SiteId,
    /// What it is about: one of these, or, of a message, none.
    pub intervention_id: Option<InterventionId>,
    pub absence_id: Option<AbsenceId>,
    pub equipment_id: Option<EquipmentId>,
    /// How a message is meant; of others their kind says it.
    pub meant: Option<NotificationType>,
    pub code: String,
    pub title: String,
    pub equipment_code: String,
    pub actor: String,
    pub remark: Option<String>,
    /// How many changes it tells of.
    pub changes: i32,
    /// Of the last change.
    pub at: Timestamp,
    pub created_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
}

impl Related<super::site::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Site.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
