//! Teams: list, read, create, change, delete.

use super::TeamService;
use crate::{
    access::{Scope, Writer},
    record::{Model, Record, Row},
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, Permission, Result, Role, SiteId, SiteScope, TeamId, UserId,
    key::sort_by_name,
    team::{TeamDraft, TeamView},
    text,
    undo::Obstacle,
    user::UserRef,
};
use entity::{
    site,
    team::{ActiveModel, Column, Entity},
    technician, user, user_site,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Condition,
};
use std::collections::HashMap;

impl TeamService<'_> {
    /// People who can lead a team: who direct technicians, of the caller's sites, by name. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn supervisors(&self, by: &Caller) -> Result<Vec<UserRef>> {
        let reader = self.0.read(by, Permission::TeamWrite)?;
        let mut people = user::Entity::find()
            .filter(user::Column::IsActive.eq(true))
            .filter(user::Column::Role.is_in(leading()))
            .order_by_asc(user::Column::SearchText)
            .order_by_asc(user::Column::Id);
        if let SiteScope::Only(sites) = &reader.scope.sites {
            let there = user_site::Entity::find().select_only().column(user_site::Column::UserId);
            let there = there.filter(user_site::Column::SiteId.is_in(sites.iter().copied())).into_query();
            let of_site = Condition::any().add(user::Column::Id.in_subquery(there));
            people = people.filter(of_site.add(user::Column::Role.eq(Role::Admin)));
        }
        let people = people.all(reader.db).await?;
        Ok(people.into_iter().map(|person| UserRef { id: person.id, name: person.name() }).collect())
    }
}

fn leading() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| role.permissions().contains(Permission::TeamWrite))
}

impl Record for TeamDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("teams_name", &["folded"], "name")];

    /// By name. Two statements.
    async fn views<C: ConnectionTrait>(db: &C, scope: &Scope, only: Option<TeamId>) -> Result<Vec<TeamView>> {
        let all = || scope.filter_by_site((Entity, Column::SiteId));
        views(db, only.map_or_else(all, |id| Column::Id.eq(id).into())).await
    }

    async fn check(&self, w: &Writer, stored: Option<&TeamView>) -> Result<Row<Self>> {
        let new = self.parse()?;
        if stored.is_some_and(|team| team.site.id != new.site_id) {
            return Err(Error::field("site_id", FieldCode::NotAllowed));
        }
        let known = w.hold_reference::<site::Entity>(new.site_id).await?.is_some();
        if !known || !w.scope.sites.contains(new.site_id) {
            return Err(Error::field("site_id", FieldCode::NotFound));
        }
        if let Some(person) = new.supervisor_id
            && stored.and_then(|team| team.supervisor.as_ref()).is_none_or(|had| had.id != person)
        {
            leads(w, new.site_id, person).await?;
        }
        Ok(ActiveModel {
            site_id: Set(new.site_id),
            folded: Set(text::fold(&new.name)),
            name: Set(new.name),
            supervisor_id: Set(new.supervisor_id),
            active: Set(new.active),
            ..Default::default()
        })
    }

    async fn obstacle(w: &Writer, row: &Model<Self>) -> Result<Option<Obstacle>> {
        w.site_obstacle(row.site_id).await
    }
}

/// # Errors
/// [`Error::Invalid`] at `supervisor_id` for somebody who cannot lead a team there.
async fn leads(w: &Writer, site: SiteId, person: UserId) -> Result<()> {
    let there = user_site::Entity::find()
        .filter(user_site::Column::SiteId.eq(site))
        .filter(user_site::Column::UserId.eq(person))
        .count(w.tx())
        .await?;
    let code = match user::Entity::find_by_id(person).one(w.tx()).await? {
        None => FieldCode::NotFound,
        Some(found) if !found.is_active => FieldCode::AccountDisabled,
        Some(found) if !leading().any(|role| role == found.role) => FieldCode::NotAllowed,
        Some(found) if found.role != Role::Admin && there == 0 => FieldCode::OtherSite,
        Some(_) => return Ok(()),
    };
    Err(Error::field("supervisor_id", code))
}

async fn views<C: ConnectionTrait>(db: &C, within: Condition) -> Result<Vec<TeamView>> {
    let teams = Entity::find().find_also_related(site::Entity).find_also_related(user::Entity);
    let mut rows = teams.filter(within).all(db).await?;
    sort_by_name(&mut rows, |(team, ..)| &team.name);
    let counts: HashMap<Option<TeamId>, i64> = technician::Entity::find()
        .select_only()
        .column(technician::Column::TeamId)
        .column_as(technician::Column::Id.count(), "count")
        .filter(technician::Column::TeamId.is_in(rows.iter().map(|(team, ..)| team.id)))
        .group_by(technician::Column::TeamId)
        .into_tuple::<(Option<TeamId>, i64)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let view = |(team, site, supervisor): (entity::team::Model, Option<site::Model>, Option<user::Model>)| {
        Some(TeamView {
            members: counts.get(&Some(team.id)).copied().unwrap_or(0),
            id: team.id,
            site: super::gather::site_ref(&site?),
            name: team.name,
            supervisor: supervisor.map(|person| UserRef { id: person.id, name: person.name() }),
            active: team.active,
            updated_at: team.updated_at,
            version: team.version,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}
