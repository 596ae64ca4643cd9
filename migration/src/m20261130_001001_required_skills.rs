//! Skills that work asks for, a line each, of templates and of interventions.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["intervention_templates", "interventions"] {
            let mut column = text_null("skills");
            let table = Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
