//! Documents: one row for each version, and where its content lies in the object store.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut documents = table(
            "documents",
            [
                id(),
                big("site_id"),
                text("entity"),
                big("entity_id"),
                // The same for every version of one document.
                text("series"),
                int("number"),
                big_null("version_of"),
                flag("is_current"),
                flag("is_cover"),
                text("kind"),
                text("file_name"),
                text("media_type"),
                big("size"),
                text("sha256"),
                int_null("width"),
                int_null("height"),
                text("storage_key"),
                text_null("thumbnail_key"),
                big_null("thumbnail_size"),
                // The key that this row's own key is sealed with.
                text("key_id"),
                text("sealed_key"),
                big_null("uploaded_by"),
                at("uploaded_at"),
                at_null("deleted_at"),
                big_null("deleted_by"),
            ],
        );
        documents.foreign_key(&mut references("site_id", "sites"));
        documents.foreign_key(&mut references("uploaded_by", "users"));
        create(
            manager,
            [documents],
            [
                unique("documents_series", "documents", &["series", "number"]),
                unique("documents_storage_key", "documents", &["storage_key"]),
                index("documents_entity", "documents", &["entity", "entity_id", "is_current", "id"]),
                index("documents_site", "documents", &["site_id", "id"]),
            ],
        )
        .await
    }
}
