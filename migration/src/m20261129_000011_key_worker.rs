//! Which process works on a request that carries a key: null on rows of before this migration.

use crate::columns::text_null;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let worker = Table::alter().table("idempotency_keys").add_column(text_null("worker")).to_owned();
        manager.alter_table(worker).await
    }
}
