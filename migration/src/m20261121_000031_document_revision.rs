//! How often a document's name and kind were changed, so that nobody overwrites a change they have not seen.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let revision = big("revision").default(1).to_owned();
        manager.alter_table(Table::alter().table("documents").add_column(revision).to_owned()).await
    }
}
