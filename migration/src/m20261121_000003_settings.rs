//! Who saved a setting last.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by = Table::alter().table(Alias::new("settings")).add_column(big_null("updated_by")).to_owned();
        manager.alter_table(by).await
    }
}
