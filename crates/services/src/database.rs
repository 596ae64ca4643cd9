//! Opening the database: SQLite with one writer and many readers, or one PostgreSQL pool.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use std::time::Duration;

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
    let (reads, writes) = match engine {
        Engine::Sqlite => {
            let writes = connect(sqlite(url, false)).await.map_err(unreachable)?;
            migrate(&writes).await?;
            (connect(sqlite(url, true)).await.map_err(unreachable)?, writes)
        }
        Engine::Postgres => {
            let pool = connect(postgres(url)).await.map_err(unreachable)?;
            migrate(&pool).await?;
            (pool.clone(), pool)
        }
    };
    Ok(Opened { engine, reads, writes })
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(options).await?;
    db.ping().await?;
    Ok(db)
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

fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(20)
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        .max_lifetime(Duration::from_secs(3600))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|o| o.application_name("vigie").statement_cache_capacity(200));
    options
}

async fn migrate(db: &DatabaseConnection) -> Result<(), OpenError> {
    let failed = |e: DbErr| OpenError::Migration(short(&e));
    let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let applied = Migrator::get_migration_models(db).await;
    if let Ok(applied) = applied {
        let unknown: Vec<String> =
            applied.into_iter().map(|m| m.version).filter(|v| !known.contains(v)).collect();
        if !unknown.is_empty() {
            return Err(OpenError::Newer { unknown });
        }
    }
    Migrator::up(db, None).await.map_err(failed)
}

/// The first line of a database error.
fn short(error: &DbErr) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_reaches_a_message() {
        assert_eq!(redacted("postgres://vigie:secret@db/vigie"), "postgres://vigie@db/vigie");
        assert_eq!(redacted("sqlite:data/vigie.db"), "sqlite:data/vigie.db");
    }
}
