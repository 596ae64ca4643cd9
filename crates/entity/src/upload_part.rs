//! What has arrived of a file that is sent in parts: one object of the store each, under a key of its own.

use domain::UploadId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload_parts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub upload_id: UploadId,
    /// Its place in the file.
    pub first_byte: i64,
    pub size: i64,
    pub storage_key: String,
    pub key_id: String,
    pub sealed_key: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
