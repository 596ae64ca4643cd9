//! Opening the database: SQLite with one writer and many readers, or one PostgreSQL pool.

use crate::{
    database_file::{DatabaseFile, path_of},
    process::Process,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, TransactionTrait, sqlx::Connection,
};
use std::time::Duration;

/// A connection to PostgreSQL that rested so long may have died meanwhile.
const ASKED_AFTER: Duration = Duration::from_secs(1);

/// How often, and after which pause, a file is asked again that another process is just opening.
const WAL_RETRIES: u32 = 100;
const WAL_PAUSE: Duration = Duration::from_millis(50);

/// Which database is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Why the database cannot be used; each says what to do, in one line.
#[derive(Debug)]
pub enum OpenError {
    /// Not a URL of a database that Vigie knows.
    UnknownUrl(String),
    /// The file cannot be created or written, or the server does not answer.
    Unreachable { what: String, why: String },
    /// A later version of Vigie has migrated this database.
    Newer { unknown: Vec<String> },
    /// A version of Vigie that migrated SQLite without a transaction was interrupted in this migration.
    HalfMigrated { migration: String, why: String },
    /// A migration failed.
    Migration(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownUrl(url) => {
                write!(f, "'{url}' is not a database URL: use sqlite:PATH or postgres://USER@HOST/NAME")
            }
            Self::Unreachable { what, why } => {
                write!(
                    f,
                    "the database {what} cannot be opened ({why}): check that it exists, runs and may be written"
                )
            }
            Self::Newer { unknown } => write!(
                f,
                "the database was migrated by a newer Vigie ({}): start that version, or restore a backup",
                unknown.join(", ")
            ),
            Self::HalfMigrated { migration, why } => write!(
                f,
                "the first start or an upgrade was interrupted and left the database half-way through {migration} \
                 ({why}): restore the backup made before, or remove the database if nothing was ever entered in it"
            ),
            Self::Migration(why) => write!(f, "the database could not be brought up to date: {why}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// A database URL without its password, for messages and logs.
pub fn redacted(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => {
            let user = url[scheme + 3..at].split(':').next().unwrap_or_default();
            format!("{}{user}{}", &url[..scheme + 3], &url[at..])
        }
        _ => url.to_owned(),
    }
}

pub(crate) struct Opened {
    pub engine: Engine,
    pub process: Process,
    /// The file of a SQLite database.
    pub file: Option<DatabaseFile>,
    pub reads: DatabaseConnection,
    pub writes: DatabaseConnection,
}

pub(crate) async fn open(url: &str) -> Result<Opened, OpenError> {
    let engine = match url.split(':').next() {
        Some("sqlite") => Engine::Sqlite,
        Some("postgres" | "postgresql") => Engine::Postgres,
        _ => return Err(OpenError::UnknownUrl(redacted(url))),
    };
    let unreachable = |e: DbErr| OpenError::Unreachable { what: redacted(url), why: short(&e) };
    let path = path_of(url);
    let process = Process::start(path);
    let (reads, writes) = match engine {
        Engine::Sqlite => {
            let writes = connect_file(url, false).await.map_err(unreachable)?;
            migrate(&writes).await?;
            (connect_file(url, true).await.map_err(unreachable)?, writes)
        }
        Engine::Postgres => {
            let pool = connect(postgres(url, process.application())).await.map_err(unreachable)?;
            // Of several servers that start at once, one migrates and the others wait for it.
            let turn = pool.begin().await.map_err(unreachable)?;
            turn.execute_unprepared("SELECT pg_advisory_xact_lock(8644430)").await.map_err(unreachable)?;
            migrate(&pool).await?;
            turn.rollback().await.map_err(unreachable)?;
            (pool.clone(), pool)
        }
    };
    Ok(Opened { engine, process, file: path.and_then(DatabaseFile::opened), reads, writes })
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(options).await?;
    db.ping().await?;
    Ok(db)
}

/// A file that another process is switching to its write-ahead log says at once that it is locked, whatever the busy
/// timeout: it is asked again.
async fn connect_file(url: &str, readers: bool) -> Result<DatabaseConnection, DbErr> {
    let mut retries = WAL_RETRIES;
    loop {
        match connect(sqlite(url, readers)).await {
            Err(error) if retries > 0 && error.to_string().contains("database is locked") => {
                retries -= 1;
                tokio::time::sleep(WAL_PAUSE).await;
            }
            done => return done,
        }
    }
}

fn sqlite(url: &str, readers: bool) -> ConnectOptions {
    let separator = if url.contains('?') { '&' } else { '?' };
    let mut options = ConnectOptions::new(format!("{url}{separator}mode=rwc"));
    options
        .max_connections(if readers { 8 } else { 1 })
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        // A file does not hang up: asking first would double the trips to the connection's thread.
        .test_before_acquire(false)
        .sqlx_logging(false)
        // SQLite may end a transaction by itself, on a full disk for one. The driver then believes it open for good:
        // what came later would be nested in it, told to be saved, and never be. Such a connection is replaced.
        .map_sqlx_sqlite_pool_opts(|o| {
            o.before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        })
        .map_sqlx_sqlite_opts(move |o| {
            let o = o
                .pragma("journal_mode", "WAL")
                // An acknowledged write survives a power cut.
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-8000")
                .busy_timeout(Duration::from_secs(30))
                .statement_cache_capacity(200);
            if readers { o.pragma("query_only", "ON") } else { o }
        });
    options
}

fn postgres(url: &str, application: String) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(20)
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        .max_lifetime(Duration::from_secs(3600))
        .test_before_acquire(false)
        .sqlx_logging(false)
        // A server that was restarted leaves dead connections behind: one that rested is asked before it is used.
        .map_sqlx_postgres_pool_opts(|o| {
            o.before_acquire(|connection, resting| {
                Box::pin(async move { Ok(resting.idle_for < ASKED_AFTER || connection.ping().await.is_ok()) })
            })
        })
        .map_sqlx_postgres_opts(move |o| o.application_name(&application).statement_cache_capacity(200));
    options
}

async fn migrate(db: &DatabaseConnection) -> Result<(), OpenError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let mut applied = applied(db).await;
    let unknown: Vec<String> = applied.iter().filter(|v| !known.contains(v)).cloned().collect();
    if !unknown.is_empty() {
        return Err(OpenError::Newer { unknown });
    }
    while let Err(error) = Migrator::up(db, None).await {
        let before = std::mem::replace(&mut applied, self::applied(db).await);
        // Another process may be migrating the same file: it was first with this step, and may not be with the next.
        if applied.len() > before.len() {
            continue;
        }
        let (why, next) = (short(&error), known.into_iter().find(|m| !applied.contains(m)));
        return Err(match next {
            Some(migration) if exists_already(&why) => OpenError::HalfMigrated { migration, why },
            _ => OpenError::Migration(why),
        });
    }
    Ok(())
}

/// The names of the migrations that the database has; none when it is empty.
async fn applied(db: &DatabaseConnection) -> Vec<String> {
    let models = Migrator::get_migration_models(db).await.unwrap_or_default();
    models.into_iter().map(|m| m.version).collect()
}

/// Whether a statement failed because what it creates is there.
fn exists_already(why: &str) -> bool {
    why.contains("already exists") || why.contains("duplicate column name")
}

/// The first line of a database error.
fn short(error: &DbErr) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_committed_after_a_transaction_that_sqlite_ended_itself_is_there() {
        let folder = std::env::temp_dir().join(format!("vigie-ended-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite:{}", folder.join("vigie.db").display());
        let opened = open(&url).await.unwrap();

        let ended = opened.writes.begin().await.unwrap();
        ended.execute_unprepared("ROLLBACK").await.unwrap();
        drop(ended);
        let given_up = opened.writes.begin().await.unwrap();
        given_up.execute_unprepared("CREATE TABLE never (id INTEGER)").await.unwrap();
        drop(given_up);
        let kept = opened.writes.begin().await.unwrap();
        kept.execute_unprepared("CREATE TABLE kept (id INTEGER)").await.unwrap();
        kept.commit().await.unwrap();

        opened.reads.execute_unprepared("SELECT id FROM kept").await.unwrap();
        assert!(opened.reads.execute_unprepared("SELECT id FROM never").await.is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_password_never_reaches_a_message() {
        assert_eq!(redacted("postgres://vigie:secret@db/vigie"), "postgres://vigie@db/vigie");
        assert_eq!(redacted("sqlite:data/vigie.db"), "sqlite:data/vigie.db");
    }
}
