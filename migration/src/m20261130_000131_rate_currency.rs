//! An hourly rate is an amount of a currency: the installation's may change, what was paid does not.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Rates could be entered over REST alone, for a day, in the currency that an installation starts with.
        let mut column = text("currency").default("EUR").take();
        manager
            .alter_table(Table::alter().table(Alias::new("hourly_rates")).add_column(&mut column).to_owned())
            .await
    }
}
