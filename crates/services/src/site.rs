//! Use cases of sites.

use crate::{
    Services,
    access::Writer,
    audit, document, reference,
    undo::{self, Before, Row},
    unique,
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result, SiteId,
    audit::{Action, Change},
    reference::SITES,
    settings::General,
    site::{NewSite, SiteDraft, SiteRef, SiteView},
};
use entity::{counter, equipment, production_line, site, user_site};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

const UNIQUE: &[(&str, &str, &str)] = &[("sites_code", "code", "code")];

/// Sites: list, read, create, change, delete.
pub struct SiteService<'a>(pub(crate) &'a Services);

impl SiteService<'_> {
    /// The caller's sites by code, with what stands in them. Three statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<SiteView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let rows = site::Entity::find()
            .filter(reader.scope.on((site::Entity, site::Column::Id)))
            .order_by_asc(site::Column::Code)
            .all(reader.db)
            .await?;
        views(reader.db, rows).await
    }

    /// The caller's sites by name, for choices.
    ///
    /// # Errors
    /// [`Error::Internal`] or [`Error::Unavailable`].
    pub async fn choices(&self, by: &Caller) -> Result<Vec<SiteRef>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let rows = site::Entity::find()
            .filter(reader.scope.on((site::Entity, site::Column::Id)))
            .order_by_asc(site::Column::Code)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|s| SiteRef { id: s.id, code: s.code, name: s.name }).collect())
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: SiteId) -> Result<SiteView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        if !reader.scope.sites.contains(id) {
            return Err(Error::NotFound(Noun::Site));
        }
        view(reader.db, id).await
    }

    /// Creates a site; whoever creates it without seeing all sites sees this one.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &SiteDraft) -> Result<SiteView> {
        let mut w = self.0.write(by, Permission::SiteWrite).await?;
        let view = insert(self.0, &mut w, draft).await?;
        if let (Some(user), domain::SiteScope::Only(_)) = (by.user_id(), &by.sites) {
            let row =
                user_site::ActiveModel { user_id: Set(user), site_id: Set(view.id), ..Default::default() };
            row.insert(w.tx()).await?;
        }
        w.commit().await?;
        Ok(view)
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: SiteId, draft: &SiteDraft) -> Result<SiteView> {
        let mut w = self.0.write(by, Permission::SiteWrite).await?;
        w.site(id)?;
        w.hold::<site::Entity>(id).await?;
        let stored = view(w.tx(), id).await?;
        let before = SiteDraft::from(&stored);
        audit::same_version(draft, &before, &draft.version, stored.version)?;
        let mut row = values(&check(draft)?, &w);
        row.id = Set(id);
        row.version = Set(stored.version + 1);
        row.update(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let view = view(w.tx(), id).await?;
        let after = audit::json(&SiteDraft::from(&view));
        let change = Change::new(Action::Updated, Noun::Site, id.0, Some(id));
        w.record(change.before(audit::json(&before)).after(after));
        w.commit().await?;
        Ok(view)
    }

    /// Deletes a site in which nothing stands. The numbers that it gave out and the deleted documents of equipment that
    /// is gone go with it: nobody could bring them back.
    ///
    /// # Errors
    /// [`domain::Refusal::InUse`] with what stands in it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: SiteId) -> Result<()> {
        let mut w = self.0.write(by, Permission::SiteWrite).await?;
        w.site(id)?;
        w.hold::<site::Entity>(id).await?;
        let before = SiteDraft::from(&view(w.tx(), id).await?);
        let contents = document::purge_lost(&mut w, id).await?;
        counter::Entity::delete_many().filter(counter::Column::SiteId.eq(id)).exec(w.tx()).await?;
        reference::refuse_if_used(&w, SITES, id.0).await?;
        if let Some(row) = site::Entity::find_by_id(id).one(w.tx()).await? {
            let users =
                user_site::Entity::find().filter(user_site::Column::SiteId.eq(id)).all(w.tx()).await?;
            let users = users.into_iter().map(|u| u.user_id).collect();
            let (name, version) = (row.code.clone(), row.version);
            let row = Row { id: id.0, name, version, before: Before::DeletedSite(Box::new(row), users) };
            undo::keep(&w, (Noun::Site, Action::Deleted), None, &[row]).await?;
        }
        site::Entity::delete_by_id(id).exec(w.tx()).await?;
        w.record(Change::new(Action::Deleted, Noun::Site, id.0, Some(id)).before(audit::json(&before)));
        w.commit().await?;
        self.0.documents().forget(&contents).await;
        Ok(())
    }
}

/// Writes a new site, with the time zone and the currency of the settings where the draft has none.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field.
pub(crate) async fn insert(services: &Services, w: &mut Writer, draft: &SiteDraft) -> Result<SiteView> {
    let new = check(&draft.or_defaults(&services.settings().get::<General>()))?;
    let mut row = values(&new, w);
    row.version = Set(1);
    row.created_at = Set(w.now);
    row.created_by = Set(w.by().user_id());
    let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
    let view = view(w.tx(), saved.id).await?;
    let change = Change::new(Action::Created, Noun::Site, saved.id.0, Some(saved.id));
    w.record(change.after(audit::json(&SiteDraft::from(&view))));
    Ok(view)
}

fn check(draft: &SiteDraft) -> Result<NewSite> {
    let new = draft.parse()?;
    if jiff::tz::TimeZone::get(&new.timezone).is_err() {
        return Err(Error::field("timezone", FieldCode::UnknownTimeZone));
    }
    Ok(new)
}

fn values(new: &NewSite, w: &Writer) -> site::ActiveModel {
    let n = new.clone();
    site::ActiveModel {
        code: Set(n.code),
        name: Set(n.name),
        location: Set(n.location),
        description: Set(n.description),
        timezone: Set(n.timezone),
        currency: Set(n.currency),
        updated_at: Set(w.now),
        ..Default::default()
    }
}

async fn view<C: ConnectionTrait>(db: &C, id: SiteId) -> Result<SiteView> {
    let row = site::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound(Noun::Site))?;
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound(Noun::Site))
}

async fn views<C: ConnectionTrait>(db: &C, rows: Vec<site::Model>) -> Result<Vec<SiteView>> {
    let ids: Vec<SiteId> = rows.iter().map(|r| r.id).collect();
    let lines: HashMap<SiteId, i64> = production_line::Entity::find()
        .select_only()
        .column(production_line::Column::SiteId)
        .column_as(production_line::Column::Id.count(), "count")
        .filter(production_line::Column::SiteId.is_in(ids.iter().copied()))
        .group_by(production_line::Column::SiteId)
        .into_tuple::<(SiteId, i64)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let equipment: HashMap<SiteId, i64> = equipment::Entity::find()
        .select_only()
        .column(equipment::Column::SiteId)
        .column_as(equipment::Column::Id.count(), "count")
        .filter(equipment::Column::SiteId.is_in(ids))
        .filter(equipment::Column::RetiredAt.is_null())
        .group_by(equipment::Column::SiteId)
        .into_tuple::<(SiteId, i64)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .map(|s| SiteView {
            lines_count: lines.get(&s.id).copied().unwrap_or(0),
            equipment_count: equipment.get(&s.id).copied().unwrap_or(0),
            id: s.id,
            code: s.code,
            name: s.name,
            location: s.location,
            description: s.description,
            timezone: s.timezone,
            currency: s.currency,
            updated_at: s.updated_at,
            version: s.version,
        })
        .collect())
}
