//! Reading every chain from its first entry to its head, to say whether anything was changed, deleted, added
//! or moved since it was written.

use super::{AuditService, Content, NO_SITE, hex};
use crate::Engine;
use domain::{Caller, Permission, Result, Timestamp, audit::Action};
use entity::{audit_entry, audit_head};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult, IsolationLevel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, TransactionOptions, TransactionTrait,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

use audit_entry::Column as C;

/// Entries that are read at once.
const BATCH: u64 = 1000;

/// What reading the whole trail found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub chains: u64,
    /// Entries that were read and found good.
    pub entries: u64,
    /// One hash over the heads of all chains. Kept elsewhere, it shows that even a trail that was written anew
    /// as a whole is not the same.
    pub seal: String,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// Where a chain is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// 0 is the chain of what belongs to no site.
    pub site: i64,
    /// The entry, where one can be named.
    pub entry: Option<i64>,
    pub what: Defect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The entry's content is not what its hash was made of.
    Changed,
    /// The entry cannot even be read.
    Unreadable,
    /// The entry does not follow the one before it: something was deleted, added or moved there.
    OutOfOrder,
    /// The chain ends elsewhere than its head says: its last entries were deleted, or entries were added.
    WrongEnd,
    /// The entry belongs to a chain that has no head.
    Stray,
    /// The chain whose beginning this entry announces is gone.
    ChainGone,
    /// The chain's head is not the one that was written.
    HeadChanged,
}

/// An entry as it is stored, whatever somebody made of it.
#[derive(FromQueryResult)]
struct Stored {
    id: i64,
    site_id: i64,
    at: Timestamp,
    user_id: Option<i64>,
    actor: String,
    action: String,
    entity: String,
    entity_id: i64,
    before: Option<String>,
    after: Option<String>,
    request_id: String,
    prev_hash: String,
    hash: String,
}

impl AuditService<'_> {
    /// Reads the whole trail, as it is at one instant.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`] when the database does not answer.
    pub async fn verify(&self, by: &Caller) -> Result<Verified> {
        let reader = self.0.read(by, Permission::AuditRead)?;
        let options = TransactionOptions {
            // SQLite shows a transaction one state anyway.
            isolation_level: (self.0.engine() == Engine::Postgres).then_some(IsolationLevel::RepeatableRead),
            ..TransactionOptions::default()
        };
        let tx = reader.db.begin_with_options(options).await?;
        let verified = verify(&tx).await;
        tx.rollback().await?;
        verified
    }
}

async fn verify(tx: &DatabaseTransaction) -> Result<Verified> {
    let mut done = Verified { chains: 0, entries: 0, seal: String::new(), fault: None };
    let heads = match audit_head::Entity::find().order_by_asc(audit_head::Column::SiteId).all(tx).await {
        Ok(heads) => heads,
        Err(error) => {
            unless_unreadable(error)?;
            done.fault = Some(Fault { site: NO_SITE, entry: None, what: Defect::HeadChanged });
            return Ok(done);
        }
    };
    let mut seal = Sha256::new();
    let mut opened = BTreeMap::new();
    if heads.first().is_none_or(|head| head.site_id != NO_SITE) {
        done.fault = Some(Fault { site: NO_SITE, entry: None, what: Defect::HeadChanged });
        return Ok(done);
    }
    for head in &heads {
        if let Some(fault) = chain(tx, head, &mut done.entries, &mut opened).await? {
            done.fault = Some(fault);
            return Ok(done);
        }
        done.chains += 1;
        seal.update(format!("{} {} {}\n", head.site_id, head.length, head.hash));
    }
    done.seal = hex(&seal.finalize());
    done.fault = announced(&heads, &opened);
    if done.fault.is_none() && audit_entry::Entity::find().count(tx).await? != done.entries {
        done.fault = Some(stray(tx, &heads).await?);
    }
    Ok(done)
}

/// Whether the chains are those that the first one tells of.
fn announced(heads: &[audit_head::Model], opened: &BTreeMap<i64, i64>) -> Option<Fault> {
    let gone = opened.iter().find(|(site, _)| !heads.iter().any(|h| h.site_id == **site));
    if let Some((site, entry)) = gone {
        return Some(Fault { site: *site, entry: Some(*entry), what: Defect::ChainGone });
    }
    let other = heads.iter().find(|h| h.announced != opened.contains_key(&h.site_id))?;
    Some(Fault { site: other.site_id, entry: None, what: Defect::HeadChanged })
}

/// An entry whose chain has no head.
async fn stray(tx: &DatabaseTransaction, heads: &[audit_head::Model]) -> Result<Fault> {
    let known = heads.iter().map(|h| h.site_id);
    let found: Result<Option<(i64, i64)>, DbErr> = audit_entry::Entity::find()
        .select_only()
        .columns([C::Id, C::SiteId])
        .filter(C::SiteId.is_not_in(known))
        .order_by_asc(C::Id)
        .into_tuple()
        .one(tx)
        .await;
    match found {
        Ok(Some((id, site))) => Ok(Fault { site, entry: Some(id), what: Defect::Stray }),
        Ok(None) => Ok(Fault { site: NO_SITE, entry: None, what: Defect::Stray }),
        Err(error) => {
            unless_unreadable(error)?;
            Ok(Fault { site: NO_SITE, entry: None, what: Defect::Stray })
        }
    }
}

/// Follows one chain. `opened` gathers the chains that it announces: site and entry.
async fn chain(
    tx: &DatabaseTransaction,
    head: &audit_head::Model,
    good: &mut u64,
    opened: &mut BTreeMap<i64, i64>,
) -> Result<Option<Fault>> {
    let site = head.site_id;
    let fault = |entry: Option<i64>, what| Ok(Some(Fault { site, entry, what }));
    let (mut last, mut hash, mut length) = (None::<i64>, String::new(), 0_i64);
    loop {
        let mut next = audit_entry::Entity::find().filter(C::SiteId.eq(site));
        if let Some(last) = last {
            next = next.filter(C::Id.gt(last));
        }
        let next = next.order_by_asc(C::Id);
        let entries = match next.clone().limit(BATCH).into_model::<Stored>().all(tx).await {
            Ok(entries) => entries,
            Err(error) => {
                unless_unreadable(error)?;
                let (readable, unreadable) = one_by_one(tx, next).await?;
                // What comes before it may be wrong already.
                if let Some(wrong) = check(&readable, &mut last, &mut hash, &mut length, opened) {
                    return fault(Some(wrong.0), wrong.1);
                }
                return fault(unreadable, Defect::Unreadable);
            }
        };
        let whole = entries.len() as u64 == BATCH;
        if let Some((entry, what)) = check(&entries, &mut last, &mut hash, &mut length, opened) {
            return fault(Some(entry), what);
        }
        *good += entries.len() as u64;
        if !whole {
            break;
        }
    }
    if length != head.length || hash != head.hash {
        return fault(last, Defect::WrongEnd);
    }
    Ok(None)
}

/// The first of these entries that is not what was written behind the one before it.
fn check(
    entries: &[Stored],
    last: &mut Option<i64>,
    hash: &mut String,
    length: &mut i64,
    opened: &mut BTreeMap<i64, i64>,
) -> Option<(i64, Defect)> {
    for e in entries {
        if !e.is_as_written() {
            return Some((e.id, Defect::Changed));
        }
        if e.prev_hash != *hash {
            return Some((e.id, Defect::OutOfOrder));
        }
        if e.site_id == NO_SITE && e.action == Action::TrailOpened.as_str() {
            opened.insert(e.entity_id, e.id);
        }
        *last = Some(e.id);
        hash.clone_from(&e.hash);
        *length += 1;
    }
    None
}

impl Stored {
    fn is_as_written(&self) -> bool {
        let user = self.user_id.map(|u| u.to_string()).unwrap_or_default();
        let content = Content {
            prev_hash: &self.prev_hash,
            site: self.site_id,
            at: self.at,
            user: &user,
            actor: &self.actor,
            action: &self.action,
            entity: &self.entity,
            entity_id: self.entity_id,
            before: self.before.as_deref(),
            after: self.after.as_deref(),
            request_id: &self.request_id,
        };
        content.hash(Some(self.id)) == self.hash || content.hash(None) == self.hash
    }
}

/// The entries up to the first that cannot be read, and that one.
async fn one_by_one(
    tx: &DatabaseTransaction,
    next: Select<audit_entry::Entity>,
) -> Result<(Vec<Stored>, Option<i64>)> {
    let ids: Vec<i64> = next.select_only().column(C::Id).limit(BATCH).into_tuple().all(tx).await?;
    let mut readable = vec![];
    for id in ids {
        match audit_entry::Entity::find_by_id(id).into_model::<Stored>().one(tx).await {
            Ok(entry) => readable.extend(entry),
            Err(error) => {
                unless_unreadable(error)?;
                return Ok((readable, Some(id)));
            }
        }
    }
    Ok((readable, None))
}

/// Goes on when the database answered with something of another form than was written there.
fn unless_unreadable(error: DbErr) -> Result<()> {
    match error {
        DbErr::Type(_) | DbErr::Query(_) | DbErr::TryIntoErr { .. } | DbErr::Json(_) => Ok(()),
        other => Err(other.into()),
    }
}
