//! Who is to do it, and when.

use super::{
    InterventionService, costs, periods, read,
    step::{Held, Step, hold},
};
use crate::notification::{Message, tell};
use crate::{
    access::{Reader, Writer},
    local_time,
    record::retried,
    team::{away_at, skills_held},
};
use domain::notification::NotificationKind::Assigned;
use domain::{
    Caller, Error, FieldCode, InterventionId, Permission, Result, Role, SiteId, SiteScope, Timestamp, UserId,
    audit::Action,
    intervention::{AssignDraft, Candidate, InterventionDetail, WorkAction, lacking, skills_of},
    settings::Work,
    user::UserRef,
    worktime::date_at,
};
use entity::{intervention, intervention_assignee, user, user_site};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Condition,
};
use std::collections::HashMap;

impl InterventionService<'_> {
    /// People to whom work in a site can be given, by name. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] for a site outside of the caller's.
    pub async fn assignable(&self, by: &Caller, site: SiteId) -> Result<Vec<UserRef>> {
        let reader = self.0.read(by, Permission::InterventionWrite)?;
        if !reader.scope.sites.contains(site) {
            return Err(Error::NotFound(domain::Noun::Site));
        }
        people_who_work(&reader, &SiteScope::Only(vec![site])).await
    }

    /// People to whom an intervention can be given, those who can do it first, then by name, with what speaks against each on
    /// the day when it is to begin, or today. At most four statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn candidates(&self, by: &Caller, id: InterventionId) -> Result<Vec<Candidate>> {
        let reader = self.0.read(by, Permission::InterventionWrite)?;
        let found = read::whole(reader.db, &reader.scope, id).await?;
        let (zone, of) = (found.zone(), &found.stored);
        let at = of.planned_at.unwrap_or(self.0.now());
        let people = people_who_work(&reader, &SiteScope::Only(vec![of.site_id])).await?;
        let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
        let away = away_at(reader.db, &ids, at).await?;
        let required = skills_of(of.skills.as_deref());
        let held = match required.is_empty() {
            true => HashMap::new(),
            false => skills_held(reader.db, &ids).await?,
        };
        let day = date_at(at, &zone);
        let candidate = |user: UserRef| Candidate {
            away_until: away.get(&user.id).copied(),
            away_until_local: away.get(&user.id).map(|until| local_time::local(*until, &zone)),
            lacks: lacking(&required, held.get(&user.id).map_or(&[], Vec::as_slice), day),
            user,
        };
        let mut all: Vec<Candidate> = people.into_iter().map(candidate).collect();
        all.sort_by_key(|one| (one.away_until.is_some(), !one.lacks.is_empty()));
        Ok(all)
    }

    /// Everybody to whom work in one of the caller's sites can be given, by name: for a filter. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`], also for whoever sees only what is theirs.
    pub async fn technicians(&self, by: &Caller) -> Result<Vec<UserRef>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        match reader.scope.own {
            None => people_who_work(&reader, &reader.scope.sites).await,
            Some(_) => Err(Error::Forbidden),
        }
    }

    /// Gives the work to people of its site. Whoever leaves it stops working on it.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `technicians`: unknown, disabled, of another site, away when it is to begin, or not
    /// somebody who works;
    /// [`domain::Refusal::IllegalMove`]; [`Error::NotFound`]; [`Error::Stale`].
    pub async fn assign(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &AssignDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.give(by, id, draft)).await
    }

    async fn give(&self, by: &Caller, id: InterventionId, draft: &AssignDraft) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Assign.permission()).await?;
        let mut held = hold(&w, id, None).await?;
        let to = held.may(by, WorkAction::Assign, &draft.version)?;
        let new = draft.parse()?;
        let planned = new.planned.map(|planned| planned.at(&held.zone)).or(held.row.planned_at);
        check_people(&w, (held.row.site_id, &held.zone), &new.technicians, planned).await?;
        let leaving: Vec<UserId> = held
            .assignees
            .iter()
            .map(|assignee| assignee.user_id)
            .filter(|user| !new.technicians.contains(user))
            .collect();
        intervention_assignee::Entity::delete_many()
            .filter(intervention_assignee::Column::InterventionId.eq(id))
            .exec(w.tx())
            .await?;
        let rows = new.technicians.iter().map(|user_id| {
            let before = held.assignees.iter().find(|assignee| assignee.user_id == *user_id);
            intervention_assignee::ActiveModel {
                intervention_id: Set(id),
                user_id: Set(*user_id),
                lead: Set(*user_id == new.lead),
                assigned_at: Set(before.map_or(w.now, |assignee| assignee.assigned_at)),
                ..Default::default()
            }
        });
        intervention_assignee::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
        let stopped = periods::stop(&w, id, Some(&leaving)).await?;
        let mut row = intervention::ActiveModel { lead_id: Set(Some(new.lead)), ..Default::default() };
        if let Some(planned) = new.planned {
            row.planned_at = Set(Some(planned.at(&held.zone)));
        }
        if let Some(minutes) = new.estimated_minutes {
            row.estimated_minutes = Set(Some(minutes));
        }
        let settings = self.0.settings().get::<Work>();
        let told = (WorkAction::Assign, Action::Assigned);
        held.write(&mut w, &settings, told, to, row, Step::remark(new.remark)).await?;
        let joining = new.technicians.iter().copied().filter(|user| !held.is_assigned(Some(*user)));
        tell(&mut w, Message::new(&held.row).to(joining, Assigned)).await?;
        if stopped {
            costs::refresh(&w, &[id]).await?;
        }
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// Whether somebody to whom it is assigned is away when it is to begin.
///
/// # Errors
/// [`FieldCode::PersonAway`] at `planned` for the first who is.
pub(super) async fn refuse_if_away(w: &Writer, held: &Held, planned: Option<Timestamp>) -> Result<()> {
    let Some(planned) = planned else { return Ok(()) };
    let people: Vec<UserId> = held.assignees.iter().map(|assignee| assignee.user_id).collect();
    if people.is_empty() {
        return Ok(());
    }
    let away = away_at(w.tx(), &people, planned).await?;
    let first = people.iter().find_map(|id| Some((*id, *away.get(id)?)));
    let Some((id, until)) = first else { return Ok(()) };
    let person = user::Entity::find_by_id(id).one(w.tx()).await?;
    let name = person.map(|person| person.name()).unwrap_or_default();
    Err(Error::field("planned", away_code(name, until, &held.zone)))
}

fn away_code(name: String, until: Timestamp, zone: &TimeZone) -> FieldCode {
    FieldCode::PersonAway { name, until: local_time::local(until, zone).0.to_string() }
}

async fn people_who_work(reader: &Reader<'_>, sites: &SiteScope) -> Result<Vec<UserRef>> {
    let roles = Role::ALL.iter().copied().filter(|role| works(*role));
    let mut people = user::Entity::find()
        .filter(user::Column::IsActive.eq(true))
        .filter(user::Column::Role.is_in(roles))
        .order_by_asc(user::Column::SearchText)
        .order_by_asc(user::Column::Id);
    if let SiteScope::Only(sites) = sites {
        let there = user_site::Entity::find()
            .select_only()
            .column(user_site::Column::UserId)
            .filter(user_site::Column::SiteId.is_in(sites.iter().copied()))
            .into_query();
        let of_site = Condition::any().add(user::Column::Id.in_subquery(there));
        people = people.filter(of_site.add(user::Column::Role.eq(Role::Admin)));
    }
    let people = people.all(reader.db).await?;
    Ok(people.into_iter().map(|person| UserRef { id: person.id, name: person.name() }).collect())
}

/// Whether people of this role do work.
fn works(role: Role) -> bool {
    role.permissions().contains(Permission::InterventionWork)
}

/// # Errors
/// [`Error::Invalid`] at `technicians` for the first who cannot have it.
async fn check_people(
    w: &Writer,
    (site, zone): (SiteId, &TimeZone),
    people: &[UserId],
    planned: Option<Timestamp>,
) -> Result<()> {
    let known =
        user::Entity::find().filter(user::Column::Id.is_in(people.iter().copied())).all(w.tx()).await?;
    let there: Vec<UserId> = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.eq(site))
        .filter(user_site::Column::UserId.is_in(people.iter().copied()))
        .into_tuple()
        .all(w.tx())
        .await?;
    let away = match planned {
        Some(at) => away_at(w.tx(), people, at).await?,
        None => HashMap::new(),
    };
    for id in people {
        let code = match known.iter().find(|person| person.id == *id) {
            None => FieldCode::NotFound,
            Some(person) if !person.is_active => FieldCode::AccountDisabled,
            Some(person) if !works(person.role) => FieldCode::NotAllowed,
            Some(person) if person.role != Role::Admin && !there.contains(id) => FieldCode::OtherSite,
            Some(person) => match away.get(id) {
                Some(until) => away_code(person.name(), *until, zone),
                None => continue,
            },
        };
        return Err(Error::field("technicians", code));
    }
    Ok(())
}
