//! Files on their way in, sent in parts.

use domain::{DocumentId, Timestamp, UploadId, UserId, document::Holder};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "uploads")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UploadId,
    pub entity: Holder,
    pub entity_id: i64,
    /// A kind's text; empty is left to the file.
    pub kind: String,
    pub replaces: Option<DocumentId>,
    pub file_name: String,
    pub size: i64,
    /// Of the whole file, as it was announced.
    pub sha256: Option<String>,
    /// Bytes that have arrived.
    pub received: i64,
    pub parts: i32,
    /// What it has become.
    pub document_id: Option<DocumentId>,
    pub created_by: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
