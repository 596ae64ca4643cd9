//! Who works on what: people, failures, hours and steps of the demonstration's work orders, told from their times.

use super::{
    BATCH,
    codes::Codes,
    history::Work,
    people::{self, PEOPLE},
    plant::{Plant, SEED},
    rng::Rng,
};
use crate::access::Writer;
use domain::{
    Date, InterventionId, Result, Role, Timestamp, UserId,
    equipment::EquipmentState,
    intervention::{HoldReason, InterventionKind, InterventionStatus as Status, Priority},
    settings,
};
use entity::{
    failure, failure_intervention, hourly_rate, intervention as work_order, intervention_assignee,
    intervention_history, work_period,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::collections::{BTreeMap, BTreeSet};

/// What one work order has beside its own texts and times. People are places in their list.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    pub lead: Option<usize>,
    pub second: Option<usize>,
    pub supervisor: Option<usize>,
    pub due: Option<Timestamp>,
    pub hold: Option<HoldReason>,
    pub stops_equipment: bool,
}

/// The demonstration's technician, who has a part of everything.
const KARIM: usize = 2;

/// The story of a work order; the same one always has the same.
pub(super) fn story(plant: &Plant, work: &Work) -> Story {
    let item = &plant.items[work.item];
    let site = &plant.sites[item.site].code;
    let mut rng = Rng::of(SEED, &format!("people of {} {}", item.code, work.reported));
    let technicians = people::at_site(site, Role::Technician);
    let with = !matches!(work.status, Status::Open | Status::Cancelled);
    let lead = match rng.chance(0.3) {
        true => Some(KARIM),
        false => rng.pick(&technicians).copied(),
    };
    let lead = lead.filter(|_| with);
    let second = rng.pick(&technicians).copied().filter(|second| with && Some(*second) != lead);
    let second = second.filter(|_| rng.chance(0.15));
    let supervisor = people::at_site(site, Role::Supervisor).first().copied().filter(|_| with);
    let targets = settings::Work::default().targets();
    let target = targets.of(work.job.priority).map(|target| i64::from(target.minutes) * 60);
    let corrective = work.job.kind == InterventionKind::Corrective;
    let hold = [HoldReason::Part, HoldReason::Contractor, HoldReason::Production];
    let hold = rng.pick(&hold).copied().filter(|_| work.status == Status::OnHold);
    let trouble = item.trouble.as_ref().is_some_and(|trouble| trouble.title == work.job.title);
    Story {
        lead,
        second,
        supervisor,
        due: target.filter(|_| corrective).map(|seconds| work.reported.plus_seconds(seconds)),
        hold,
        stops_equipment: trouble && item.state == EquipmentState::Maintenance,
    }
}

/// The columns of a work order's row that its story decides.
pub(super) fn tell(
    row: &mut work_order::ActiveModel,
    work: &Work,
    story: &Story,
    people: &[UserId],
    now: Timestamp,
) {
    let person = |place: Option<usize>| place.map(|place| people[place]);
    let validated = validated(work, now);
    let held = story.hold.is_some_and(|reason| reason.kind() == domain::target::HoldKind::NotOurs);
    row.lead_id = Set(person(story.lead));
    row.supervisor_id = Set(person(story.supervisor));
    row.planned_at = Set(work.planned);
    row.estimated_minutes = Set(i32::try_from(work.job.minutes).ok().filter(|minutes| *minutes > 0));
    row.stops_equipment = Set(story.stops_equipment);
    row.due_at = Set(story.due);
    row.hold_reason = Set(story.hold);
    row.held_since = Set(held.then(|| paused(work)).flatten());
    row.completed_at = Set(work.ended);
    row.completed_by = Set(person(story.lead).filter(|_| work.ended.is_some()));
    row.validated_at = Set(validated);
    row.validated_by = Set(person(story.supervisor).filter(|_| validated.is_some()));
}

/// Work that stands still did so forty minutes after its start.
fn paused(work: &Work) -> Option<Timestamp> {
    work.started.filter(|_| work.status == Status::OnHold).map(|start| start.plus_seconds(2_400))
}

/// Accepted three hours after its end.
fn validated(work: &Work, now: Timestamp) -> Option<Timestamp> {
    let closed = matches!(work.status, Status::Closed | Status::Archived);
    work.ended.filter(|_| closed).map(|ended| ended.plus_seconds(3 * 3600).min(now))
}

/// Writes failures, people, hours and steps. `ids` are those of the work orders, in their order.
pub(super) async fn follow(
    w: &Writer,
    plant: &Plant,
    history: &[Work],
    ids: &[InterventionId],
    people: &[UserId],
    (sites, equipment): (&[domain::SiteId], &[domain::EquipmentId]),
) -> Result<()> {
    let stories: Vec<Story> = history.iter().map(|work| story(plant, work)).collect();
    let all = || history.iter().zip(ids).zip(&stories).map(|((work, id), story)| (work, *id, story));
    failures(w, plant, all().map(|(work, id, _)| (work, id)), people, (sites, equipment)).await?;
    let assigned = all().flat_map(|(work, id, story)| {
        let each = [story.lead.map(|who| (who, true)), story.second.map(|who| (who, false))];
        each.into_iter().flatten().map(move |(who, lead)| intervention_assignee::ActiveModel {
            intervention_id: Set(id),
            user_id: Set(people[who]),
            lead: Set(lead),
            assigned_at: Set(work.reported),
            ..Default::default()
        })
    });
    insert::<intervention_assignee::Entity, _>(w, assigned.collect()).await?;
    insert::<work_period::Entity, _>(w, periods(all(), people, w.now)).await?;
    let steps = all().flat_map(|(work, id, story)| steps(work, id, story, people, w.now));
    insert::<intervention_history::Entity, _>(w, steps.collect()).await?;
    rates(w, people).await
}

pub(super) async fn insert<E, A>(w: &Writer, mut rows: Vec<A>) -> Result<()>
where
    E: EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        E::insert_many(rows).exec_without_returning(w.tx()).await?;
        rows = rest;
    }
    Ok(())
}

/// A repaired breakdown was a failure, and so is what keeps a machine out of service. Smaller defects that wait are none.
async fn failures<'a>(
    w: &Writer,
    plant: &Plant,
    all: impl Iterator<Item = (&'a Work, InterventionId)>,
    people: &[UserId],
    (sites, equipment): (&[domain::SiteId], &[domain::EquipmentId]),
) -> Result<()> {
    let (mut rows, mut of) = (vec![], vec![]);
    let codes = Codes::read(w).await?;
    for (work, id) in all.filter(|(work, _)| work.job.kind == InterventionKind::Corrective) {
        let item = &plant.items[work.item];
        let trouble = item.trouble.as_ref().is_some_and(|trouble| trouble.title == work.job.title);
        let open = trouble
            && work.ended.is_none()
            && work.status != domain::intervention::InterventionStatus::Cancelled;
        if work.ended.is_none() && !open {
            continue;
        }
        let stops = match open {
            true => matches!(item.state, EquipmentState::Broken | EquipmentState::Inactive),
            false => work.job.priority <= Priority::High,
        };
        let by = people[work.requested_by];
        let mut row = failure::ActiveModel {
            site_id: Set(sites[item.site]),
            equipment_id: Set(equipment[work.item]),
            title: Set(work.job.title.clone()),
            started_at: Set(work.reported),
            reported_at: Set(work.reported),
            running_again_at: Set(work.ended.filter(|_| stops)),
            restored_at: Set(work.ended),
            stops: Set(stops),
            external: Set(false),
            reported_by: Set(Some(by)),
            version: Set(1),
            created_at: Set(work.reported),
            updated_at: Set(work.ended.unwrap_or(work.reported)),
            created_by: Set(Some(by)),
            // Rows that are written together have the same columns.
            mode_id: Set(None),
            mechanism_id: Set(None),
            cause_id: Set(None),
            ..Default::default()
        };
        let key = format!("{} {}", item.code, work.reported);
        codes.give(&mut row, &work.job.title, &key, work.ended.is_some());
        rows.push(row);
        of.push(((equipment[work.item], work.reported, work.job.title.clone()), id));
    }
    let mut known = BTreeMap::new();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        let saved = failure::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
        known.extend(saved.into_iter().map(|f| ((f.equipment_id, f.started_at, f.title), f.id)));
        rows = rest;
    }
    let links = of.into_iter().filter_map(|(key, id)| {
        Some(failure_intervention::ActiveModel {
            failure_id: Set(*known.get(&key)?),
            intervention_id: Set(id),
            ..Default::default()
        })
    });
    insert::<failure_intervention::Entity, _>(w, links.collect()).await
}

/// Hours of the last weeks: what is done from its start to its end; what goes on runs, one clock for each person.
fn periods<'a>(
    all: impl Iterator<Item = (&'a Work, InterventionId, &'a Story)>,
    people: &[UserId],
    now: Timestamp,
) -> Vec<work_period::ActiveModel> {
    let mut busy = BTreeSet::new();
    let recent = now.plus_seconds(-60 * 86_400);
    let mut rows = vec![];
    for (work, id, story) in all.filter(|(work, ..)| work.reported > recent) {
        let Some(started) = work.started else { continue };
        for who in [story.lead, story.second].into_iter().flatten() {
            let ended = match work.status {
                Status::InProgress if busy.insert(who) => None,
                Status::InProgress => Some(started.plus_seconds(1_800).min(now)),
                Status::OnHold => paused(work).map(|at| at.min(now)),
                _ => work.ended,
            };
            if ended.is_some_and(|ended| ended <= started) {
                continue;
            }
            rows.push(work_period::ActiveModel {
                intervention_id: Set(id),
                user_id: Set(people[who]),
                started_at: Set(started),
                ended_at: Set(ended),
                version: Set(1),
                created_at: Set(started),
                updated_at: Set(ended.unwrap_or(started)),
                created_by: Set(Some(people[who])),
                ..Default::default()
            });
        }
    }
    rows
}

/// The steps that the times tell.
fn steps(
    work: &Work,
    id: InterventionId,
    story: &Story,
    people: &[UserId],
    now: Timestamp,
) -> Vec<intervention_history::ActiveModel> {
    let mut rows: Vec<intervention_history::ActiveModel> = vec![];
    let mut before: Option<Status> = None;
    let mut step = |at: Option<Timestamp>, who: Option<usize>, action: &str, to: Status| {
        let (Some(at), Some(who)) = (at, who) else { return };
        rows.push(intervention_history::ActiveModel {
            intervention_id: Set(id),
            at: Set(at),
            user_id: Set(Some(people[who])),
            actor: Set(PEOPLE[who].username()),
            action: Set(action.to_owned()),
            from_status: Set(before),
            to_status: Set(to),
            remark: Set(None),
            hold_reason: Set(story.hold.filter(|_| action == "pause")),
            return_kind: Set(None),
            priority: Set(before.is_none().then_some(work.job.priority)),
            due_at: Set(story.due.filter(|_| before.is_none())),
            restored_at: Set(work.ended.filter(|_| action == "finish")),
            ..Default::default()
        });
        before = Some(to);
    };
    let first = if work.job.kind == InterventionKind::Corrective { "report" } else { "create" };
    step(Some(work.reported), Some(work.requested_by), first, Status::Open);
    step(story.lead.map(|_| work.reported), story.supervisor, "assign", Status::Assigned);
    step(work.started, story.lead, "start", Status::InProgress);
    step(paused(work), story.lead, "pause", Status::OnHold);
    step(work.ended, story.lead, "finish", Status::Completed);
    step(validated(work, now), story.supervisor, "validate", Status::Closed);
    rows
}

/// What an hour of each technician costs.
async fn rates(w: &Writer, people: &[UserId]) -> Result<()> {
    let day = w.now.plus_seconds(-1_000 * 86_400).to_zoned(jiff::tz::TimeZone::UTC).date();
    let first = Date(day.first_of_year());
    let technicians = PEOPLE.iter().zip(people).filter(|(person, _)| person.role == Role::Technician);
    let rows = technicians.enumerate().map(|(place, (_, id))| hourly_rate::ActiveModel {
        user_id: Set(*id),
        valid_from: Set(first),
        hourly_minor: Set(3_600 + place as i64 * 150),
        currency: Set("EUR".to_owned()),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(None),
        ..Default::default()
    });
    hourly_rate::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    Ok(())
}
