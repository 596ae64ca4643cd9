//! Interventions are found by their machine too: its folded text follows their own after a line break, which folded
//! text does not hold. SQLite's index is made anew in one pass, without the trigger that follows row by row.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: &[&str] = &[
    "DROP TRIGGER interventions_search_update",
    "UPDATE interventions SET search_text = search_text || char(10) || \
     (SELECT e.search_text FROM equipment e WHERE e.id = interventions.equipment_id)",
    "INSERT INTO interventions_search (interventions_search) VALUES ('rebuild')",
    "CREATE TRIGGER interventions_search_update AFTER UPDATE OF search_text ON interventions \
     WHEN OLD.search_text <> NEW.search_text BEGIN \
     INSERT INTO interventions_search (interventions_search, rowid, search_text) \
     VALUES ('delete', OLD.id, OLD.search_text); \
     INSERT INTO interventions_search (rowid, search_text) VALUES (NEW.id, NEW.search_text); END",
];

const POSTGRES: &[&str] =
    &["UPDATE interventions SET search_text = interventions.search_text || chr(10) || e.search_text \
     FROM equipment e WHERE e.id = interventions.equipment_id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
