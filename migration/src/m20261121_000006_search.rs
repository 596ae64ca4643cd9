//! Search without reading every row: an index of trigrams over the folded text of equipment and interventions.
//!
//! SQLite keeps it in an FTS5 table beside each table, which triggers hold in step. PostgreSQL has an index of its
//! own, if the `pg_trgm` extension can be had; without it the same search reads the rows.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: &[&str] = &[
    "CREATE VIRTUAL TABLE equipment_search USING fts5(search_text, content='equipment', content_rowid='id', \
     tokenize='trigram', columnsize=0)",
    "CREATE TRIGGER equipment_search_insert AFTER INSERT ON equipment BEGIN \
     INSERT INTO equipment_search (rowid, search_text) VALUES (NEW.id, NEW.search_text); END",
    "CREATE TRIGGER equipment_search_delete AFTER DELETE ON equipment BEGIN \
     INSERT INTO equipment_search (equipment_search, rowid, search_text) \
     VALUES ('delete', OLD.id, OLD.search_text); END",
    "CREATE TRIGGER equipment_search_update AFTER UPDATE OF search_text ON equipment \
     WHEN OLD.search_text <> NEW.search_text BEGIN \
     INSERT INTO equipment_search (equipment_search, rowid, search_text) \
     VALUES ('delete', OLD.id, OLD.search_text); \
     INSERT INTO equipment_search (rowid, search_text) VALUES (NEW.id, NEW.search_text); END",
    "INSERT INTO equipment_search (equipment_search) VALUES ('rebuild')",
    "CREATE VIRTUAL TABLE interventions_search USING fts5(search_text, content='interventions', \
     content_rowid='id', tokenize='trigram', columnsize=0)",
    "CREATE TRIGGER interventions_search_insert AFTER INSERT ON interventions BEGIN \
     INSERT INTO interventions_search (rowid, search_text) VALUES (NEW.id, NEW.search_text); END",
    "CREATE TRIGGER interventions_search_delete AFTER DELETE ON interventions BEGIN \
     INSERT INTO interventions_search (interventions_search, rowid, search_text) \
     VALUES ('delete', OLD.id, OLD.search_text); END",
    "CREATE TRIGGER interventions_search_update AFTER UPDATE OF search_text ON interventions \
     WHEN OLD.search_text <> NEW.search_text BEGIN \
     INSERT INTO interventions_search (interventions_search, rowid, search_text) \
     VALUES ('delete', OLD.id, OLD.search_text); \
     INSERT INTO interventions_search (rowid, search_text) VALUES (NEW.id, NEW.search_text); END",
    "INSERT INTO interventions_search (interventions_search) VALUES ('rebuild')",
];

const POSTGRES: &[&str] = &[
    "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; \
     EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'no pg_trgm: search reads every row'; END $$",
    "DO $$ BEGIN \
     CREATE INDEX equipment_search ON equipment USING gin (search_text gin_trgm_ops); \
     CREATE INDEX interventions_search ON interventions USING gin (search_text gin_trgm_ops); \
     EXCEPTION WHEN undefined_object THEN RAISE NOTICE 'no pg_trgm: search reads every row'; END $$",
];

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
