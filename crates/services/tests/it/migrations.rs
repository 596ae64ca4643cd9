//! Bringing a database up to date when the process dies on the way.

use migration::{
    DbErr, MigrationName, MigrationTrait, Migrator, MigratorTrait, SchemaManager,
    sea_orm::{ConnectionTrait, Database},
};
use services::{AuthOptions, Engine, OpenError, Services};
use std::process::Command;
use testkit::{ManualClock, World, each_database};

/// Tells a process of this test that it is one of those that die: in which migration, and on which database.
const DIES_IN: &str = "VIGIE_TEST_DIES_IN";
const DATABASE: &str = "VIGIE_TEST_DATABASE";

/// The same migrations, one of which ends the process after its last statement.
struct Deadly;

struct DiesAtItsEnd(Box<dyn MigrationTrait>);

impl MigrationName for DiesAtItsEnd {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[migration::async_trait]
impl MigrationTrait for DiesAtItsEnd {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await?;
        if std::env::var(DIES_IN).is_ok_and(|name| name == self.name()) {
            std::process::abort();
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        self.0.use_transaction()
    }
}

#[migration::async_trait]
impl MigratorTrait for Deadly {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Migrator::migrations().into_iter().map(|m| Box::new(DiesAtItsEnd(m)) as _).collect()
    }
}

async fn open(url: &str) -> Result<Services, OpenError> {
    let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    Services::open(url, ManualClock::default().clock(), auth).await
}

/// An empty database beside the world's own.
async fn empty_beside(w: &World) -> String {
    if w.engine == Engine::Sqlite {
        return w.url.replace("vigie.db", "killed.db?mode=rwc");
    }
    w.db.execute_unprepared(&format!("CREATE DATABASE {}", killed(w))).await.expect("a new database");
    w.url.replace(w.url.rsplit('/').next().expect("a name"), &killed(w))
}

fn killed(w: &World) -> String {
    format!("{}_killed", w.url.rsplit('/').next().expect("a name"))
}

#[tokio::test]
async fn a_process_killed_in_any_migration_leaves_a_database_that_the_next_start_brings_up_to_date() {
    if let Ok(url) = std::env::var(DATABASE) {
        let db = Database::connect(url).await.expect("opened");
        Deadly::up(&db, None).await.expect("up to date");
        return;
    }
    each_database(|w| async move {
        let url = empty_beside(&w).await;
        for migration in Migrator::migrations() {
            let program = std::env::current_exe().expect("this test");
            let (_, module) = module_path!().split_once("::").expect("a module of the test program");
            let name = format!(
                "{module}::a_process_killed_in_any_migration_leaves_a_database_that_the_next_start_brings_up_to_date"
            );
            let dead = Command::new(program)
                .args(["--exact", &name])
                .env(DATABASE, &url)
                .env(DIES_IN, migration.name())
                .output()
                .expect("started");
            assert_eq!(dead.status.code(), None, "not killed in {}: {dead:?}", migration.name());
            let db = Database::connect(&url).await.expect("opened");
            let applied = Deadly::get_applied_migrations(&db).await.expect("read");
            assert!(applied.iter().all(|a| a.name() != migration.name()), "{} is noted", migration.name());
            db.close().await.expect("closed");
        }
        let services = open(&url.replace("?mode=rwc", "")).await.expect("the next start");
        services.ping().await.expect("answers");
        drop(services);
        if w.engine == Engine::Postgres {
            w.db.execute_unprepared(&format!("DROP DATABASE {} WITH (FORCE)", killed(&w)))
                .await
                .expect("dropped");
        }
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_migrated_by_half_says_what_happened_and_what_to_do() {
    each_database(|w| async move {
        let forget = "DELETE FROM seaql_migrations WHERE version >= 'm20261101_000003_equipment'";
        w.db.execute_unprepared(forget).await.expect("as an interrupted start of old left it");
        let Err(error @ OpenError::HalfMigrated { .. }) = open(&w.url).await.map(|_| ()) else {
            panic!("the half-migrated database was not recognised")
        };
        let text = error.to_string();
        assert!(text.contains("interrupted") && text.contains("restore the backup"), "{text}");
        assert!(text.contains("m20261101_000003_equipment") && !text.contains('\n'), "{text}");
    })
    .await;
}

#[tokio::test]
async fn two_processes_may_bring_the_same_database_up_to_date_at_once() {
    each_database(|w| async move {
        let url = empty_beside(&w).await.replace("?mode=rwc", "");
        let (one, other) = tokio::join!(open(&url), open(&url));
        one.expect("the one");
        other.expect("the other");
        if w.engine == Engine::Postgres {
            w.db.execute_unprepared(&format!("DROP DATABASE {} WITH (FORCE)", killed(&w)))
                .await
                .expect("dropped");
        }
    })
    .await;
}
