//! Looking after the store: everything readable and unchanged, keys renewed, nothing left lying about.

use super::{Content, DocumentService, Part, UploadService, read};
use domain::{Caller, DocumentId, Error, Permission, Result, document::DamagedDocument};
use entity::document;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashSet;

const BATCH: u64 = 200;
/// A content without a row is of an upload that is still under way, or of one that was interrupted: after a
/// day it is the latter.
const ORPHAN_SECONDS: i64 = 86_400;

/// What a look at every content found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreVerified {
    pub good: u64,
    pub bytes: u64,
    /// Documents whose content is missing, changed, or sealed with a key that is not there.
    pub damaged: Vec<DamagedDocument>,
    /// Objects that belong to no document.
    pub orphans: u64,
}

/// What a change of keys did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    pub sealed_anew: u64,
    /// Sealed with the newest key already.
    pub kept: u64,
    /// Their key is not among those given.
    pub unreadable: Vec<DocumentId>,
}

impl DocumentService<'_> {
    /// Reads every content, of every version, deleted ones too, and compares it with its SHA-256.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`], also when the store does not answer: that is no damage.
    pub async fn verify(&self, by: &Caller) -> Result<StoreVerified> {
        let reader = self.0.read(by, Permission::Operate)?;
        let storage = self.0.storage()?;
        let mut found = StoreVerified::default();
        let mut after = DocumentId(0);
        loop {
            let rows = batch(reader.db, after).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                match whole(storage, row).await {
                    Ok(bytes) => {
                        found.good += 1;
                        found.bytes += bytes;
                    }
                    Err(Error::Unavailable) if all_there(storage, row).await? => {
                        return Err(Error::Unavailable);
                    }
                    // Thrown away since its row was read.
                    Err(_) if !is_kept(reader.db, row.id).await? => {}
                    Err(_) => found.damaged.push(DamagedDocument {
                        id: row.id,
                        file_name: row.file_name.clone(),
                        entity: row.entity,
                        entity_id: row.entity_id,
                    }),
                }
            }
        }
        let now = self.0.now().as_millisecond();
        found.orphans = self.orphans(by, now).await?.len() as u64;
        Ok(found)
    }

    /// Seals every document's key with the newest key; afterwards older keys are needed no more. Contents
    /// are not written again. Interrupted, it goes on when it is run again.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`].
    pub async fn rotate_keys(&self, by: &Caller) -> Result<Rotated> {
        let storage = self.0.storage()?;
        let keys = storage.keys();
        let mut done = Rotated::default();
        let mut after = DocumentId(0);
        loop {
            let w = self.0.write(by, Permission::Operate).await?;
            let rows = batch(w.tx(), after).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                if row.key_id == keys.newest() {
                    done.kept += 1;
                    continue;
                }
                let opened = keys.open(&row.key_id, &row.sealed_key, &row.storage_key);
                let Some((key_id, sealed)) = opened.and_then(|key| keys.seal(&key, &row.storage_key)) else {
                    done.unreadable.push(row.id);
                    continue;
                };
                let changed = document::ActiveModel {
                    id: Set(row.id),
                    key_id: Set(key_id),
                    sealed_key: Set(sealed),
                    ..Default::default()
                };
                changed.update(w.tx()).await?;
                done.sealed_anew += 1;
            }
            w.commit().await?;
        }
        Ok(done)
    }

    /// Throws away what was deleted long ago, and contents that an interrupted upload left a day ago or earlier, and
    /// tells how many of these.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn clean_up(&self) -> Result<u64> {
        self.0.uploads().clean_up().await?;
        self.purge().await?;
        if !self.mark_store().await? {
            return Ok(0);
        }
        let by = Caller::system("documents", &[Permission::Operate]);
        let before = self.0.now().plus_seconds(-ORPHAN_SECONDS).as_millisecond();
        let orphans = self.orphans(&by, before).await?;
        for name in &orphans {
            self.0.storage()?.delete(name).await?;
        }
        Ok(orphans.len() as u64)
    }

    async fn orphans(&self, by: &Caller, before_millis: i64) -> Result<Vec<String>> {
        let reader = self.0.read(by, Permission::Operate)?;
        let orphans = std::sync::Mutex::new(vec![]);
        self.0
            .storage()?
            .older(before_millis, |names| {
                let (orphans, reader) = (&orphans, &reader);
                async move {
                    let contents = names.iter().map(|name| name.trim_end_matches("-small").to_owned());
                    let known: Vec<String> = document::Entity::find()
                        .select_only()
                        .column(document::Column::StorageKey)
                        .filter(document::Column::StorageKey.is_in(contents))
                        .into_tuple()
                        .all(reader.db)
                        .await?;
                    let parts = UploadService::parts_among(reader, &names).await?;
                    let known: HashSet<&str> = known.iter().chain(&parts).map(String::as_str).collect();
                    let unknown = names.iter().filter(|n| !known.contains(n.trim_end_matches("-small")));
                    if let Ok(mut orphans) = orphans.lock() {
                        orphans.extend(unknown.cloned());
                    }
                    Ok(())
                }
            })
            .await?;
        Ok(orphans.into_inner().unwrap_or_default())
    }
}

async fn batch<C: sea_orm::ConnectionTrait>(db: &C, after: DocumentId) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find()
        .filter(document::Column::Id.gt(after))
        .order_by_asc(document::Column::Id)
        .limit(BATCH)
        .all(db)
        .await?)
}

async fn is_kept<C: sea_orm::ConnectionTrait>(db: &C, id: DocumentId) -> Result<bool> {
    Ok(document::Entity::find_by_id(id).one(db).await?.is_some())
}

/// Whether the store has all the objects of a document in their length: if so and they cannot be read, it is the store that
/// fails.
async fn all_there(storage: &super::Storage, row: &document::Model) -> Result<bool> {
    let size = |size: i64| u64::try_from(size).unwrap_or(0);
    if !storage.has(&row.storage_key, size(row.size)).await? {
        return Ok(false);
    }
    match row.thumbnail_key.as_ref().zip(row.thumbnail_size) {
        Some((name, small)) => storage.has(name, size(small)).await,
        None => Ok(true),
    }
}

/// Reads all there is of a document, and tells how many bytes.
async fn whole(storage: &super::Storage, row: &document::Model) -> Result<u64> {
    let mut bytes = 0;
    for part in [Part::Whole, Part::Thumbnail] {
        if part == Part::Thumbnail && row.thumbnail_key.is_none() {
            continue;
        }
        let mut content = Content::new(storage, row, read::view_without_holder(row), part)?;
        while let Some(read) = content.next().await? {
            bytes += read.len() as u64;
        }
    }
    Ok(bytes)
}
