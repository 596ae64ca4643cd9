//! A fresh database for each test: a SQLite file, and a PostgreSQL database when `TEST_DATABASE_URL` names a
//! cluster (`make test` starts one and throws it away).

use crate::{ManualClock, World, template};
use domain::{Caller, access::Role};
use sea_orm::{ConnectionTrait, Database};
use services::{AuthOptions, Engine, Keys, Services, Storage};
use std::{
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

/// What the tests' access tokens are signed with.
pub const SECRET: &[u8] = b"a secret of the tests, long enough to be one";

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A number that nobody else in this process has.
pub(crate) fn next_number() -> u32 {
    NUMBER.fetch_add(1, Ordering::SeqCst)
}

/// Counts statements; begins and commits are not statements.
#[derive(Clone, Default)]
pub struct Statements(Arc<AtomicU32>);

impl Statements {
    /// How many were sent since the last time this was asked.
    pub fn take(&self) -> u32 {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// Runs a test in a fresh world on SQLite, then on PostgreSQL.
///
/// # Panics
/// When a database cannot be made, and in CI when there is no PostgreSQL to test on.
pub async fn each_database<F: Future<Output = ()>>(test: impl Fn(World) -> F) {
    each(true, async |url, engine, documents| test(world(url, engine, documents).await).await).await;
}

/// Runs a test with the address of a SQLite file that is not there yet, then of an empty PostgreSQL database.
///
/// # Panics
/// As [`each_database`].
pub async fn each_empty_database<F: Future<Output = ()>>(test: impl Fn(String, Engine) -> F) {
    each(false, async |url, engine, _| test(url, engine).await).await;
}

async fn each(migrated: bool, test: impl AsyncFn(String, Engine, PathBuf)) {
    let folder = Folder::new();
    let file = folder.0.join("vigie.db");
    if migrated {
        template::copy_sqlite(&file).await;
    }
    test(format!("sqlite:{}", file.display()), Engine::Sqlite, folder.0.join("documents")).await;

    let Ok(cluster) = std::env::var("TEST_DATABASE_URL") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "TEST_DATABASE_URL is not set: PostgreSQL cannot be tested"
        );
        eprintln!(
            "\n*** PostgreSQL NOT TESTED: set TEST_DATABASE_URL, or run this with scripts/with-postgres.sh ***\n"
        );
        return;
    };
    let name = format!("vigie_test_{}_{}", process::id(), next_number());
    let server = Database::connect(&cluster).await.expect("the test cluster answers");
    let (base, _) = cluster.rsplit_once('/').expect("a URL with a database name");
    // A database's name cannot be a parameter; these are made of letters and digits.
    let mut create = format!("CREATE DATABASE {name}");
    if migrated {
        create = format!("{create} TEMPLATE {}", template::postgres_template(&server, base).await);
    }
    server.execute_unprepared(&create).await.expect("a new database");
    test(format!("{base}/{name}"), Engine::Postgres, folder.0.join("documents-postgres")).await;
    server.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("dropped");
}

async fn world(url: String, engine: Engine, documents: PathBuf) -> World {
    let clock = ManualClock::default();
    let auth = AuthOptions::hs256(SECRET);
    let mut services = Services::open(&url, clock.clock(), auth).await.expect("a fresh database opens");
    let key = Keys::parse(&Keys::generate("test").expect("random")).expect("a key");
    services.set_storage(Storage::local(&documents, key).expect("a folder for documents"));
    let statements = Statements::default();
    let counted = statements.clone();
    services.on_statement(move || {
        counted.0.fetch_add(1, Ordering::SeqCst);
    });
    let db = Database::connect(&url).await.expect("the same database");
    let mut world = World {
        services,
        clock,
        statements,
        db,
        engine,
        url,
        documents,
        admin: Caller::system("nobody yet", &[]),
    };
    world.admin = world.person("admin", Role::Admin, &[]).await;
    world.statements.take();
    world
}

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let number = next_number();
        let path = std::env::temp_dir().join(format!("vigie-test-{}-{number}", process::id()));
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
