//! Reading outgoing events, and throwing old ones away. They are written with the audit trail.

use crate::Services;
use domain::{
    Caller, Noun, Permission, Result, SiteScope,
    event::{EventCursor, EventView, LIFE_SECONDS, MAX_EVENTS, readable},
};
use entity::event::{self, Column as C, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Condition};

/// Events that one transaction of the clean-up deletes.
const BATCH: u64 = 1_000;

/// Nouns whose rows all sites share.
const SHARED: [Noun; 3] = [Noun::EquipmentType, Noun::MaintenanceType, Noun::FailureCode];

/// Outgoing events: reading them from a place on.
pub struct EventService<'a>(pub(crate) &'a Services);

impl EventService<'_> {
    /// The events after a place that the caller may read, at most `limit` of them ([`MAX_EVENTS`] at most), and the place
    /// behind them. A site of which the cursor tells nothing is read from its oldest event on. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`].
    pub async fn after(
        &self,
        by: &Caller,
        cursor: &EventCursor,
        limit: u64,
    ) -> Result<(Vec<EventView>, EventCursor)> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let rows = Entity::find()
            .filter(C::Entity.is_in(readable(by)))
            .filter(unread(&reader.scope.sites, cursor))
            .order_by_asc(C::Id)
            .limit(limit.clamp(1, MAX_EVENTS))
            .all(reader.db)
            .await?;
        let mut cursor = cursor.clone();
        for row in &rows {
            cursor.pass(row.site_id, row.id);
        }
        Ok((rows.into_iter().map(view).collect(), cursor))
    }

    /// The place behind the newest event of each site that the caller sees. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`].
    pub async fn newest(&self, by: &Caller) -> Result<EventCursor> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let last: Vec<(Option<domain::SiteId>, i64)> = Entity::find()
            .select_only()
            .column(C::SiteId)
            .column_as(C::Id.max(), "last")
            .filter(unread(&reader.scope.sites, &EventCursor::default()))
            .group_by(C::SiteId)
            .into_tuple()
            .all(reader.db)
            .await?;
        let mut cursor = EventCursor::default();
        for (site, id) in last {
            cursor.pass(site, id);
        }
        Ok(cursor)
    }
}

/// What the cursor has not passed, in these sites and of what belongs to none. Within a site an id that is higher was
/// committed later; between sites that is not so, and each has its own bound.
fn unread(sites: &SiteScope, cursor: &EventCursor) -> Condition {
    let newer = |site: domain::SiteId, id| Condition::all().add(C::SiteId.eq(site)).add(C::Id.gt(id));
    let none = Condition::all().add(C::SiteId.is_null()).add(C::Id.gt(cursor.without_site()));
    // What belongs to no site is for those who see all of them, but for the nouns that all sites share.
    let none = match sites {
        SiteScope::All => none,
        SiteScope::Only(_) => none.add(C::Entity.is_in(SHARED.iter().copied())),
    };
    let passed: Vec<_> = cursor.sites().filter(|(site, _)| sites.contains(*site)).collect();
    let mut any = Condition::any().add(none);
    for (site, id) in &passed {
        any = any.add(newer(*site, *id));
    }
    let known = passed.iter().map(|(site, _)| *site);
    match sites {
        SiteScope::All => {
            any.add(Condition::all().add(C::SiteId.is_not_null()).add(C::SiteId.is_not_in(known)))
        }
        SiteScope::Only(only) => {
            let others = only.iter().copied().filter(|site| passed.iter().all(|(known, _)| known != site));
            any.add(C::SiteId.is_in(others))
        }
    }
}

fn view(row: event::Model) -> EventView {
    EventView {
        id: row.id,
        topic: row.topic,
        noun: row.entity,
        noun_id: row.entity_id,
        site: row.site_id,
        at: row.at,
    }
}

/// Deletes the events that are too old, in transactions of their own so that nobody waits long for them. How many.
///
/// # Errors
/// [`domain::Error::Unavailable`].
pub(crate) async fn clean_up(services: &Services) -> Result<u64> {
    let by = Caller::system("clean-up", &[Permission::SessionManage]);
    let mut deleted = 0;
    loop {
        let w = services.write(&by, Permission::SessionManage).await?;
        let old: Vec<i64> = Entity::find()
            .select_only()
            .column(C::Id)
            .filter(C::At.lt(w.now.plus_seconds(-LIFE_SECONDS)))
            .order_by_asc(C::At)
            .order_by_asc(C::Id)
            .limit(BATCH)
            .into_tuple()
            .all(w.tx())
            .await?;
        let found = old.len() as u64;
        if found > 0 {
            deleted += Entity::delete_many().filter(C::Id.is_in(old)).exec(w.tx()).await?.rows_affected;
        }
        w.commit().await?;
        if found < BATCH {
            return Ok(deleted);
        }
    }
}
