//! The audit trail keeps itself: the database refuses to change or delete an entry, and a chain only grows.

use crate::columns::*;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The chain of what belongs to no site is always there.
const FIRST_HEAD: &str = "INSERT INTO audit_heads (site_id, hash, length, announced) \
    SELECT 0, '', 0, FALSE WHERE NOT EXISTS (SELECT 1 FROM audit_heads WHERE site_id = 0)";

const SQLITE: &[&str] = &[
    "CREATE TRIGGER audit_entries_kept_update BEFORE UPDATE ON audit_entries \
     BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END",
    "CREATE TRIGGER audit_entries_kept_delete BEFORE DELETE ON audit_entries \
     BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
    "CREATE TRIGGER audit_heads_kept_update BEFORE UPDATE ON audit_heads \
     WHEN NEW.length <> OLD.length + 1 OR NEW.site_id <> OLD.site_id OR NEW.announced <> OLD.announced \
     BEGIN SELECT RAISE(ABORT, 'an audit chain only grows'); END",
    "CREATE TRIGGER audit_heads_kept_delete BEFORE DELETE ON audit_heads \
     BEGIN SELECT RAISE(ABORT, 'an audit chain only grows'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN RAISE EXCEPTION 'the audit trail is never changed or deleted'; END $$",
    "CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries \
     FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()",
    "CREATE TRIGGER audit_heads_kept BEFORE DELETE OR TRUNCATE ON audit_heads \
     FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()",
    "CREATE TRIGGER audit_heads_grow BEFORE UPDATE ON audit_heads FOR EACH ROW \
     WHEN (NEW.length <> OLD.length + 1 OR NEW.site_id <> OLD.site_id OR NEW.announced <> OLD.announced) \
     EXECUTE FUNCTION audit_kept()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let announced = Table::alter()
            .table(Alias::new("audit_heads"))
            .add_column(flag("announced").default(false))
            .to_owned();
        manager.alter_table(announced).await?;
        create(
            manager,
            [],
            [
                index("audit_entries_actor", "audit_entries", &["actor", "id"]),
                index("audit_entries_user", "audit_entries", &["user_id", "id"]),
                index("audit_entries_action", "audit_entries", &["action", "id"]),
                index("audit_entries_at", "audit_entries", &["at"]),
            ],
        )
        .await?;
        let db = manager.get_connection();
        db.execute_unprepared(FIRST_HEAD).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for trigger in triggers {
            db.execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}
