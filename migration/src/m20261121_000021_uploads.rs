//! Files on their way in, sent in parts: how far each is, and where its parts lie in the object store.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut uploads = table(
            "uploads",
            [
                id(),
                // What the document is to be: the same fields as those of a document sent whole.
                text("entity"),
                big("entity_id"),
                text("kind"),
                big_null("replaces"),
                text("file_name"),
                big("size"),
                text_null("sha256"),
                // Bytes that have arrived.
                big("received"),
                int("parts"),
                big_null("document_id"),
                big("created_by"),
                at("created_at"),
                at("expires_at"),
            ],
        );
        uploads.foreign_key(&mut part_of("created_by", "users"));
        let mut parts = table(
            "upload_parts",
            [
                id(),
                big("upload_id"),
                big("first_byte"),
                big("size"),
                text("storage_key"),
                // The key that this row's own key is sealed with.
                text("key_id"),
                text("sealed_key"),
            ],
        );
        parts.foreign_key(&mut part_of("upload_id", "uploads"));
        create(
            manager,
            [uploads, parts],
            [
                index("uploads_created_by", "uploads", &["created_by", "expires_at"]),
                index("uploads_expires_at", "uploads", &["expires_at"]),
                unique("upload_parts_first_byte", "upload_parts", &["upload_id", "first_byte"]),
                unique("upload_parts_storage_key", "upload_parts", &["storage_key"]),
            ],
        )
        .await
    }
}
