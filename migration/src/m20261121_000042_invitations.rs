//! Accounts whose person is invited by mail to choose the password.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            // Null for an account that was made with a password.
            at_null("invited_at"),
            // Null when the link was used or made void.
            at_null("invitation_ends_at"),
            // When the person chose a password.
            at_null("joined_at"),
        ];
        // SQLite adds one column at a time.
        for column in columns {
            let add = Table::alter().table(Alias::new("users")).add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
