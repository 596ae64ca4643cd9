//! What a change replaced, for the few minutes in which its author may take it back.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undos = table(
            "undos",
            [
                id(),
                big("user_id"),
                text("request_id"),
                text("noun"),
                text("action"),
                text_null("state"),
                text("rows"),
                text_null("outcome"),
                at("expires_at"),
            ],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        create(
            manager,
            [undos],
            [
                index("undos_request", "undos", &["user_id", "request_id", "id"]),
                index("undos_expiry", "undos", &["expires_at"]),
            ],
        )
        .await
    }
}
