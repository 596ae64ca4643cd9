//! Of a document's versions one is current, at most: two writers at once must not make two.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Where there are two already, the newer one stays.
const DEMOTE: &str = "UPDATE documents SET is_current = FALSE WHERE is_current AND EXISTS \
    (SELECT 1 FROM documents newer WHERE newer.series = documents.series AND newer.is_current AND newer.id > documents.id)";
const INDEX: &str = "CREATE UNIQUE INDEX documents_one_current ON documents (series) WHERE is_current";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(DEMOTE).await?;
        db.execute_unprepared(INDEX).await?;
        Ok(())
    }
}
