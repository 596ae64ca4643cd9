//! Permission, exactly once: the only module that can reach the connection pool. Without the permission
//! in hand there is no handle to the database.

use crate::{
    Engine, OpenError, Services, audit, database, database_file::DatabaseFile, keyset, mail::EditedWords,
    process::Process,
};
use domain::{
    Caller, Error, NotificationId, Permission, Result, SiteId, SiteScope, Timestamp, UserId, audit::Change,
    error::if_allowed,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, Iterable,
    PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter, QuerySelect, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
    sea_query::{Condition, Expr, ExprTrait, IntoColumnRef, LockType},
};
use std::sync::Arc;
use tokio::sync::{Notify, watch};

/// The open database. Its fields are private to this module: that is the point.
pub struct Store {
    engine: Engine,
    process: Arc<Process>,
    file: Option<DatabaseFile>,
    reads: DatabaseConnection,
    writes: DatabaseConnection,
}

impl Store {
    pub(crate) async fn open(url: &str) -> Result<Self, OpenError> {
        let opened = database::open(url).await?;
        Ok(Self {
            engine: opened.engine,
            process: Arc::new(opened.process),
            file: opened.file,
            reads: opened.reads,
            writes: opened.writes,
        })
    }

    /// # Errors
    /// [`Error::Unavailable`] when the SQLite file was deleted or replaced: what would be written is lost already, and
    /// connections that are opened now would read another file than those that are open.
    fn is_kept(&self) -> Result<()> {
        match &self.file {
            Some(file) if !file.is_there() => Err(Error::Unavailable),
            _ => Ok(()),
        }
    }
}

/// Which rows a caller sees: those of their sites, and of these only what is their own when `own` is set.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub sites: SiteScope,
    pub own: Option<UserId>,
}

impl Scope {
    /// The condition on the `site_id` column of a table that has long lists.
    pub fn filter_by_site_in_order(&self, site_column: impl IntoColumnRef) -> Condition {
        match &self.sites {
            SiteScope::All => Condition::all(),
            SiteScope::Only(sites) => {
                Condition::all().add(keyset::among(site_column, sites.iter().map(|s| s.0)))
            }
        }
    }

    /// The condition on a table's `site_id` column.
    pub fn filter_by_site(&self, site_column: impl IntoColumnRef) -> Condition {
        match &self.sites {
            SiteScope::All => Condition::all(),
            SiteScope::Only(sites) => {
                Condition::all().add(Expr::col(site_column).is_in(sites.iter().map(|s| s.0)))
            }
        }
    }
}

/// A connection for reading, and what the caller may see with it.
pub(crate) struct Reader<'a> {
    pub db: &'a DatabaseConnection,
    pub scope: Scope,
}

/// A notification that was written, and whose it is.
pub(crate) struct Notified {
    pub user: UserId,
    pub site: SiteId,
    pub id: NotificationId,
}

/// A transaction with its audit entries and events. Dropped without [`Writer::commit`], it rolls back.
pub(crate) struct Writer {
    tx: DatabaseTransaction,
    by: Caller,
    changes: Vec<Change>,
    notified: Vec<Notified>,
    committed: watch::Sender<u64>,
    wake: Arc<Notify>,
    enqueued: bool,
    process: Arc<Process>,
    pub scope: Scope,
    pub now: Timestamp,
    /// The words of mails that administrators have edited.
    pub words: Arc<EditedWords>,
}

impl Services {
    /// # Errors
    /// [`Error::Forbidden`] without the permission; [`Error::SecondStepDue`] for whoever must set up the second
    /// step of sign-in first; [`Error::Unavailable`] when a SQLite file is gone.
    pub(crate) fn read(&self, by: &Caller, needs: Permission) -> Result<Reader<'_>> {
        self.reader(scope_of(by, needs)?)
    }

    /// As [`Self::read`], for what needs several permissions at once: it shows what all of them do.
    ///
    /// # Errors
    /// Those of [`Self::read`], unless the caller has all of them.
    pub(crate) fn read_all<const N: usize>(&self, by: &Caller, needs: [Permission; N]) -> Result<Reader<'_>> {
        self.reader(scope_of_all(by, needs)?)
    }

    /// As [`Self::read`], for whoever has one of these permissions: by the first that they have.
    ///
    /// # Errors
    /// Those of [`Self::read`] for the last one.
    pub(crate) fn read_any(&self, by: &Caller, any: [Permission; 2]) -> Result<Reader<'_>> {
        self.reader(scope_of(by, any[0]).or_else(|_| scope_of(by, any[1]))?)
    }

    /// As [`Self::read`], if they may: nothing for whoever lacks the permission.
    ///
    /// # Errors
    /// Those of [`Self::read`] but for [`Error::Forbidden`].
    pub(crate) fn read_if(&self, by: &Caller, needs: Permission) -> Result<Option<Reader<'_>>> {
        if_allowed(self.read(by, needs))
    }

    fn reader(&self, scope: Scope) -> Result<Reader<'_>> {
        let store = &self.inner.store;
        store.is_kept()?;
        Ok(Reader { db: &store.reads, scope })
    }

    /// Whether the caller may do this at all, for what needs no database.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the permission; [`Error::SecondStepDue`].
    pub fn check(&self, by: &Caller, needs: Permission) -> Result<()> {
        scope_of(by, needs).map(drop)
    }

    /// # Errors
    /// [`Error::Forbidden`] without the permission, [`Error::Unavailable`] when the database does not answer.
    pub(crate) async fn write(&self, by: &Caller, needs: Permission) -> Result<Writer> {
        self.write_all(by, [needs]).await
    }

    /// As [`Self::write`], for what needs several permissions at once.
    ///
    /// # Errors
    /// Those of [`Self::write`], unless the caller has all of them.
    pub(crate) async fn write_all<const N: usize>(
        &self,
        by: &Caller,
        needs: [Permission; N],
    ) -> Result<Writer> {
        let scope = scope_of_all(by, needs)?;
        let store = &self.inner.store;
        store.is_kept()?;
        let tx = match store.engine {
            // Takes the write lock at once: a transaction that waits cannot fail half-way for being too late.
            Engine::Sqlite => {
                let options = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..Default::default()
                };
                store.writes.begin_with_options(options).await?
            }
            Engine::Postgres => store.writes.begin().await?,
        };
        let wake = self.inner.wake.clone();
        let committed = self.inner.committed.clone();
        let (now, words) = (self.now(), self.inner.words.clone());
        let process = store.process.clone();
        let (by, changes, notified) = (by.clone(), vec![], vec![]);
        Ok(Writer { tx, by, changes, notified, committed, wake, enqueued: false, process, scope, now, words })
    }

    /// What the caller sees by this permission, beside that of the handle which they have already.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without it.
    pub(crate) fn scope(&self, by: &Caller, needs: Permission) -> Result<Scope> {
        scope_of(by, needs)
    }

    pub(crate) fn engine(&self) -> Engine {
        self.inner.store.engine
    }

    pub(crate) fn process(&self) -> &Process {
        &self.inner.store.process
    }

    /// Whether the database answers and keeps what is written, for the health check.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; also when a SQLite file was deleted or replaced.
    pub async fn ping(&self) -> Result<()> {
        self.inner.store.is_kept()?;
        self.inner.store.reads.ping().await.map_err(|_| Error::Unavailable)
    }

    /// How busy the connections are.
    pub fn pools(&self) -> Vec<Pool> {
        let store = &self.inner.store;
        match store.engine {
            Engine::Sqlite => vec![pool("read", &store.reads), pool("write", &store.writes)],
            Engine::Postgres => vec![pool("all", &store.reads)],
        }
    }

    /// Calls back with every statement, for the tests' query budgets and the metrics.
    pub fn on_statement(&mut self, callback: impl Fn() + Clone + Send + Sync + 'static) {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            let again = callback.clone();
            inner.store.reads.set_metric_callback(move |_| callback());
            if inner.store.engine == Engine::Sqlite {
                inner.store.writes.set_metric_callback(move |_| again());
            }
        }
    }
}

/// Connections to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// `read`, `write`, or `all` where one pool does both.
    pub name: &'static str,
    pub open: u32,
    pub idle: u32,
}

fn pool(name: &'static str, db: &DatabaseConnection) -> Pool {
    let (open, idle) = match db.get_database_backend() {
        DbBackend::Postgres => {
            let pool = db.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        }
        _ => {
            let pool = db.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        }
    };
    Pool { name, open, idle: u32::try_from(idle).unwrap_or(u32::MAX) }
}

fn scope_of(by: &Caller, needs: Permission) -> Result<Scope> {
    if by.second_step_due && needs != Permission::SignInOwn {
        return Err(Error::SecondStepDue);
    }
    let sites = by.sites.clone();
    if by.may(needs) {
        return Ok(Scope { sites, own: None });
    }
    match needs.own() {
        Some(own) if by.may(own) => {
            let own = by.user_id().ok_or(Error::Forbidden)?;
            Ok(Scope { sites, own: Some(own) })
        }
        _ => Err(Error::Forbidden),
    }
}

/// What all of these permissions show.
fn scope_of_all(by: &Caller, needs: impl IntoIterator<Item = Permission>) -> Result<Scope> {
    let whole = Scope { sites: by.sites.clone(), own: None };
    needs.into_iter().try_fold(whole, |all, needs| {
        let scope = scope_of(by, needs)?;
        Ok(Scope { own: all.own.or(scope.own), ..scope })
    })
}

/// Whether the caller may do this to anything in their sites: for what they are told beside what they asked for, and for what
/// they give to others. A use case begins with a handle.
pub(crate) fn may(by: &Caller, what: Permission) -> bool {
    by.may(what)
}

/// The condition of the row with this id.
pub(crate) fn own_id<E: EntityTrait>(id: i64) -> Condition {
    let columns = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    columns.fold(Condition::all(), |all, column| all.add(column.eq(id)))
}

impl Writer {
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    pub fn by(&self) -> &Caller {
        &self.by
    }

    /// The site, if the caller may write in it.
    ///
    /// # Errors
    /// [`Error::NotFound`]: whether a site exists outside one's own is not told.
    pub fn site(&self, site: SiteId) -> Result<SiteId> {
        if self.scope.sites.contains(site) { Ok(site) } else { Err(Error::NotFound(domain::Noun::Site)) }
    }

    /// Whether rows are locked one by one: on SQLite the whole database is, by whoever writes.
    pub fn locks_rows(&self) -> bool {
        self.tx.get_database_backend() == DbBackend::Postgres
    }

    /// Keeps everybody else from changing a row until the end of the transaction: whoever wants to change it as well
    /// waits, and then finds the newer version. On SQLite nobody else is writing anyway.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn hold<E: EntityTrait>(
        &self,
        id: <E::PrimaryKey as PrimaryKeyTrait>::ValueType,
    ) -> Result<()> {
        if self.locks_rows() {
            E::find_by_id(id).lock_exclusive().one(&self.tx).await?;
        }
        Ok(())
    }

    /// As [`Self::hold`], by the number of the row.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn lock_row<E: EntityTrait>(&self, id: i64) -> Result<()> {
        if self.locks_rows() {
            E::find().filter(own_id::<E>(id)).lock_exclusive().one(&self.tx).await?;
        }
        Ok(())
    }

    /// Reads a row that a write refers to, and keeps it from being deleted until the end of the transaction. Others may
    /// change it or refer to it as well. `None` when it is not there.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn hold_reference<E: EntityTrait>(
        &self,
        id: <E::PrimaryKey as PrimaryKeyTrait>::ValueType,
    ) -> Result<Option<E::Model>> {
        // SQLite has no row locks, and needs none: nobody else is writing.
        Ok(E::find_by_id(id).lock(LockType::KeyShare).one(&self.tx).await?)
    }

    /// Wakes this process's workers once the transaction is committed.
    pub fn wake_workers(&mut self) {
        self.enqueued = true;
    }

    /// Notes a change: at the commit it becomes an audit entry and an outgoing event.
    pub fn record(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Notes that somebody is told something: at the commit it becomes an event for them alone.
    pub fn notify(&mut self, user: UserId, site: SiteId, id: NotificationId) {
        self.notified.push(Notified { user, site, id });
    }

    /// Writes the audit entries and the events, marks the request's idempotency key, and commits.
    ///
    /// # Errors
    /// [`Error::Internal`] or [`Error::Unavailable`]; [`domain::Refusal::IdempotencyConflict`] when the request has
    /// lost its key to another; nothing is written then.
    pub async fn commit(self) -> Result<()> {
        audit::write(&self.tx, &self.by, self.now, (&self.changes, &self.notified)).await?;
        if let Some(key) = &self.by.idempotency_key {
            audit::mark_effect(&self.tx, &self.by, key, self.process.name()).await?;
        }
        self.tx.commit().await?;
        self.committed.send_modify(|count| *count = count.wrapping_add(1));
        if self.enqueued {
            self.wake.notify_waiters();
        }
        Ok(())
    }
}
