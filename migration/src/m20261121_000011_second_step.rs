//! The second step of sign-in: the secret of somebody's app, sealed, and their recovery codes, as hashes.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let second_steps = table(
            "second_steps",
            [
                id(),
                big("user_id"),
                text("secret"),
                at("created_at"),
                // Null while it is being set up.
                at_null("confirmed_at"),
                // The time step of the code that was used last.
                big_null("last_step"),
                // New recovery codes, sealed, until whoever made them has seen them.
                text_null("new_codes"),
                big_null("new_codes_for"),
                at_null("new_codes_until"),
            ],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        let recovery_codes = table(
            "recovery_codes",
            [id(), big("user_id"), text("code_hash"), at("created_at"), at_null("used_at")],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        create(
            manager,
            [second_steps, recovery_codes],
            [
                unique("second_steps_user", "second_steps", &["user_id"]),
                unique("recovery_codes_code", "recovery_codes", &["user_id", "code_hash"]),
            ],
        )
        .await
    }
}
