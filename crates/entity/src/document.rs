//! Documents, a row for each version.

use domain::{
    DocumentId, SiteId, Timestamp, UserId,
    document::{DocumentKind, Holder, Media},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DocumentId,
    pub site_id: SiteId,
    pub entity: Holder,
    pub entity_id: i64,
    pub series: String,
    pub number: i32,
    pub version_of: Option<DocumentId>,
    pub is_current: bool,
    pub is_cover: bool,
    pub kind: DocumentKind,
    pub file_name: String,
    pub media_type: Media,
    pub size: i64,
    pub sha256: String,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub storage_key: String,
    pub thumbnail_key: Option<String>,
    pub thumbnail_size: Option<i64>,
    pub key_id: String,
    pub sealed_key: String,
    pub uploaded_by: Option<UserId>,
    pub uploaded_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
    pub deleted_by: Option<UserId>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::UploadedBy",
        to = "super::user::Column::Id"
    )]
    Uploader,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Uploader.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
