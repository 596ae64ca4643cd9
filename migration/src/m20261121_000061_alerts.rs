//! What administrators are to be told of by mail.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alerts = table(
            "alerts",
            [id(), text("kind"), big_null("target"), text("detail"), at("happened_at"), at_null("told_at")],
        );
        create(manager, [alerts], [index("alerts_told", "alerts", &["told_at", "kind", "id"])]).await
    }
}
