//! An import's work is a job like any other: its own lease goes. What was under way shows as interrupted and can go on.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = || Table::alter().table(Alias::new("imports")).to_owned();
        manager.alter_table(alter().add_column(big_null("job_id")).to_owned()).await?;
        for gone in ["lease_by", "lease_until"] {
            manager.alter_table(alter().drop_column(Alias::new(gone)).to_owned()).await?;
        }
        Ok(())
    }
}
