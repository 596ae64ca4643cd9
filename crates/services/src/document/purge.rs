//! Throwing away what was deleted long ago.

use super::{DocumentService, read};
use crate::{access::Writer, audit};
use domain::{
    Caller, Noun, Permission, Result, SiteId,
    audit::{Action, Change},
    document::Holder,
    settings::Storage,
};
use entity::{document, equipment, intervention};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};

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
                w.record(purged(row));
            }
            w.commit().await?;
            gone += rows.len() as u64;
            self.forget(&contents(&rows)).await;
        }
    }

    /// Deletes contents whose rows are gone. One that stays for want of an answer goes with the next cleaning.
    pub(crate) async fn forget(&self, contents: &[String]) {
        let Ok(storage) = self.0.storage() else { return };
        for name in contents {
            let _ = storage.delete(name).await;
        }
    }
}

/// Throws away a site's deleted documents whose equipment or intervention is gone: nobody could bring them back. Gives
/// the names of their contents, for [`DocumentService::forget`] after the commit.
///
/// # Errors
/// [`domain::Error::Unavailable`].
pub(crate) async fn purge_lost(w: &mut Writer, site: SiteId) -> Result<Vec<String>> {
    use document::Column as C;
    let lost = |holder: Holder, held: SelectStatement| {
        Condition::all().add(C::Entity.eq(holder)).add(C::EntityId.not_in_subquery(held))
    };
    let equipment = equipment::Entity::find().select_only().column(equipment::Column::Id).into_query();
    let interventions =
        intervention::Entity::find().select_only().column(intervention::Column::Id).into_query();
    let rows = document::Entity::find()
        .filter(C::SiteId.eq(site))
        .filter(C::DeletedAt.is_not_null())
        .filter(
            Condition::any()
                .add(lost(Holder::Equipment, equipment))
                .add(lost(Holder::Intervention, interventions)),
        )
        .order_by_asc(C::Id)
        .lock_exclusive()
        .all(w.tx())
        .await?;
    for ids in rows.chunks(BATCH as usize) {
        let ids = ids.iter().map(|row| row.id);
        document::Entity::delete_many().filter(C::Id.is_in(ids)).exec(w.tx()).await?;
    }
    for row in &rows {
        w.record(purged(row));
    }
    Ok(contents(&rows))
}

fn purged(row: &document::Model) -> Change {
    let was = audit::json(&read::view_without_holder(row));
    Change::new(Action::Purged, Noun::Document, row.id.0, Some(row.site_id)).before(was)
}

/// The objects of these documents in the store.
fn contents(rows: &[document::Model]) -> Vec<String> {
    rows.iter().flat_map(|row| std::iter::once(&row.storage_key).chain(&row.thumbnail_key)).cloned().collect()
}
