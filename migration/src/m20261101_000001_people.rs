//! Accounts, their sessions and their attempts to sign in.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = edited_table(
            "users",
            [
                text("username"),
                text("email"),
                text("password_hash"),
                text("first_name"),
                text("last_name"),
                text("role"),
                text("language"),
                text("theme"),
                flag("is_active"),
                at_null("last_login_at"),
                text("search_text"),
            ],
        );
        let sessions = table(
            "sessions",
            [
                id(),
                big("user_id"),
                at("created_at"),
                at("last_seen_at"),
                at("expires_at"),
                at_null("revoked_at"),
                text("user_agent"),
                text("address"),
            ],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        let refresh_tokens = table(
            "refresh_tokens",
            [
                id(),
                big("session_id"),
                text("token_hash"),
                at("issued_at"),
                at("expires_at"),
                at_null("used_at"),
            ],
        )
        .foreign_key(&mut part_of("session_id", "sessions"))
        .take();
        let user_permissions =
            table("user_permissions", [id(), big("user_id"), text("permission"), flag("granted")])
                .foreign_key(&mut part_of("user_id", "users"))
                .take();
        // Counters by key ("account:…", "network:…", "global"), shared by every server on the database.
        let login_attempts = table("login_attempts", [id(), text("bucket"), at("attempted_at")]);
        create(
            manager,
            [users, sessions, refresh_tokens, user_permissions, login_attempts],
            [
                unique("users_username", "users", &["username"]),
                unique("users_email", "users", &["email"]),
                index("sessions_user", "sessions", &["user_id", "revoked_at"]),
                index("sessions_expiry", "sessions", &["expires_at"]),
                unique("refresh_tokens_hash", "refresh_tokens", &["token_hash"]),
                index("refresh_tokens_session", "refresh_tokens", &["session_id"]),
                unique("user_permissions_user", "user_permissions", &["user_id", "permission"]),
                index("login_attempts_bucket", "login_attempts", &["bucket", "attempted_at"]),
                index("login_attempts_age", "login_attempts", &["attempted_at"]),
            ],
        )
        .await
    }
}
