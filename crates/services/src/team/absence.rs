//! Absences: reading them, proposing them, entering them for others.

use super::{
    TeamService,
    gather::{absence_view, civil, knows},
    person, within,
};
use crate::{
    access::{Writer, may},
    audit, local_time,
    notification::tell_absence,
    record::retried,
};
use domain::{
    AbsenceId, Caller, Date, Error, FieldErrors, Permission, Result, SiteId, Timestamp, UserId,
    audit::{Action, Change},
    span::Span,
    team::{AbsenceDraft, AbsenceQuery, AbsenceState, AbsenceView, Taken, overlap},
    user::UserRef,
};
use entity::{
    absence::{ActiveModel, Column as C, Entity, Model},
    site, user,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use std::collections::HashMap;

/// Absences of one list, at most.
const MOST: u64 = 1_000;
/// How far one looks ahead, in days.
const AHEAD_DAYS: i64 = 28;

impl TeamService<'_> {
    /// Absences of people whom the caller may know of, in their order; of colleagues only those that are approved, without
    /// their kind. Three statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn absences(&self, by: &Caller, query: &AbsenceQuery) -> Result<Vec<AbsenceView>> {
        let plant = local_time::plant(self.0);
        let after = query.until.and_then(|day| day.0.tomorrow().ok());
        let from = query.from.and_then(|day| local_time::start_of_day(day, &plant));
        let until = after.and_then(|day| local_time::start_of_day(Date(day), &plant));
        self.find(by, query, (from, until)).await
    }

    /// What waits for a decision, and what is approved for the coming four weeks. Six statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn absences_ahead(&self, by: &Caller) -> Result<(Vec<AbsenceView>, Vec<AbsenceView>)> {
        let now = self.0.now();
        let of = |state| AbsenceQuery { state: vec![state], ..AbsenceQuery::default() };
        let waiting = self.find(by, &of(AbsenceState::Proposed), (None, None)).await?;
        let span = (Some(now), Some(now.plus_seconds(AHEAD_DAYS * 86_400)));
        Ok((waiting, self.find(by, &of(AbsenceState::Approved), span).await?))
    }

    async fn find(
        &self,
        by: &Caller,
        query: &AbsenceQuery,
        (from, until): (Option<Timestamp>, Option<Timestamp>),
    ) -> Result<Vec<AbsenceView>> {
        let reader = self.0.read(by, Permission::TeamRead)?;
        let known = user::Entity::find().filter(within(&reader.scope, by));
        let known = known.select_only().column(user::Column::Id).into_query();
        let mut wanted = Entity::find().find_also_related(user::Entity).filter(C::UserId.in_subquery(known));
        if !query.person.is_empty() {
            wanted = wanted.filter(C::UserId.is_in(query.person.iter().copied()));
        }
        if !query.state.is_empty() {
            wanted = wanted.filter(C::State.is_in(query.state.iter().copied()));
        }
        if let Some(from) = from {
            wanted = wanted.filter(C::EndsAt.gt(from));
        }
        if let Some(until) = until {
            wanted = wanted.filter(C::StartsAt.lt(until));
        }
        let plant = local_time::plant(self.0);
        let rows = wanted.order_by_asc(C::StartsAt).order_by_asc(C::Id).limit(MOST).all(reader.db).await?;
        let (people, zones) = named(reader.db, rows.iter().map(|(row, _)| row)).await?;
        let views = rows.iter().filter_map(|(row, decider)| {
            let person = UserRef { id: row.user_id, name: people.get(&row.user_id)?.clone() };
            let zone = row.site_id.and_then(|site| zones.get(&site)).unwrap_or(&plant);
            let view = absence_view(row, (person, decider.as_ref().map(user::Model::name)), zone);
            match knows(by, row.user_id) {
                true => Some(view),
                false => (row.state == AbsenceState::Approved).then(|| view.for_colleagues()),
            }
        });
        Ok(views.collect())
    }

    /// Enters an absence: one's own is proposed; whoever directs technicians enters it approved, for anybody.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field, also at `first_day` for another absence of the same time, with its dates;
    /// [`Error::NotFound`]; [`Error::Forbidden`] for others' without directing them.
    pub async fn add_absence(&self, by: &Caller, draft: &AbsenceDraft) -> Result<AbsenceView> {
        retried(|| self.enter(by, draft)).await
    }

    async fn enter(&self, by: &Caller, draft: &AbsenceDraft) -> Result<AbsenceView> {
        let manages = may(by, Permission::TeamWrite);
        let named = draft.user_id.trim().parse::<UserId>().ok().or(by.user_id());
        let own = named.is_some() && named == by.user_id();
        let needs = if own && !manages { Permission::AbsencePropose } else { Permission::TeamWrite };
        let mut w = self.0.write(by, needs).await?;
        let new = draft.parse()?;
        let whose = new.user.or(by.user_id()).ok_or(Error::Forbidden)?;
        w.hold::<user::Entity>(whose).await?;
        let person = person(self.0, w.tx(), within(&w.scope, by), whose).await?;
        let zone = &person.zone;
        let span = new.span.span(zone).ok_or_else(|| Error::Invalid(FieldErrors::default()))?;
        let taken = of_span(&w, whose, span).await?;
        let taken: Vec<Taken> = taken
            .iter()
            .map(|row| Taken { kind: row.kind, state: row.state, span: civil(row, zone) })
            .collect();
        if let Some(error) = overlap(new.kind, new.span, &taken) {
            return Err(Error::Invalid(FieldErrors(vec![error])));
        }
        let state = if manages { AbsenceState::Approved } else { AbsenceState::Proposed };
        let row = ActiveModel {
            user_id: Set(whose),
            site_id: Set(person.site_id()),
            kind: Set(new.kind),
            state: Set(state),
            starts_at: Set(span.start),
            ends_at: Set(span.end),
            remark: Set(new.remark),
            decided_by: Set(by.user_id().filter(|_| manages)),
            decided_at: Set(manages.then_some(w.now)),
            version: Set(1),
            created_at: Set(w.now),
            updated_at: Set(w.now),
            created_by: Set(by.user_id()),
            ..Default::default()
        };
        let saved = row.insert(w.tx()).await?;
        let name = person.account.name();
        let change = Change::new(Action::Created, domain::Noun::Absence, saved.id.0, saved.site_id);
        w.record(change.after(story(&name, &saved, zone)));
        tell_absence(&mut w, &saved, (&name, zone)).await?;
        let decider = manages.then(|| by.name.clone());
        let view = absence_view(&saved, (UserRef { id: whose, name }, decider), zone);
        w.commit().await?;
        Ok(view)
    }
}

/// Names of the people, and zones of the sites, of some absences. Two statements.
async fn named<'a, D: ConnectionTrait>(
    db: &D,
    rows: impl Iterator<Item = &'a Model> + Clone,
) -> Result<(HashMap<UserId, String>, HashMap<SiteId, TimeZone>)> {
    let people = user::Entity::find().filter(user::Column::Id.is_in(rows.clone().map(|row| row.user_id)));
    let people = people.all(db).await?;
    let sites = site::Entity::find().filter(site::Column::Id.is_in(rows.filter_map(|row| row.site_id)));
    let sites = sites.all(db).await?;
    Ok((
        people.into_iter().map(|person| (person.id, person.name())).collect(),
        sites.into_iter().map(|site| (site.id, local_time::zone(&site.timezone))).collect(),
    ))
}

/// What somebody has in this time.
async fn of_span(w: &Writer, whose: UserId, span: Span) -> Result<Vec<Model>> {
    let rows = Entity::find()
        .filter(C::UserId.eq(whose))
        .filter(C::EndsAt.gt(span.start))
        .filter(C::StartsAt.lt(span.end))
        .order_by_asc(C::StartsAt);
    Ok(rows.all(w.tx()).await?)
}

/// Of these people, those whose approved absence covers the instant, with its end. One statement.
pub(crate) async fn away_at<D: ConnectionTrait>(
    db: &D,
    people: &[UserId],
    at: Timestamp,
) -> Result<HashMap<UserId, Timestamp>> {
    let rows = Entity::find()
        .filter(C::UserId.is_in(people.iter().copied()))
        .filter(C::State.eq(AbsenceState::Approved))
        .filter(C::StartsAt.lte(at))
        .filter(C::EndsAt.gt(at))
        .all(db)
        .await?;
    let away = rows.into_iter().filter(|row| row.kind.is_away());
    Ok(away.map(|row| (row.user_id, row.ends_at)).collect())
}

/// An absence as the audit trail tells it.
pub(super) fn story(name: &str, row: &Model, zone: &TimeZone) -> String {
    audit::json(&serde_json::json!({
        "name": name,
        "kind": row.kind,
        "state": row.state,
        "from": local_time::local(row.starts_at, zone),
        "until": local_time::local(row.ends_at, zone),
        "remark": row.remark,
        "reason": row.reason,
    }))
}

/// An absence by its number, locked.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn hold(w: &Writer, id: AbsenceId) -> Result<Model> {
    w.hold::<Entity>(id).await?;
    Entity::find_by_id(id).one(w.tx()).await?.ok_or(Error::NotFound(domain::Noun::Absence))
}
