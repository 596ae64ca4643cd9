//! Requests for an account, until they are decided.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let registrations = table(
            "registrations",
            [
                id(),
                text("email"),
                text("first_name"),
                text("last_name"),
                text("role"),
                text("language"),
                text("password_hash"),
                // Of the link that confirms the address; null before it is sent and after it was used.
                text_null("token_hash"),
                at("created_at"),
                at_null("confirmed_at"),
                at("expires_at"),
            ],
        );
        create(
            manager,
            [registrations],
            [
                unique("registrations_token", "registrations", &["token_hash"]),
                index("registrations_email", "registrations", &["email"]),
                index("registrations_confirmed", "registrations", &["confirmed_at", "id"]),
                index("registrations_age", "registrations", &["expires_at"]),
            ],
        )
        .await
    }
}
