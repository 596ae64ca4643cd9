//! Events are read site by site, and deleted by age.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("events_site", "events", &["site_id", "id"])).await?;
        manager.create_index(index("events_age", "events", &["at"])).await
    }
}
