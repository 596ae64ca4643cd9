//! Use cases of technicians: who they are and what is planned for them, their teams, shifts and absences.

mod absence;
mod decide;
mod gather;
mod profile;
mod read;
mod shifts;
mod skills;
mod teams;

pub(crate) use absence::away_at;
pub(crate) use skills::skills_held;

use crate::{Services, local_time, user as accounts};
use domain::{Error, Noun, Permission, Result, Role, SiteId, UserId};
use entity::{site, technician, user, user_site};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Condition,
};

/// Technicians, teams, shifts, absences.
pub struct TeamService<'a>(pub(crate) &'a Services);

/// Whose days are counted, and on which clock.
struct Person {
    account: user::Model,
    site: Option<site::Model>,
    zone: TimeZone,
}

impl Person {
    fn site_id(&self) -> Option<SiteId> {
        self.site.as_ref().map(|site| site.id)
    }
}

/// Active people who do work.
fn workers() -> Condition {
    let works = Role::ALL.iter().copied().filter(|r| r.permissions().contains(Permission::InterventionWork));
    Condition::all().add(user::Column::IsActive.eq(true)).add(user::Column::Role.is_in(works))
}

/// Of them, technicians, and others of whom a profile says something.
fn technicians() -> Condition {
    let described = technician::Entity::find().select_only().column(technician::Column::UserId).into_query();
    let listed = Condition::any().add(user::Column::Role.eq(Role::Technician));
    workers().add(listed.add(user::Column::Id.in_subquery(described)))
}

/// Somebody who does work and whom the condition lets see, with their site. Three statements.
///
/// # Errors
/// [`Error::NotFound`].
async fn person<D: ConnectionTrait>(s: &Services, db: &D, within: Condition, id: UserId) -> Result<Person> {
    let found = user::Entity::find_by_id(id).filter(within).filter(workers()).one(db).await?;
    let account = found.ok_or(Error::NotFound(Noun::Technician))?;
    let site = place_of(db, id).await?;
    let zone = zone_at(s, site.as_ref());
    Ok(Person { account, site, zone })
}

/// The zone of the days of somebody. Two statements.
pub(crate) async fn zone_of<D: ConnectionTrait>(s: &Services, db: &D, id: UserId) -> Result<TimeZone> {
    Ok(zone_at(s, place_of(db, id).await?.as_ref()))
}

fn zone_at(s: &Services, site: Option<&site::Model>) -> TimeZone {
    site.map_or_else(|| local_time::plant(s), |site| local_time::zone(&site.timezone))
}

async fn place_of<D: ConnectionTrait>(db: &D, id: UserId) -> Result<Option<site::Model>> {
    let profile = technician::Entity::find().filter(technician::Column::UserId.eq(id)).one(db).await?;
    let sites = user_site::Entity::find().select_only().column(user_site::Column::SiteId);
    let of_person = sites.filter(user_site::Column::UserId.eq(id)).into_query();
    let places = site::Entity::find()
        .filter(site::Column::Id.in_subquery(of_person))
        .order_by_asc(site::Column::Id)
        .all(db)
        .await?;
    Ok(home(profile.and_then(|profile| profile.home_site_id), &places).cloned())
}

/// The site whose clock the days of somebody follow: the one that is said, as long as it is theirs; the first of theirs
/// otherwise.
fn home(said: Option<SiteId>, places: &[site::Model]) -> Option<&site::Model> {
    places.iter().find(|site| Some(site.id) == said).or_else(|| places.first())
}

/// People whom the caller may know of.
fn within(scope: &crate::access::Scope, by: &domain::Caller) -> Condition {
    accounts::within(scope, by)
}
