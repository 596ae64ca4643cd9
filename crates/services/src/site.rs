//! Use cases of sites.

use crate::{
    Services,
    access::{Scope, Writer},
    document,
    record::{Record, retried},
    undo::Before,
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result, SiteId,
    key::code_key,
    settings::General,
    site::{SiteDraft, SiteRef, SiteView},
};
use entity::{
    counter, equipment, production_line,
    site::{self, ActiveModel, Entity, Model},
    user_site,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// Sites: list, read, create, change, delete.
pub struct SiteService<'a>(pub(crate) &'a Services);

impl SiteService<'_> {
    /// The caller's sites by code, with what stands in them. Three statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<SiteView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let rows = Entity::find()
            .filter(reader.scope.on((Entity, site::Column::Id)))
            .order_by_asc(site::Column::CodeKey)
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
        let rows = Entity::find()
            .filter(reader.scope.on((Entity, site::Column::Id)))
            .order_by_asc(site::Column::CodeKey)
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
        view(reader.db, id).await?.ok_or(Error::NotFound(Noun::Site))
    }

    /// Creates a site; a creator who does not see all sites sees this one.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &SiteDraft) -> Result<SiteView> {
        retried(|| async {
            let mut w = self.0.write(by, Entity::WRITE).await?;
            let view = insert(self.0, &mut w, draft).await?;
            if let (Some(user), domain::SiteScope::Only(_)) = (by.user_id(), &by.sites) {
                let row = user_site::ActiveModel {
                    user_id: Set(user),
                    site_id: Set(view.id),
                    ..Default::default()
                };
                row.insert(w.tx()).await?;
            }
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: SiteId, draft: &SiteDraft) -> Result<SiteView> {
        self.0.update_record::<Entity>(by, id, draft).await
    }

    /// Deletes a site in which nothing stands. The numbers that it gave out and the deleted documents of equipment that
    /// is gone go with it: nobody could bring them back.
    ///
    /// # Errors
    /// [`domain::Refusal::InUse`] with what stands in it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: SiteId) -> Result<()> {
        let contents = retried(|| async {
            let mut w = self.0.write(by, Entity::WRITE).await?;
            let held = w.hold_record::<Entity>(id).await?;
            let contents = document::purge_lost(&mut w, id).await?;
            counter::Entity::delete_many().filter(counter::Column::SiteId.eq(id)).exec(w.tx()).await?;
            w.remove(held).await?;
            w.commit().await?;
            Ok(contents)
        })
        .await?;
        self.0.documents().forget(&contents).await;
        Ok(())
    }
}

/// Writes a new site, with the time zone and the currency of the settings where the draft has none.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field.
pub(crate) async fn insert(services: &Services, w: &mut Writer, draft: &SiteDraft) -> Result<SiteView> {
    w.insert::<Entity>(&draft.or_defaults(&services.settings().get::<General>())).await
}

impl Record for Entity {
    const NOUN: Noun = Noun::Site;
    const WRITE: Permission = Permission::SiteWrite;
    const UNIQUE: &'static [UniqueIndex] = &[("sites_code", "code_key", "code")];
    type Id = SiteId;
    type View = SiteView;
    type Draft = SiteDraft;

    async fn read(tx: &DatabaseTransaction, _scope: &Scope, id: SiteId) -> Result<Option<SiteView>> {
        view(tx, id).await
    }

    async fn check(_w: &Writer, draft: &SiteDraft, _stored: Option<&SiteView>) -> Result<ActiveModel> {
        let new = draft.parse()?;
        if jiff::tz::TimeZone::get(&new.timezone).is_err() {
            return Err(Error::field("timezone", FieldCode::UnknownTimeZone));
        }
        Ok(ActiveModel {
            code_key: Set(code_key(&new.code)),
            code: Set(new.code),
            name: Set(new.name),
            location: Set(new.location),
            description: Set(new.description),
            timezone: Set(new.timezone),
            currency: Set(new.currency),
            ..Default::default()
        })
    }

    async fn kept(w: &Writer, row: Model) -> Result<Option<(String, Before)>> {
        let users =
            user_site::Entity::find().filter(user_site::Column::SiteId.eq(row.id)).all(w.tx()).await?;
        let users = users.into_iter().map(|u| u.user_id).collect();
        Ok(Some((row.code.clone(), Before::DeletedSite(Box::new(row), users))))
    }
}

async fn view<C: ConnectionTrait>(db: &C, id: SiteId) -> Result<Option<SiteView>> {
    let row = Entity::find_by_id(id).all(db).await?;
    Ok(views(db, row).await?.pop())
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
