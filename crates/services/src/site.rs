//! Sites: what is their own beside [`Record`].

use crate::{
    Services,
    access::{Scope, Writer},
    document,
    record::{Record, Records, Row},
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, Permission, Result, SiteId, SiteScope, UserId,
    key::code_key,
    settings::General,
    site::{SiteDraft, SiteRef, SiteView},
};
use entity::{
    counter, equipment, production_line,
    site::{self, ActiveModel, Entity},
    user, user_site,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::{borrow::Cow, collections::HashMap};

impl Records<'_, SiteDraft> {
    /// The caller's sites by name, for choices.
    ///
    /// # Errors
    /// [`Error::Internal`] or [`Error::Unavailable`].
    pub async fn choices(&self, by: &Caller) -> Result<Vec<SiteRef>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let rows = Entity::find()
            .filter(reader.scope.filter_by_site((Entity, site::Column::Id)))
            .order_by_asc(site::Column::CodeKey)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|s| SiteRef { id: s.id, code: s.code, name: s.name }).collect())
    }
}

impl Record for SiteDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("sites_code", &["code_key"], "code")];

    async fn views<C: ConnectionTrait>(db: &C, scope: &Scope, only: Option<SiteId>) -> Result<Vec<SiteView>> {
        let all = || scope.filter_by_site((Entity, site::Column::Id));
        let wanted = only.map_or_else(all, |id| site::Column::Id.eq(id).into());
        let rows = Entity::find().filter(wanted).order_by_asc(site::Column::CodeKey).all(db).await?;
        views(db, rows).await
    }

    /// With the time zone and the currency of the settings where it has none.
    fn completed(&self, s: &Services) -> Cow<'_, Self> {
        Cow::Owned(self.or_defaults(&s.settings().get::<General>()))
    }

    /// A creator who does not see all sites sees this one.
    async fn created(w: &Writer, view: &SiteView) -> Result<()> {
        if let (Some(user), SiteScope::Only(_)) = (w.by().user_id(), &w.by().sites) {
            give_access(w, view.id, user).await?;
        }
        Ok(())
    }

    /// The numbers that it gave out, and the deleted documents of equipment that is gone.
    async fn purge(w: &mut Writer, id: SiteId) -> Result<Vec<String>> {
        let contents = document::purge_lost(w, id).await?;
        counter::Entity::delete_many().filter(counter::Column::SiteId.eq(id)).exec(w.tx()).await?;
        Ok(contents)
    }

    async fn check(&self, _w: &Writer, _stored: Option<&SiteView>) -> Result<Row<Self>> {
        let new = self.parse()?;
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

    /// Those who had access to it.
    async fn keep_beside(w: &Writer, id: SiteId) -> Result<serde_json::Value> {
        let users = user_site::Entity::find().filter(user_site::Column::SiteId.eq(id)).all(w.tx()).await?;
        Ok(users.into_iter().map(|user| user.user_id.0).collect())
    }

    async fn put_beside(w: &Writer, id: SiteId, users: serde_json::Value) -> Result<()> {
        let users = users.as_array().into_iter().flatten().filter_map(serde_json::Value::as_i64);
        let still = user::Entity::find().filter(user::Column::Id.is_in(users));
        for user in still.all(w.tx()).await? {
            let row =
                user_site::ActiveModel { user_id: Set(user.id), site_id: Set(id), ..Default::default() };
            row.insert(w.tx()).await?;
        }
        Ok(())
    }
}

async fn give_access(w: &Writer, site: SiteId, user: UserId) -> Result<()> {
    let row = user_site::ActiveModel { user_id: Set(user), site_id: Set(site), ..Default::default() };
    row.insert(w.tx()).await?;
    Ok(())
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
