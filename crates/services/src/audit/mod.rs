//! The audit trail and the outgoing events, written in the transaction that they tell of.
//!
//! Each site's entries form a chain: an entry's hash covers its content and the hash before it, so that an
//! edit, a deletion or a reordering cannot be hidden. A site's first entry is announced in the chain of what
//! belongs to no site, so that a whole chain cannot vanish either.

mod diff;
mod nightly;
mod read;
mod verify;

pub use verify::{Defect, Fault, Verified};

use crate::{Services, access::Notified};
use domain::{
    Caller, Noun, Result, SiteId, Timestamp,
    audit::{Action, Change},
};
use entity::{audit_entry, audit_head, event, idempotency_key};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Func, OnConflict, Query},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Chain of what belongs to no site.
const NO_SITE: i64 = 0;
/// Entries, or events, that one statement writes.
const BATCH: usize = 500;

/// Use cases of the audit trail.
pub struct AuditService<'a>(pub(crate) &'a Services);

pub(crate) async fn write(
    tx: &DatabaseTransaction,
    by: &Caller,
    now: Timestamp,
    (changes, notified): (&[Change], &[Notified]),
) -> Result<()> {
    // The chains are locked in the same order by everybody, or two writers could wait for each other for good.
    let mut by_chain: BTreeMap<i64, (Vec<&Change>, Vec<&Notified>)> = BTreeMap::new();
    for change in changes {
        by_chain.entry(change.site.map_or(NO_SITE, |site| site.0)).or_default().0.push(change);
    }
    for notified in notified {
        by_chain.entry(notified.site.0).or_default().1.push(notified);
    }
    for (site, (changes, notified)) in by_chain {
        let head = match lock_head(tx, site).await? {
            Some(head) => head,
            None => open_chain(tx, by, now, site).await?,
        };
        if !changes.is_empty() {
            append(tx, by, now, &changes, head).await?;
        }
        // Under the lock of the chain, so that ids rise with the commits.
        let of_changes = changes.iter().map(|change| event::ActiveModel {
            id: NotSet,
            topic: Set(format!("{}.{}", change.noun, change.action)),
            entity: Set(change.noun),
            entity_id: Set(change.id),
            site_id: Set(change.site),
            at: Set(now),
            user_id: Set(None),
        });
        let of_people = notified.iter().map(|notified| event::ActiveModel {
            id: NotSet,
            topic: Set(format!("{}.{}", Noun::Notification, Action::Created)),
            entity: Set(Noun::Notification),
            entity_id: Set(notified.id.0),
            site_id: Set(Some(notified.site)),
            at: Set(now),
            user_id: Set(Some(notified.user)),
        });
        let events: Vec<event::ActiveModel> = of_changes.chain(of_people).collect();
        for part in events.chunks(BATCH) {
            event::Entity::insert_many(part.iter().cloned()).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Writes entries behind the head, which is locked: so many to a statement.
async fn append(
    tx: &DatabaseTransaction,
    by: &Caller,
    now: Timestamp,
    changes: &[&Change],
    head: audit_head::Model,
) -> Result<()> {
    // Taken under the lock, so that a chain's numbers rise along it.
    let ids = next_ids(tx, changes.len()).await?;
    let user = by.user_id().map(|u| u.to_string()).unwrap_or_default();
    let mut last = head.hash;
    let (mut entries, mut hashes) = (vec![], vec![]);
    for (id, change) in ids.into_iter().zip(changes) {
        let hash = Content {
            prev_hash: &last,
            site: head.site_id,
            at: now,
            user: &user,
            actor: &by.name,
            action: change.action.as_str(),
            entity: change.noun.as_str(),
            entity_id: change.id,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            request_id: &by.request_id,
        }
        .hash(Some(id));
        entries.push(audit_entry::ActiveModel {
            id: Set(id),
            site_id: Set(head.site_id),
            at: Set(now),
            user_id: Set(by.user_id()),
            actor: Set(by.name.clone()),
            action: Set(change.action),
            entity: Set(change.noun),
            entity_id: Set(change.id),
            before: Set(change.before.clone()),
            after: Set(change.after.clone()),
            request_id: Set(by.request_id.clone()),
            prev_hash: Set(std::mem::replace(&mut last, hash.clone())),
            hash: Set(hash.clone()),
        });
        hashes.push(hash);
    }
    while !entries.is_empty() {
        let rest = entries.split_off(entries.len().min(BATCH));
        audit_entry::Entity::insert_many(entries).exec_without_returning(tx).await?;
        entries = rest;
    }
    // One entry after the other: the database lets no chain grow by more.
    for (length, hash) in (head.length + 1..).zip(hashes) {
        let row = audit_head::ActiveModel {
            site_id: Unchanged(head.site_id),
            hash: Set(hash),
            length: Set(length),
            announced: Unchanged(head.announced),
        };
        row.update(tx).await?;
    }
    Ok(())
}

/// The numbers of the next entries, rising.
async fn next_ids(tx: &DatabaseTransaction, count: usize) -> Result<Vec<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let unavailable = domain::Error::Unavailable;
    if tx.get_database_backend() != DbBackend::Postgres {
        // This writer has the whole database to itself.
        let statement = Query::select()
            .expr_as(Expr::cust("COALESCE(MAX(id), 0) + 1"), "id")
            .from(audit_entry::Entity)
            .to_owned();
        let first: i64 = tx.query_one(&statement).await?.ok_or(unavailable)?.try_get("", "id")?;
        return Ok((first..first.saturating_add(count)).collect());
    }
    let series = Func::cust("generate_series").arg(1_i64).arg(count);
    let statement = Query::select()
        .expr_as(Expr::cust("nextval(pg_get_serial_sequence('audit_entries', 'id'))"), "id")
        .from_function(series, "places")
        .to_owned();
    let rows = tx.query_all(&statement).await?;
    let mut ids =
        rows.iter().map(|row| row.try_get("", "id")).collect::<std::result::Result<Vec<i64>, _>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// Starts a site's chain and announces it in the chain of no site.
async fn open_chain(
    tx: &DatabaseTransaction,
    by: &Caller,
    now: Timestamp,
    site: i64,
) -> Result<audit_head::Model> {
    // Its lock also makes a second opening at the same time wait and see this one.
    let general = match lock_head(tx, NO_SITE).await? {
        Some(head) => head,
        None => insert_head(tx, NO_SITE, false).await?,
    };
    if site == NO_SITE {
        return Ok(general);
    }
    if let Some(head) = lock_head(tx, site).await? {
        return Ok(head);
    }
    let opened = Change::new(Action::TrailOpened, Noun::Site, site, Some(SiteId(site)));
    append(tx, by, now, &[&opened], general).await?;
    insert_head(tx, site, true).await
}

async fn insert_head(tx: &DatabaseTransaction, site: i64, announced: bool) -> Result<audit_head::Model> {
    let first = audit_head::ActiveModel {
        site_id: Set(site),
        hash: Set(String::new()),
        length: Set(0),
        announced: Set(announced),
    };
    audit_head::Entity::insert(first)
        .on_conflict(OnConflict::column(audit_head::Column::SiteId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    lock_head(tx, site).await?.ok_or(domain::Error::Unavailable)
}

/// The head of the site's chain, locked until the commit.
async fn lock_head(tx: &DatabaseTransaction, site: i64) -> Result<Option<audit_head::Model>> {
    let select = audit_head::Entity::find_by_id(site);
    let select = match tx.get_database_backend() {
        DbBackend::Postgres => select.lock_exclusive(),
        // The whole database is locked for this writer already.
        _ => select,
    };
    Ok(select.one(tx).await?)
}

/// What an entry's hash covers.
struct Content<'a> {
    prev_hash: &'a str,
    site: i64,
    at: Timestamp,
    /// The person's number; empty for a part of the program.
    user: &'a str,
    actor: &'a str,
    action: &'a str,
    entity: &'a str,
    entity_id: i64,
    before: Option<&'a str>,
    after: Option<&'a str>,
    request_id: &'a str,
}

impl Content<'_> {
    /// SHA-256 over every field, each with its length, so that no two entries have one text. The first entries
    /// that were ever written do not cover their own number.
    fn hash(&self, id: Option<i64>) -> String {
        let mut sha = Sha256::new();
        let mut add = |part: &str| {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part.as_bytes());
        };
        if let Some(id) = id {
            add(&format!("entry {id}"));
        }
        let none = "\0none";
        for part in [
            self.prev_hash,
            &self.site.to_string(),
            &self.at.to_string(),
            self.user,
            self.actor,
            self.action,
            self.entity,
            &self.entity_id.to_string(),
            self.before.unwrap_or(none),
            self.after.unwrap_or(none),
            self.request_id,
        ] {
            add(part);
        }
        hex(&sha.finalize())
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Notes, in the same transaction, that the request with this key has had its effect.
///
/// # Errors
/// [`domain::Refusal::IdempotencyConflict`] when this process does not have the key any more: another request may be
/// doing the same.
pub(crate) async fn mark_effect(
    tx: &DatabaseTransaction,
    by: &Caller,
    key: &str,
    process: &str,
) -> Result<()> {
    let marked = idempotency_key::Entity::update_many()
        .col_expr(idempotency_key::Column::Effect, Expr::value(true))
        .filter(idempotency_key::Column::Owner.eq(owner(by)))
        .filter(idempotency_key::Column::Key.eq(key))
        .filter(idempotency_key::Column::Worker.eq(process))
        .exec(tx)
        .await?;
    if marked.rows_affected == 0 {
        return Err(domain::Refusal::IdempotencyConflict.into());
    }
    Ok(())
}

/// Whose idempotency keys these are: two people may use the same text.
pub(crate) fn owner(by: &Caller) -> String {
    by.user_id().map_or_else(|| by.name.clone(), |id| format!("user:{id}"))
}

/// The fields in which two drafts differ, with the stored value as form text.
pub(crate) fn json_differences<T: serde::Serialize>(
    sent: &T,
    stored: &T,
    skip: &[&str],
) -> Vec<domain::FieldDiff> {
    let (Ok(serde_json::Value::Object(sent)), Ok(serde_json::Value::Object(stored))) =
        (serde_json::to_value(sent), serde_json::to_value(stored))
    else {
        return vec![];
    };
    stored
        .into_iter()
        .filter(|(field, value)| !skip.contains(&field.as_str()) && !same(sent.get(field), value))
        .map(|(field, value)| domain::FieldDiff {
            field,
            current: match value {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            },
        })
        .collect()
}

/// Whether the sent value is the stored one; a browser's form ends lines with CR LF.
fn same(sent: Option<&serde_json::Value>, stored: &serde_json::Value) -> bool {
    match (sent, stored) {
        (Some(serde_json::Value::String(sent)), serde_json::Value::String(stored)) => {
            sent.replace("\r\n", "\n") == *stored
        }
        (sent, stored) => sent == Some(stored),
    }
}

/// A row as JSON text, for the audit entry.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Refuses an edit of a row that was saved again after its editor read it.
///
/// # Errors
/// [`domain::Error::Stale`] with the differing fields; [`domain::Error::Invalid`] when the version is missing.
pub(crate) fn same_version<T: serde::Serialize>(
    sent: &T,
    stored: &T,
    read: &str,
    version: i64,
) -> Result<()> {
    let read = read.trim();
    if read.is_empty() {
        return Err(domain::Error::field("version", domain::FieldCode::Required));
    }
    if read != version.to_string() {
        return Err(domain::Error::Stale(json_differences(sent, stored, &["version", "revision"])));
    }
    Ok(())
}

/// How many rows use a thing, for a refusal.
pub(crate) fn usage(noun: domain::Noun, count: u64, examples: Vec<String>) -> domain::error::Usage {
    domain::error::Usage { noun, count: i64::try_from(count).unwrap_or(i64::MAX), examples }
}
