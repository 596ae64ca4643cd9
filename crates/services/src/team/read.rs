//! The list of technicians, and one of them.

use super::{
    TeamService,
    gather::{Work, gather, site_ref, weeks},
    technicians, within, workers,
};
use crate::search;
use domain::{
    Caller, Error, Noun, Permission, Result, UserId,
    key::sort_by_name,
    team::{Presence, ShiftsDraft, ShiftsView, TeamQuery, TechnicianDetail, TechnicianRow},
    text::fold,
};
use entity::{skill, technician, technician_skill, user, user_site};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};

/// People of one list, at most.
const MOST_PEOPLE: u64 = 500;
/// Absences that ended so many days ago are still shown with a person.
const PAST_DAYS: i64 = 30;

impl TeamService<'_> {
    /// The technicians whom the caller may know of, by last name. Nine statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &TeamQuery) -> Result<Vec<TechnicianRow>> {
        use user::Column as C;
        let reader = self.0.read(by, Permission::TeamRead)?;
        let mut people = user::Entity::find()
            .filter(within(&reader.scope, by))
            .filter(technicians())
            .filter(search::holds_unindexed(C::SearchText, &query.q));
        if !query.team.is_empty() {
            let teams = technician::Column::TeamId.is_in(query.team.iter().copied());
            let members = technician::Entity::find().select_only().column(technician::Column::UserId);
            people = people.filter(C::Id.in_subquery(members.filter(teams).into_query()));
        }
        if !query.skill.is_empty() {
            people = people.filter(C::Id.in_subquery(who_can(&query.skill)));
        }
        if !query.site.is_empty() {
            let there = user_site::Column::SiteId.is_in(query.site.iter().copied());
            let members = user_site::Entity::find().select_only().column(user_site::Column::UserId);
            people = people.filter(C::Id.in_subquery(members.filter(there).into_query()));
        }
        let people =
            people.order_by_asc(C::SearchText).order_by_asc(C::Id).limit(MOST_PEOPLE).all(reader.db).await?;
        let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
        let all = gather(self.0, reader.db, &ids, self.0.now(), Work::Week).await?;
        let rows = people.iter().map(|account| all.row(by, &reader.scope, account));
        Ok(rows.filter(|row| !query.present || row.presence == Presence::Present).collect())
    }

    /// One technician, whole. Nine statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: UserId) -> Result<TechnicianDetail> {
        let reader = self.0.read(by, Permission::TeamRead)?;
        let within = within(&reader.scope, by);
        let found = user::Entity::find_by_id(id).filter(within).filter(workers()).one(reader.db).await?;
        let account = found.ok_or(Error::NotFound(Noun::Technician))?;
        let since = self.0.now().plus_seconds(-PAST_DAYS * 86_400);
        let all = gather(self.0, reader.db, &[id], since, Work::All).await?;
        let seen = |site: &&entity::site::Model| reader.scope.sites.contains(site.id);
        let profile = all.profile(id);
        let said = profile.and_then(|profile| profile.home_site_id);
        let shifts = all.shifts(id).iter().zip(weeks(all.shifts(id))).map(|(row, (_, shifts))| ShiftsView {
            id: row.id,
            valid_from: row.valid_from,
            days: ShiftsDraft::from(shifts.as_slice()).days,
            version: row.version,
        });
        Ok(TechnicianDetail {
            row: all.row(by, &reader.scope, &account),
            sites: all.sites(id).iter().filter(seen).map(site_ref).collect(),
            home_site: all.sites(id).iter().filter(seen).find(|site| Some(site.id) == said).map(site_ref),
            phone: profile.and_then(|profile| profile.phone.clone()),
            shifts: shifts.collect(),
            absences: all.absences(by, &account),
            work: all.work(by, &reader.scope, id),
            today: all.today(id),
            version: profile.map_or(0, |profile| profile.version),
        })
    }

    /// The skills that somebody has, by name: for a filter. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn skills(&self, by: &Caller) -> Result<Vec<String>> {
        let reader = self.0.read(by, Permission::TeamRead)?;
        let had = technician_skill::Entity::find().select_only().column(technician_skill::Column::SkillId);
        let known = skill::Entity::find().select_only().column(skill::Column::Name);
        let known = known.filter(skill::Column::Id.in_subquery(had.into_query()));
        let mut names: Vec<String> = known.into_tuple().all(reader.db).await?;
        sort_by_name(&mut names, |name| name);
        Ok(names)
    }
}

/// Those who have one of these skills.
fn who_can(skills: &[String]) -> SelectStatement {
    let of_person = technician::Entity::belongs_to(technician_skill::Entity)
        .from(technician::Column::Id)
        .to(technician_skill::Column::TechnicianId)
        .into();
    let known = technician_skill::Entity::belongs_to(skill::Entity)
        .from(technician_skill::Column::SkillId)
        .to(skill::Column::Id)
        .into();
    technician::Entity::find()
        .select_only()
        .column(technician::Column::UserId)
        .join(JoinType::InnerJoin, of_person)
        .join(JoinType::InnerJoin, known)
        .filter(skill::Column::Folded.is_in(skills.iter().map(|name| fold(name))))
        .into_query()
}
