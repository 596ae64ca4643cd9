//! Migrations run once for all tests of an executable: SQLite worlds start as a copy of a file, PostgreSQL worlds
//! from `CREATE DATABASE … TEMPLATE`. `services/tests/it/database.rs` still migrates from nothing.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    env,
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::Duration,
};

/// Templates of executables that were compiled again since are removed after that long.
const STALE: Duration = Duration::from_secs(24 * 3600);

/// Copies the migrated SQLite file to `to`.
pub(crate) async fn copy_sqlite(to: &Path) {
    let (folder, _lock) = lock();
    let template = folder.join("template.db");
    if !template.exists() {
        let new = folder.join("new.db");
        let _ = fs::remove_file(&new);
        // Not in WAL mode yet, so that it is one file when it is closed.
        let url = format!("sqlite:{}?mode=rwc", new.display());
        migrated(&url).await.close().await.expect("closed");
        fs::rename(&new, &template).expect("the template is in place");
    }
    fs::copy(&template, to).expect("a copy of the template");
}

/// The name of the migrated PostgreSQL database of this cluster; `server` is connected to another of its databases.
pub(crate) async fn postgres_template(server: &DatabaseConnection, base: &str) -> String {
    let (_folder, _lock) = lock();
    let name = format!("vigie_template_{}", key());
    let exists = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT 1 FROM pg_database WHERE datname = $1",
        [name.clone().into()],
    );
    if server.query_one_raw(exists).await.expect("the list of databases").is_none() {
        // A database's name cannot be a parameter; this one is made of letters and digits.
        let run = async |sql: String| server.execute_unprepared(&sql).await.expect("a template is made");
        run(format!("DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")).await;
        run(format!("CREATE DATABASE {name}_new")).await;
        migrated(&format!("{base}/{name}_new")).await.close().await.expect("closed");
        run(format!("ALTER DATABASE {name}_new RENAME TO {name}")).await;
    }
    name
}

async fn migrated(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.expect("a new database opens");
    Migrator::up(&db, None).await.expect("every migration applies");
    db
}

/// Another one for every build of the test executable, whose migrations may differ.
fn key() -> String {
    let program = env::current_exe().expect("this executable");
    let file = fs::metadata(&program).expect("this executable");
    let mut hasher = DefaultHasher::new();
    (program, file.len(), file.modified().ok()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The templates' folder of this executable, and the lock that makes others wait until it is given up.
fn lock() -> (PathBuf, File) {
    let all = env::temp_dir().join("vigie-templates");
    let folder = all.join(key());
    if !folder.exists() {
        remove_stale(&all);
    }
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("locked");
    (folder, lock)
}

fn remove_stale(all: &Path) {
    for entry in fs::read_dir(all).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
