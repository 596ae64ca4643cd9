//! The store as its keeper sees it: where it is, what lies in it, and a look at every file on demand.

use super::{DocumentService, StoreVerified};
use crate::{
    alert::Damaged,
    audit,
    job::{JobCompleted, JobError, Lease},
    local_time, settings,
};
use domain::{
    Caller, LocalDateTime, Noun, Permission, Result, Timestamp,
    alert::AlertKind,
    audit::{Action, Change},
    document::{DamagedDocument, MAX_NAMED, StoreCheck, StoreView},
    job::Job,
};
use entity::{document, job, setting};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    sea_query::{Asterisk, CaseStatement, Expr, ExprTrait, Func},
};
use serde::{Deserialize, Serialize};

/// The row beside the settings that holds what the last look found.
const FOUND: &str = "store_check";
/// What the trail says that was looked at.
const STORAGE: &str = r#"{"key":"storage"}"#;
/// Damaged documents that the mail to administrators names.
const NAMED_IN_MAIL: usize = 5;

/// What is kept of a look.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    good: u64,
    bytes: u64,
    damaged: u64,
    named: Vec<DamagedDocument>,
    orphans: u64,
}

#[derive(Debug, FromQueryResult)]
struct Sums {
    files: i64,
    bytes: Option<i64>,
    documents: Option<i64>,
    deleted: Option<i64>,
    deleted_bytes: Option<i64>,
    older_key: Option<i64>,
}

impl DocumentService<'_> {
    /// The store, and what the last look at it found. Three statements.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`] without a store.
    pub async fn store(&self, by: &Caller) -> Result<StoreView> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let storage = self.0.storage()?;
        let key_id = storage.keys().newest().to_owned();
        let sums = sums(&key_id).one(reader.db).await?;
        let sums = sums.ok_or(domain::Error::Unavailable)?;
        let found = setting::Entity::find().filter(setting::Column::Key.eq(FOUND)).one(reader.db).await?;
        let waiting = job::Entity::find()
            .filter(job::Column::DedupKey.eq(Job::VerifyStore.dedup_key()))
            .one(reader.db)
            .await?;
        let zone = local_time::plant(self.0);
        Ok(StoreView {
            place: storage.place().clone(),
            key_id,
            older_key: sums.older_key.unwrap_or_default(),
            documents: sums.documents.unwrap_or_default(),
            files: sums.files,
            bytes: sums.bytes.unwrap_or_default(),
            deleted: sums.deleted.unwrap_or_default(),
            deleted_bytes: sums.deleted_bytes.unwrap_or_default(),
            check: found.and_then(|row| check(&row, &zone)),
            checking: waiting.map(|row| row.state).filter(|state| !state.is_over()),
        })
    }

    /// Asks for a look at every file; while one is under way, for nothing more.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn ask_check(&self, by: &Caller) -> Result<()> {
        let mut w = self.0.write(by, Permission::SettingsManage).await?;
        w.enqueue(&Job::VerifyStore).await?;
        w.record(Change::new(Action::CheckAsked, Noun::Setting, 0, None).after(STORAGE.to_owned()));
        w.commit().await
    }

    /// Does what was asked for: looks at every file, and keeps what was found.
    pub(crate) async fn perform_check(&self, lease: &Lease) -> Result<JobCompleted, JobError> {
        let StoreVerified { good, bytes, damaged, orphans } = self.verify(&lease.by).await?;
        let total = damaged.len() as u64;
        let file_names =
            damaged.iter().take(NAMED_IN_MAIL).map(|document| document.file_name.clone()).collect();
        let named = damaged.into_iter().take(MAX_NAMED).collect();
        let found = audit::json(&Found { good, bytes, damaged: total, named, orphans });
        let mut w = lease.write(self.0).await?;
        let row = setting::Entity::find().filter(setting::Column::Key.eq(FOUND)).one(w.tx()).await?;
        settings::put(&w, row.as_ref(), FOUND, found).await?;
        if total > 0 {
            tracing::error!(damaged = total, "{total} documents are missing, changed or without their key");
            let told = Damaged { count: i64::try_from(total).unwrap_or(i64::MAX), named: file_names };
            w.alert(AlertKind::StorageDamaged, None, audit::json(&told)).await?;
        }
        lease.complete(w).await
    }
}

/// Counts and bytes, in one statement.
fn sums(key_id: &str) -> sea_orm::Selector<sea_orm::SelectModel<Sums>> {
    use document::Column as C;
    let size = || Expr::col(C::Size).add(Func::coalesce([Expr::col(C::ThumbnailSize), Expr::value(0_i64)]));
    // A sum of whole numbers is of another type in each database.
    let whole = |sum: Expr| sum.cast_as("bigint");
    let sum_if = |when: Expr, what: Expr| {
        let each = CaseStatement::new().case(when, what).finally(Expr::value(0_i64));
        whole(Func::sum(Expr::Case(Box::new(each))).into())
    };
    let seen = C::IsCurrent.eq(true).and(C::DeletedAt.is_null());
    let one = || Expr::value(1_i64);
    document::Entity::find()
        .select_only()
        .column_as(Expr::col(Asterisk).count(), "files")
        .column_as(whole(Func::sum(size()).into()), "bytes")
        .column_as(sum_if(seen, one()), "documents")
        .column_as(sum_if(C::DeletedAt.is_not_null(), one()), "deleted")
        .column_as(sum_if(C::DeletedAt.is_not_null(), size()), "deleted_bytes")
        .column_as(sum_if(C::KeyId.ne(key_id), one()), "older_key")
        .into_model::<Sums>()
}

fn check(row: &setting::Model, zone: &TimeZone) -> Option<StoreCheck> {
    let Found { good, bytes, damaged, named, orphans } = serde_json::from_str(&row.value).ok()?;
    let at: Timestamp = row.updated_at;
    let at_local: LocalDateTime = local_time::local(at, zone);
    Some(StoreCheck { at, at_local, good, bytes, damaged, named, orphans })
}
