//! Parts that interventions used.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let parts = edited_table(
            "intervention_parts",
            [big("intervention_id"), text("text"), big_null("amount_minor")],
        )
        .foreign_key(&mut part_of("intervention_id", "interventions"))
        .take();
        manager.create_table(parts).await?;
        let of_it = &["intervention_id", "id"];
        manager.create_index(index("intervention_parts_of", "intervention_parts", of_it)).await
    }
}
