//! The audit trail and the outgoing events, written in the transaction that they tell of.
//!
//! Each site's entries form a chain: an entry's hash covers its content and the hash before it, so that an
//! edit, a deletion or a reordering cannot be hidden.

use domain::{Caller, Result, Timestamp, audit::Change};
use entity::{audit_entry, audit_head, event, idempotency_key};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use sha2::{Digest, Sha256};

/// Chain of what belongs to no site.
const NO_SITE: i64 = 0;

pub(crate) async fn write(
    tx: &DatabaseTransaction,
    by: &Caller,
    now: Timestamp,
    changes: &[Change],
) -> Result<()> {
    for change in changes {
        let site = change.site.map_or(NO_SITE, |s| s.0);
        let head = lock_head(tx, site).await?;
        let mut entry = audit_entry::Model {
            id: 0,
            site_id: site,
            at: now,
            user_id: by.user_id(),
            actor: by.name.clone(),
            action: change.action,
            entity: change.noun,
            entity_id: change.id,
            before: change.before.clone(),
            after: change.after.clone(),
            request_id: by.request_id.clone(),
            prev_hash: head.hash.clone(),
            hash: String::new(),
        };
        entry.hash = hash_of(&entry);
        let hash = entry.hash.clone();
        audit_entry::ActiveModel { id: NotSet, ..audit_entry::ActiveModel::from(entry).reset_all() }
            .insert(tx)
            .await?;
        audit_head::ActiveModel { site_id: Unchanged(site), hash: Set(hash), length: Set(head.length + 1) }
            .update(tx)
            .await?;
        let topic = format!("{}.{}", change.noun, change.action);
        event::Entity::insert(event::ActiveModel {
            id: NotSet,
            topic: Set(topic),
            entity: Set(change.noun),
            entity_id: Set(change.id),
            site_id: Set(change.site),
            at: Set(now),
        })
        .exec_without_returning(tx)
        .await?;
    }
    Ok(())
}

/// The head of the site's chain, locked until the commit, made when there is none.
async fn lock_head(tx: &DatabaseTransaction, site: i64) -> Result<audit_head::Model> {
    let find = || {
        let select = audit_head::Entity::find_by_id(site);
        match tx.get_database_backend() {
            DbBackend::Postgres => select.lock_exclusive(),
            // The whole database is locked for this writer already.
            _ => select,
        }
    };
    if let Some(head) = find().one(tx).await? {
        return Ok(head);
    }
    let first = audit_head::ActiveModel { site_id: Set(site), hash: Set(String::new()), length: Set(0) };
    audit_head::Entity::insert(first)
        .on_conflict(OnConflict::column(audit_head::Column::SiteId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(find().one(tx).await?.unwrap_or(audit_head::Model { site_id: site, hash: String::new(), length: 0 }))
}

/// SHA-256 over every field, each with its length, so that no two entries have one text.
pub(crate) fn hash_of(e: &audit_entry::Model) -> String {
    let mut sha = Sha256::new();
    let user = e.user_id.map(|u| u.to_string()).unwrap_or_default();
    let (site, at, id) = (e.site_id.to_string(), e.at.to_string(), e.entity_id.to_string());
    let none = "\0none";
    for part in [
        e.prev_hash.as_str(),
        &site,
        &at,
        &user,
        &e.actor,
        e.action.as_str(),
        e.entity.as_str(),
        &id,
        e.before.as_deref().unwrap_or(none),
        e.after.as_deref().unwrap_or(none),
        &e.request_id,
    ] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    hex(&sha.finalize())
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
pub(crate) async fn mark_effect(tx: &DatabaseTransaction, by: &Caller, key: &str) -> Result<()> {
    idempotency_key::Entity::update_many()
        .col_expr(idempotency_key::Column::Effect, Expr::value(true))
        .filter(idempotency_key::Column::Owner.eq(owner(by)))
        .filter(idempotency_key::Column::Key.eq(key))
        .exec(tx)
        .await?;
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
        return Err(domain::Error::Stale(json_differences(sent, stored, &["version"])));
    }
    Ok(())
}

/// How many rows use a thing, for a refusal.
pub(crate) fn usage(noun: domain::Noun, count: u64, examples: Vec<String>) -> domain::error::Usage {
    domain::error::Usage { noun, count: i64::try_from(count).unwrap_or(i64::MAX), examples }
}
