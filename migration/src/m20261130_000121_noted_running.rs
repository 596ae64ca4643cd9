//! Since when a machine runs again, as the end of the work noted it: sending back withdraws that and nothing else.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Alias::new("intervention_history");
        let mut column = at_null("running_again_at");
        manager.alter_table(Table::alter().table(table.clone()).add_column(&mut column).to_owned()).await?;
        // Until now one time was noted, and only where the machine was restored.
        let restored = Query::update()
            .table(table)
            .value(Alias::new("running_again_at"), Expr::col(Alias::new("restored_at")))
            .and_where(Expr::col(Alias::new("action")).eq("finish"))
            .to_owned();
        manager.execute(restored).await
    }
}
