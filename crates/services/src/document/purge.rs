//! Throwing away what was deleted long ago.

use super::{DocumentService, read};
use crate::audit;
use domain::{
    Caller, Noun, Permission, Result,
    audit::{Action, Change},
    settings::Storage,
};
use entity::document;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Documents thrown away in one transaction.
const BATCH: u64 = 100;

impl DocumentService<'_> {
    /// Throws away the documents that were deleted longer ago than the settings keep them, rows first: content that
    /// stays for want of an answer goes with the next cleaning. Tells how many versions.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn purge(&self) -> Result<u64> {
        let by = Caller::system("documents", &[Permission::Operate]);
        let Some(kept) = self.0.settings().get::<Storage>().deleted_seconds() else { return Ok(0) };
        let before = self.0.now().plus_seconds(-kept);
        let mut gone = 0;
        loop {
            let due = document::Entity::find().filter(document::Column::DeletedAt.lt(before));
            let reader = self.0.read(&by, Permission::Operate)?;
            // Most looks find nothing: they take no lock.
            if due.clone().limit(1).one(reader.db).await?.is_none() {
                return Ok(gone);
            }
            let mut w = self.0.write(&by, Permission::Operate).await?;
            let rows =
                due.order_by_asc(document::Column::Id).limit(BATCH).lock_exclusive().all(w.tx()).await?;
            let ids = rows.iter().map(|row| row.id);
            document::Entity::delete_many().filter(document::Column::Id.is_in(ids)).exec(w.tx()).await?;
            for row in &rows {
                let was = audit::json(&read::plain_view(row));
                let change = Change::new(Action::Purged, Noun::Document, row.id.0, Some(row.site_id));
                w.record(change.before(was));
            }
            w.commit().await?;
            gone += rows.len() as u64;
            let storage = self.0.storage()?;
            for row in &rows {
                for name in std::iter::once(&row.storage_key).chain(&row.thumbnail_key) {
                    // Their rows are gone: what stays is thrown away as orphans.
                    let _ = storage.delete(name).await;
                }
            }
        }
    }
}
