//! This process among those at work on the database: its name, and whether the one that began something still lives.
//!
//! PostgreSQL tells which connections are open: each carries the name of its process, and none outlives it. Beside a
//! SQLite file every process has a file of its own, `vigie.db-NAME.lock`, and keeps it locked as long as it lives.

use crate::audit::hex;
use domain::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// One process that has the database open.
pub(crate) struct Process {
    name: String,
    presence: Option<Presence>,
}

/// A locked file that tells of a process.
struct Presence {
    /// Path of the SQLite file.
    database: String,
    path: PathBuf,
    _file: Option<File>,
}

impl Process {
    /// Names this process. `database` is the path of a SQLite file.
    pub fn start(database: Option<&str>) -> Self {
        let mut random = [0; 8];
        // Without randomness the number of the process is its name.
        if getrandom::fill(&mut random).is_err() {
            random = u64::from(std::process::id()).to_be_bytes();
        }
        let name = hex(&random);
        Self { presence: database.map(|database| Presence::begin(database, &name)), name }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What PostgreSQL shows of this process's connections.
    pub fn application(&self) -> String {
        application(&self.name)
    }

    /// Whether the process of that name lives.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn knows_alive(&self, db: &DatabaseConnection, name: &str) -> Result<bool> {
        if let Some(presence) = &self.presence {
            return Ok(!is_free(&lock_of(&presence.database, name)));
        }
        let open = Query::select()
            .expr(Expr::value(1))
            .from(Alias::new("pg_stat_activity"))
            .and_where(Expr::col(Alias::new("application_name")).eq(application(name)))
            .limit(1)
            .take();
        Ok(db.query_one(&open).await?.is_some())
    }
}

impl Presence {
    /// Throws away what dead processes left, then locks a file of this one's own. Where files cannot be locked others take
    /// this process for a dead one; that costs it the keys of its requests, never a second effect.
    fn begin(database: &str, name: &str) -> Self {
        for path in others(database) {
            if is_free(&path) {
                let _ = fs::remove_file(path);
            }
        }
        let path = lock_of(database, name);
        let file = File::options().create_new(true).write(true).open(&path).ok();
        let file = file.filter(|file| file.try_lock().is_ok());
        Self { database: database.to_owned(), path, _file: file }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn application(name: &str) -> String {
    format!("vigie {name}")
}

fn lock_of(database: &str, name: &str) -> PathBuf {
    PathBuf::from(format!("{database}-{name}.lock"))
}

/// The lock files beside a database.
fn others(database: &str) -> Vec<PathBuf> {
    let database = Path::new(database);
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(stem) = database.file_name().and_then(|name| name.to_str()) else { return vec![] };
    let Ok(entries) = fs::read_dir(folder) else { return vec![] };
    let of_this = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(".lock"))
            .is_some()
    };
    entries.flatten().map(|entry| entry.path()).filter(of_this).collect()
}

/// Whether nobody holds the file, or it is gone.
fn is_free(path: &Path) -> bool {
    match File::open(path) {
        Ok(file) => file.try_lock_shared().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_lives_until_it_lets_go_of_its_file() {
        let folder = std::env::temp_dir().join(format!("vigie-process-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let database = folder.join("vigie.db");
        let database = database.to_str().unwrap();
        let lives = |name: &str| !is_free(&lock_of(database, name));

        let (one, other) = (Process::start(Some(database)), Process::start(Some(database)));
        assert!(lives(one.name()) && lives(other.name()));
        assert!(!lives("nobody"));
        let name = one.name().to_owned();
        drop(one);
        assert!(!lives(&name) && lives(other.name()));
        // A process that was killed leaves its file; the next one throws it away.
        fs::write(lock_of(database, "killed"), "").unwrap();
        assert!(!lives("killed"));
        let next = Process::start(Some(database));
        let mut left = others(database);
        left.sort();
        let mut wanted = vec![lock_of(database, other.name()), lock_of(database, next.name())];
        wanted.sort();
        assert_eq!(left, wanted);
        fs::remove_dir_all(&folder).unwrap();
    }
}
