//! What belongs to some people, read for all of them at once.

use super::home;
use crate::{
    Services,
    access::{Scope, may},
    local_time,
};
use domain::{
    Caller, Date, InterventionId, LocalDateTime, Permission, Result, SiteId, Timestamp, UserId,
    intervention::InterventionStatus,
    key::sort_by_name,
    site::SiteRef,
    span::{Span, Spans},
    team::{
        AbsenceKind, AbsenceState, AbsenceView, Job, SkillStanding, SkillView, TeamRef, TechnicianRow,
        WorkRef, capacity, load, presence, rotas, week_of,
    },
    user::UserRef,
    worktime::{CivilSpan, Rota, Shift, WorkCalendar, civil_at, date_at},
};
use entity::{
    absence, equipment, intervention, intervention_assignee, shift_pattern, site, skill, team, technician,
    technician_skill, user, user_site, work_period,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, sea_query::ExprTrait,
};
use std::collections::HashMap;

const DAY: i64 = 86_400;

/// Which work is read.
#[derive(Clone, Copy)]
pub(super) enum Work {
    /// What is planned around now, and what somebody works on.
    Week,
    /// Everything that is not done.
    All,
}

/// Work that is assigned to somebody.
#[derive(Clone, Debug, FromQueryResult)]
struct Assigned {
    user_id: UserId,
    id: InterventionId,
    site_id: SiteId,
    code: String,
    title: String,
    status: InterventionStatus,
    planned_at: Option<Timestamp>,
    estimated_minutes: Option<i32>,
    equipment_code: String,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Skilled {
    technician_id: i64,
    name: String,
    level: Option<domain::team::SkillLevel>,
    certificate: Option<String>,
    expires_on: Option<Date>,
}

/// All of it, by person.
pub(super) struct Gathered {
    now: Timestamp,
    plant: TimeZone,
    profiles: HashMap<UserId, technician::Model>,
    teams: HashMap<domain::TeamId, String>,
    sites: HashMap<UserId, Vec<site::Model>>,
    skills: HashMap<i64, Vec<Skilled>>,
    shifts: HashMap<UserId, Vec<shift_pattern::Model>>,
    absences: HashMap<UserId, Vec<(absence::Model, Option<user::Model>)>>,
    work: HashMap<UserId, Vec<Assigned>>,
    running: HashMap<UserId, InterventionId>,
}

fn by_person<T>(rows: Vec<T>, whose: impl Fn(&T) -> UserId) -> HashMap<UserId, Vec<T>> {
    let mut found: HashMap<UserId, Vec<T>> = HashMap::new();
    for row in rows {
        found.entry(whose(&row)).or_default().push(row);
    }
    found
}

/// Eight statements, however many people. Absences that end before `since` are left out.
pub(super) async fn gather<D: ConnectionTrait>(
    s: &Services,
    db: &D,
    people: &[UserId],
    since: Timestamp,
    work: Work,
) -> Result<Gathered> {
    let ids = || people.iter().copied();
    let profiles = technician::Entity::find().filter(technician::Column::UserId.is_in(ids())).all(db).await?;
    let teams: Vec<(domain::TeamId, String)> = team::Entity::find()
        .select_only()
        .columns([team::Column::Id, team::Column::Name])
        .filter(team::Column::Id.is_in(profiles.iter().filter_map(|p| p.team_id)))
        .into_tuple()
        .all(db)
        .await?;
    let place = user_site::Entity::belongs_to(site::Entity)
        .from(user_site::Column::SiteId)
        .to(site::Column::Id)
        .into();
    let sites: Vec<(user_site::Model, Option<site::Model>)> = user_site::Entity::find()
        .join(JoinType::InnerJoin, place)
        .select_also(site::Entity)
        .filter(user_site::Column::UserId.is_in(ids()))
        .order_by_asc(user_site::Column::SiteId)
        .all(db)
        .await?;
    let mut of_people: HashMap<UserId, Vec<site::Model>> = HashMap::new();
    for (link, place) in sites {
        of_people.entry(link.user_id).or_default().extend(place);
    }
    let known = technician_skill::Entity::belongs_to(skill::Entity)
        .from(technician_skill::Column::SkillId)
        .to(skill::Column::Id)
        .into();
    let mut skills = technician_skill::Entity::find()
        .select_only()
        .columns([
            technician_skill::Column::TechnicianId,
            technician_skill::Column::Level,
            technician_skill::Column::Certificate,
            technician_skill::Column::ExpiresOn,
        ])
        .column(skill::Column::Name)
        .join(JoinType::InnerJoin, known)
        .filter(technician_skill::Column::TechnicianId.is_in(profiles.iter().map(|p| p.id)))
        .into_model::<Skilled>()
        .all(db)
        .await?;
    sort_by_name(&mut skills, |skill| &skill.name);
    let mut skilled: HashMap<i64, Vec<Skilled>> = HashMap::new();
    for skill in skills {
        skilled.entry(skill.technician_id).or_default().push(skill);
    }
    let shifts = shift_pattern::Entity::find()
        .filter(shift_pattern::Column::UserId.is_in(ids()))
        .order_by_desc(shift_pattern::Column::ValidFrom)
        .all(db)
        .await?;
    let absences = absence::Entity::find()
        .find_also_related(user::Entity)
        .filter(absence::Column::UserId.is_in(ids()))
        .filter(absence::Column::EndsAt.gt(since))
        .order_by_asc(absence::Column::StartsAt)
        .order_by_asc(absence::Column::Id)
        .all(db)
        .await?;
    let running: Vec<(UserId, InterventionId)> = work_period::Entity::find()
        .select_only()
        .columns([work_period::Column::UserId, work_period::Column::InterventionId])
        .filter(work_period::Column::UserId.is_in(ids()))
        .filter(work_period::Column::EndedAt.is_null())
        .order_by_asc(work_period::Column::StartedAt)
        .into_tuple()
        .all(db)
        .await?;
    let work = assigned(db, people, s.now(), work, &running).await?;
    Ok(Gathered {
        now: s.now(),
        plant: local_time::plant(s),
        profiles: profiles.into_iter().map(|profile| (profile.user_id, profile)).collect(),
        teams: teams.into_iter().collect(),
        sites: of_people,
        skills: skilled,
        shifts: by_person(shifts, |row| row.user_id),
        absences: by_person(absences, |(row, _)| row.user_id),
        work: by_person(work, |row| row.user_id),
        running: running.into_iter().collect(),
    })
}

/// Work that is assigned to these people and not done. One statement.
async fn assigned<D: ConnectionTrait>(
    db: &D,
    people: &[UserId],
    now: Timestamp,
    work: Work,
    running: &[(UserId, InterventionId)],
) -> Result<Vec<Assigned>> {
    use intervention::Column as C;
    let of_work = intervention_assignee::Entity::belongs_to(intervention::Entity)
        .from(intervention_assignee::Column::InterventionId)
        .to(C::Id)
        .into();
    let mut wanted = Condition::all()
        .add(intervention_assignee::Column::UserId.is_in(people.iter().copied()))
        .add(C::Status.is_in(InterventionStatus::PENDING.iter().copied()));
    if let Work::Week = work {
        let around =
            C::PlannedAt.gt(now.plus_seconds(-8 * DAY)).and(C::PlannedAt.lt(now.plus_seconds(8 * DAY)));
        wanted = wanted.add(
            Condition::any()
                .add(around)
                .add(C::Id.is_in(running.iter().map(|(_, intervention)| *intervention))),
        );
    }
    let rows = intervention_assignee::Entity::find()
        .select_only()
        .column(intervention_assignee::Column::UserId)
        .columns([C::Id, C::SiteId, C::Code, C::Title, C::Status, C::PlannedAt, C::EstimatedMinutes])
        .column_as(equipment::Column::Code, "equipment_code")
        .join(JoinType::InnerJoin, of_work)
        .join(JoinType::InnerJoin, intervention::Relation::Equipment.def())
        .filter(wanted)
        .order_by_asc(C::PlannedAt)
        .order_by_asc(C::Id);
    Ok(rows.into_model::<Assigned>().all(db).await?)
}

/// Whether the caller is told everything of somebody's absences.
pub(super) fn knows(by: &Caller, person: UserId) -> bool {
    may(by, Permission::TeamWrite) || by.user_id() == Some(person)
}

/// An absence on the clock of a zone.
pub(super) fn absence_view(
    row: &absence::Model,
    (user, decider): (UserRef, Option<String>),
    zone: &TimeZone,
) -> AbsenceView {
    AbsenceView {
        id: row.id,
        user,
        kind: Some(row.kind),
        state: row.state,
        from: row.starts_at,
        until: row.ends_at,
        from_local: local_time::local(row.starts_at, zone),
        until_local: local_time::local(row.ends_at, zone),
        remark: row.remark.clone(),
        decided_by: decider,
        reason: row.reason.clone(),
        version: row.version,
    }
}

/// The weeks that are stored; what cannot be read is a week without shifts.
pub(super) fn weeks(rows: &[shift_pattern::Model]) -> Vec<(Date, Vec<Shift>)> {
    rows.iter().map(|row| (row.valid_from, serde_json::from_str(&row.shifts).unwrap_or_default())).collect()
}

impl Gathered {
    pub fn profile(&self, person: UserId) -> Option<&technician::Model> {
        self.profiles.get(&person)
    }

    pub fn sites(&self, person: UserId) -> &[site::Model] {
        self.sites.get(&person).map_or(&[], Vec::as_slice)
    }

    pub fn shifts(&self, person: UserId) -> &[shift_pattern::Model] {
        self.shifts.get(&person).map_or(&[], Vec::as_slice)
    }

    pub fn site(&self, person: UserId) -> Option<&site::Model> {
        home(self.profile(person).and_then(|profile| profile.home_site_id), self.sites(person))
    }

    pub fn zone(&self, person: UserId) -> TimeZone {
        self.site(person).map_or_else(|| self.plant.clone(), |site| local_time::zone(&site.timezone))
    }

    pub fn today(&self, person: UserId) -> LocalDateTime {
        local_time::local(self.now, &self.zone(person))
    }

    /// Absences as the caller may know them, in their order.
    pub fn absences(&self, by: &Caller, account: &user::Model) -> Vec<AbsenceView> {
        let zone = self.zone(account.id);
        let all = self.absences.get(&account.id).map_or(&[][..], Vec::as_slice);
        let view = |(row, decider): &(absence::Model, Option<user::Model>)| {
            let person = UserRef { id: account.id, name: account.name() };
            absence_view(row, (person, decider.as_ref().map(user::Model::name)), &zone)
        };
        match knows(by, account.id) {
            true => all.iter().map(view).collect(),
            false => {
                let held = all.iter().filter(|(row, _)| row.state == AbsenceState::Approved);
                held.map(|row| view(row).for_colleagues()).collect()
            }
        }
    }

    /// Work as the caller may know it: of the sites that they see.
    pub fn work(&self, by: &Caller, scope: &Scope, person: UserId) -> Vec<WorkRef> {
        if !may(by, Permission::InterventionRead) {
            return vec![];
        }
        let zone = self.zone(person);
        let seen = self.work.get(&person).into_iter().flatten().filter(|w| scope.sites.contains(w.site_id));
        seen.map(|work| WorkRef {
            id: work.id,
            code: work.code.clone(),
            title: work.title.clone(),
            equipment_code: work.equipment_code.clone(),
            status: work.status,
            planned_local: work.planned_at.map(|at| local_time::local(at, &zone)),
            estimated_minutes: work.estimated_minutes,
        })
        .collect()
    }

    fn skills(&self, person: UserId, today: Date) -> Vec<SkillView> {
        let of_person = self.profile(person).and_then(|profile| self.skills.get(&profile.id));
        let view = |skill: &Skilled| SkillView {
            name: skill.name.clone(),
            level: skill.level,
            certificate: skill.certificate.clone(),
            expires_on: skill.expires_on,
            standing: SkillStanding::of(skill.expires_on, today),
        };
        of_person.into_iter().flatten().map(view).collect()
    }

    /// One person, as the caller may know them.
    pub fn row(&self, by: &Caller, scope: &Scope, account: &user::Model) -> TechnicianRow {
        let (id, now) = (account.id, self.now);
        let zone = self.zone(id);
        let profile = self.profile(id);
        let rotas: Vec<Rota> = rotas(weeks(self.shifts(id)));
        let held = self.absences.get(&id).into_iter().flatten().map(|(row, _)| row);
        let held: Vec<(AbsenceKind, Span)> = held
            .filter(|row| row.state == AbsenceState::Approved)
            .filter_map(|row| Some((row.kind, Span::new(row.starts_at, row.ends_at)?)))
            .collect();
        let away: Spans = held.iter().filter(|(kind, _)| kind.is_away()).map(|(_, span)| *span).collect();
        let week = week_of(now, &zone);
        let jobs = self.work.get(&id).into_iter().flatten();
        let jobs: Vec<Job> = jobs
            .filter_map(|work| Some(Job { planned_at: work.planned_at?, minutes: work.estimated_minutes }))
            .collect();
        let around = Span::new(now.plus_seconds(-2 * DAY), now.plus_seconds(2 * DAY));
        let shifts = (!rotas.is_empty()).then(|| {
            let calendar = WorkCalendar { rotas: rotas.clone(), ..WorkCalendar::default() };
            around.map(|around| calendar.working(around, &zone)).unwrap_or_default()
        });
        let (presence, until) = presence(now, shifts.as_ref(), &held);
        let running = self.running.get(&id);
        let site = self.site(id);
        let absences = self.absences(by, account);
        TechnicianRow {
            id,
            name: account.name(),
            team: profile.and_then(|p| p.team_id).and_then(|id| {
                let name = self.teams.get(&id)?.clone();
                Some(TeamRef { id, name })
            }),
            site: site.filter(|site| scope.sites.contains(site.id)).map(site_ref),
            specialty: profile.and_then(|profile| profile.specialty.clone()),
            experience_level: profile.and_then(|profile| profile.experience_level),
            skills: self.skills(id, date_at(now, &zone)),
            presence,
            presence_until: until.map(|at| local_time::local(at, &zone)),
            current: self.work(by, scope, id).into_iter().find(|work| running == Some(&work.id)),
            load: load(week, &jobs, &capacity(&rotas, &away, week, &zone)),
            next_absence: absences.into_iter().find(|absence| {
                absence.until > now && absence.state.counts() && absence.kind != Some(AbsenceKind::OnCall)
            }),
        }
    }
}

pub(super) fn site_ref(site: &site::Model) -> SiteRef {
    SiteRef { id: site.id, code: site.code.clone(), name: site.name.clone() }
}

/// The civil time of a stored absence.
pub(super) fn civil(row: &absence::Model, zone: &TimeZone) -> CivilSpan {
    CivilSpan { from: civil_at(row.starts_at, zone), until: civil_at(row.ends_at, zone) }
}
