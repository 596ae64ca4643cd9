//! Reading outgoing events, and throwing old ones away. They are written with the audit trail.

use crate::Services;
use domain::{
    Caller, Permission, Result, SiteScope,
    event::{EventCursor, EventView, LIFE_SECONDS, MAX_EVENTS, readable, shared},
};
use entity::event::{self, Column as C, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Condition};

/// Events that one transaction of the clean-up deletes.
const BATCH: u64 = 1_000;

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
            .filter(of(by))
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

    /// Every event after a place, whomever it is for, at most [`MAX_EVENTS`] of them, and the place behind them: for the
    /// relay, which asks of each whom it is for. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn all_after(&self, cursor: &EventCursor) -> Result<(Vec<EventView>, EventCursor)> {
        let reader = self.0.read(&relay(), Permission::AuditRead)?;
        let rows = Entity::find()
            .filter(unread(&SiteScope::All, cursor))
            .order_by_asc(C::Id)
            .limit(MAX_EVENTS)
            .all(reader.db)
            .await?;
        let mut cursor = cursor.clone();
        for row in &rows {
            cursor.pass(row.site_id, row.id);
        }
        Ok((rows.into_iter().map(view).collect(), cursor))
    }

    /// The place behind the newest event of each site. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn newest_of_all(&self) -> Result<EventCursor> {
        self.newest(&relay()).await
    }

    /// Says that events are handed on up to this place.
    pub fn hand_on(&self, place: EventCursor) {
        self.0.inner.handed_on.send_replace(Some(place));
    }

    /// How far events have been handed on, in the caller's sites; `None` until somebody has listened for the first time.
    /// What a page reads after it has asked is at least as new.
    pub fn handed_on(&self, by: &Caller) -> Option<EventCursor> {
        self.0.inner.handed_on.borrow().as_ref().map(|place| place.within(&by.sites))
    }

    /// As [`Self::handed_on`], once there is such a place.
    pub async fn from_now_on(&self, by: &Caller) -> EventCursor {
        let mut places = self.0.inner.handed_on.subscribe();
        // Its sender lives as long as the services do.
        let _ = places.wait_for(Option::is_some).await;
        self.handed_on(by).unwrap_or_default()
    }

    /// Counts the transactions that this process has committed: whoever waits for events looks again when it changes.
    pub fn committed(&self) -> tokio::sync::watch::Receiver<u64> {
        self.0.inner.committed.subscribe()
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

/// Who hands events on.
fn relay() -> Caller {
    Caller::system("relay", &[Permission::AccountOwn, Permission::AuditRead])
}

/// What is for everybody who reads its noun, and what is for the caller alone.
fn of(by: &Caller) -> Condition {
    let everybody = Condition::all().add(C::UserId.is_null()).add(C::Entity.is_in(readable(by)));
    Condition::any().add(everybody).add(C::UserId.is_in(by.user_id()))
}

/// What the cursor has not passed, in these sites and of what belongs to none. Within a site an id that is higher was
/// committed later; between sites that is not so, and each has its own bound.
fn unread(sites: &SiteScope, cursor: &EventCursor) -> Condition {
    let newer = |site: domain::SiteId, id| Condition::all().add(C::SiteId.eq(site)).add(C::Id.gt(id));
    let none = Condition::all().add(C::SiteId.is_null()).add(C::Id.gt(cursor.without_site()));
    // What belongs to no site is for those who see all of them, but for the nouns that all sites share.
    let none = match sites {
        SiteScope::All => none,
        SiteScope::Only(_) => none.add(C::Entity.is_in(shared())),
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
        user: row.user_id,
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
