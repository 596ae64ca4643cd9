//! This process among those at work on the database: its name, and whether the one that began something still lives.
//!
//! PostgreSQL tells which connections are open: each carries the name of its process, and none outlives it. Beside a
//! SQLite file lies one that every process keeps locked: the first that finds it free knows that all others are dead.

use crate::{Engine, audit::hex};
use domain::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use std::fs::File;

/// One process that has the database open.
pub(crate) struct Process {
    name: String,
    /// Nobody else has the SQLite file open.
    is_alone: bool,
    _presence: Option<File>,
}

impl Process {
    /// Names this process, and looks whether it is alone. `lock` is the path of the file beside a SQLite database.
    pub fn start(lock: Option<&str>) -> Self {
        let mut random = [0; 8];
        // Without randomness the name is that of nobody else on this machine.
        if getrandom::fill(&mut random).is_err() {
            random = u64::from(std::process::id()).to_be_bytes();
        }
        let (presence, is_alone) =
            lock.and_then(present).map_or((None, false), |(file, alone)| (Some(file), alone));
        Self { name: hex(&random), is_alone, _presence: presence }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether every other process that ever worked on the database was dead when this one started; known of SQLite.
    pub fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// What PostgreSQL shows of this process's connections.
    pub fn application(&self) -> String {
        application(&self.name)
    }
}

fn application(name: &str) -> String {
    format!("vigie {name}")
}

/// Holds the lock that tells of this process, and says whether nobody held it before. `None` where files cannot be
/// locked.
fn present(path: &str) -> Option<(File, bool)> {
    let file = File::options().create(true).truncate(false).write(true).open(path).ok()?;
    let is_alone = file.try_lock().is_ok();
    if is_alone {
        file.unlock().ok()?;
    }
    file.lock_shared().ok()?;
    Some((file, is_alone))
}

/// Whether a process has connections open, where the database can tell.
///
/// # Errors
/// [`domain::Error::Unavailable`].
pub(crate) async fn is_alive(db: &DatabaseConnection, engine: Engine, name: &str) -> Result<Option<bool>> {
    if engine == Engine::Sqlite {
        return Ok(None);
    }
    let open = Query::select()
        .expr(Expr::value(1))
        .from(Alias::new("pg_stat_activity"))
        .and_where(Expr::col(Alias::new("application_name")).eq(application(name)))
        .limit(1)
        .take();
    Ok(Some(db.query_one(&open).await?.is_some()))
}
