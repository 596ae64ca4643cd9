//! Forward-only migrations, the same on SQLite and PostgreSQL. Table and column names are plain strings:
//! an old migration must not change when an entity does.

mod columns;
mod key;
mod m20261101_000001_people;
mod m20261101_000002_places;
mod m20261101_000003_equipment;
mod m20261101_000004_interventions;
mod m20261101_000005_machinery;
mod m20261121_000001_jobs;
mod m20261121_000002_audit;
mod m20261121_000003_settings;
mod m20261121_000005_documents;
mod m20261121_000006_search;
mod m20261121_000011_second_step;
mod m20261121_000021_uploads;
mod m20261121_000031_document_revision;
mod m20261121_000041_registrations;
mod m20261121_000042_invitations;
mod m20261121_000051_deleted_documents;
mod m20261121_000061_alerts;
mod m20261121_000071_one_current_version;
mod m20261121_000081_machine_search;
mod m20261121_000091_technicians;
mod m20261129_000001_undos;
mod m20261129_000011_key_worker;
mod m20261129_000021_import_sources;
mod m20261130_000001_work;
mod m20261130_000101_event_order;
mod m20261130_000111_maintenance_types;
mod m20261130_000121_noted_running;
mod m20261130_000131_rate_currency;
mod m20261130_000201_failure_codes;
mod m20261130_000301_checklists;
mod m20261130_000401_notifications;
mod m20261130_000501_team;
mod m20261130_000502_absence_notifications;
mod m20261130_000601_campaigns;
mod m20261130_000701_parts;
mod m20261130_000801_messages;
mod m20261130_000901_keys;
mod m20261130_000902_import_jobs;
mod m20261130_001001_required_skills;

pub use async_trait::async_trait;
pub use sea_orm_migration::{
    MigrationName, MigrationTrait, MigratorTrait, SchemaManager, prelude::DbErr, sea_orm,
};

/// Every migration, oldest first, each in a transaction of its own.
pub struct Migrator;

/// A migration whose changes and whose entry in `seaql_migrations` are one transaction. SeaORM does so on PostgreSQL
/// alone; on SQLite a process that dies would leave tables behind that the next start cannot create again.
///
/// `PRAGMA foreign_keys` does nothing in a transaction: a migration that rebuilds a table others refer to says
/// `PRAGMA defer_foreign_keys = ON` first.
struct InTransaction(Box<dyn MigrationTrait>);

impl MigrationName for InTransaction {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait]
impl MigrationTrait for InTransaction {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let all: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m20261101_000001_people::Migration),
            Box::new(m20261101_000002_places::Migration),
            Box::new(m20261101_000003_equipment::Migration),
            Box::new(m20261101_000004_interventions::Migration),
            Box::new(m20261101_000005_machinery::Migration),
            Box::new(m20261121_000001_jobs::Migration),
            Box::new(m20261121_000002_audit::Migration),
            Box::new(m20261121_000003_settings::Migration),
            Box::new(m20261121_000005_documents::Migration),
            Box::new(m20261121_000006_search::Migration),
            Box::new(m20261121_000011_second_step::Migration),
            Box::new(m20261121_000021_uploads::Migration),
            Box::new(m20261121_000031_document_revision::Migration),
            Box::new(m20261121_000041_registrations::Migration),
            Box::new(m20261121_000042_invitations::Migration),
            Box::new(m20261121_000051_deleted_documents::Migration),
            Box::new(m20261121_000061_alerts::Migration),
            Box::new(m20261121_000071_one_current_version::Migration),
            Box::new(m20261121_000081_machine_search::Migration),
            Box::new(m20261121_000091_technicians::Migration),
            Box::new(m20261129_000001_undos::Migration),
            Box::new(m20261129_000011_key_worker::Migration),
            Box::new(m20261129_000021_import_sources::Migration),
            Box::new(m20261130_000001_work::Migration),
            Box::new(m20261130_000101_event_order::Migration),
            Box::new(m20261130_000111_maintenance_types::Migration),
            Box::new(m20261130_000121_noted_running::Migration),
            Box::new(m20261130_000131_rate_currency::Migration),
            Box::new(m20261130_000201_failure_codes::Migration),
            Box::new(m20261130_000301_checklists::Migration),
            Box::new(m20261130_000401_notifications::Migration),
            Box::new(m20261130_000501_team::Migration),
            Box::new(m20261130_000502_absence_notifications::Migration),
            Box::new(m20261130_000601_campaigns::Migration),
            Box::new(m20261130_000701_parts::Migration),
            Box::new(m20261130_000801_messages::Migration),
            Box::new(m20261130_000901_keys::Migration),
            Box::new(m20261130_000902_import_jobs::Migration),
            Box::new(m20261130_001001_required_skills::Migration),
        ];
        all.into_iter().map(|migration| Box::new(InTransaction(migration)) as _).collect()
    }
}
