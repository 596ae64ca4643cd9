//! The data of the search: everything that does not change while it runs.

use super::{cost::weight, proposal::FixedReason};
use crate::{
    LineId, SiteId, Timestamp,
    intervention::InterventionStatus,
    planning::{
        Board, Fact, Finding, Placement, Settings, Task, Technician,
        board::distinct,
        free_time::{FreeTime, Slot},
        skill,
    },
    span::Span,
    worktime::{days, first_instant},
};

/// Somebody who may do a piece of work.
pub(super) struct Able {
    pub lane: usize,
    /// When their certificates allow it.
    pub within: Vec<Slot>,
    /// How well they know the machine; more is better.
    pub affinity: i64,
}

/// A piece of work to find a place for.
pub(super) struct Job<'a> {
    pub task: &'a Task,
    /// Milliseconds.
    pub length: i64,
    pub people: usize,
    pub weight: i64,
    /// The earliest start; `None` when a part is not expected.
    pub from: Option<i64>,
    pub due: Option<i64>,
    pub able: Vec<Able>,
    pub closed: Vec<Slot>,
}

/// One piece of work on the way of a technician.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stop {
    pub place: Slot,
    /// Number of the day in the period.
    pub day: usize,
    pub site: SiteId,
    pub line: Option<LineId>,
}

/// A technician.
#[derive(Clone)]
pub(super) struct Lane {
    pub free: FreeTime,
    /// In order.
    pub stops: Vec<Stop>,
    /// Milliseconds of work.
    pub load: i64,
}

pub(super) struct Problem<'a> {
    pub settings: &'a Settings,
    pub technicians: &'a [Technician],
    /// Milliseconds: the beginning of the period, or now when that is later.
    pub start: i64,
    pub end: i64,
    pub jobs: Vec<Job<'a>>,
    pub fixed: Vec<(&'a Task, FixedReason)>,
    /// One per technician, with what is fixed in it.
    pub lanes: Vec<Lane>,
    day_starts: Vec<i64>,
    pub window: Span,
}

impl<'a> Problem<'a> {
    pub fn new(board: &Board<'a>, window: Span, now: Timestamp) -> Self {
        let whole_minute = (now.as_millisecond() + 59_999).div_euclid(60_000) * 60_000;
        let start = window.start.as_millisecond().max(whole_minute);
        let mut problem = Self {
            settings: board.settings,
            technicians: board.technicians,
            start,
            end: window.end.as_millisecond(),
            jobs: vec![],
            fixed: vec![],
            lanes: vec![],
            day_starts: days(window, board.zone).map(|(_, part)| part.start.as_millisecond()).collect(),
            window,
        };
        for task in board.tasks.iter().filter(|task| task.is_live()) {
            let reason = fixed_reason(task);
            let in_window = task.placement.as_ref().is_some_and(|place| place.span.overlaps(window));
            match reason {
                Some(reason) if in_window => problem.fixed.push((task, reason)),
                None if is_candidate(task, window, now) => problem.jobs.push(job(board, task, window, start)),
                _ => {}
            }
        }
        let planned: std::collections::HashSet<_> = problem.jobs.iter().map(|job| job.task.id).collect();
        for technician in board.technicians {
            let stays = board.lane(technician.id, None).filter(|booked| !planned.contains(&booked.task));
            let stays: Vec<_> = stays.copied().collect();
            let busy: Vec<Span> = stays.iter().map(|booked| booked.span).collect();
            let inside = stays.iter().filter(|booked| booked.span.overlaps(window));
            let stops: Vec<Stop> =
                inside.map(|booked| problem.stop(Slot::new(booked.span), booked.site, booked.line)).collect();
            problem.lanes.push(Lane {
                free: FreeTime::new(board, technician, window, &busy),
                load: stops.iter().map(|stop| stop.place.end - stop.place.start).sum(),
                stops,
            });
        }
        problem
    }

    pub fn stop(&self, place: Slot, site: SiteId, line: Option<LineId>) -> Stop {
        let day = self.day_starts.partition_point(|start| *start <= place.start);
        Stop { place, day, site, line }
    }

    /// Why a piece has no technician: for each of them who cannot do it, what is missing.
    pub fn why_not(&self, board: &Board<'_>, job: &Job<'_>) -> Vec<Finding> {
        let unable = self.technicians.iter().enumerate();
        let unable = unable.filter(|(lane, _)| !job.able.iter().any(|able| able.lane == *lane));
        unable
            .flat_map(|(_, technician)| {
                let mut facts: Vec<Fact> = skill::lacks(technician, &job.task.needs);
                facts.extend(skill::expired(technician, &job.task.needs, self.window, board.zone));
                let id = technician.id;
                facts.into_iter().map(move |fact| Finding { technician: Some(id), fact })
            })
            .collect()
    }
}

/// Why the automatic plan leaves a piece of work where it is.
fn fixed_reason(task: &Task) -> Option<FixedReason> {
    match task.begun_since() {
        _ if task.status == InterventionStatus::OnHold => Some(FixedReason::OnHold),
        Some(_) => Some(FixedReason::InProgress),
        None if task.pinned && task.placement.is_some() => Some(FixedReason::PlacedByHand),
        None => None,
    }
}

/// In the backlog, in the period as a whole, or left over from before.
fn is_candidate(task: &Task, window: Span, now: Timestamp) -> bool {
    task.placement.as_ref().is_none_or(|place| {
        let (start, end) = (place.span.start, place.span.end);
        (window.start <= start && end <= window.end) || (start < window.start && end <= now)
    })
}

fn job<'a>(board: &Board<'a>, task: &'a Task, window: Span, start: i64) -> Job<'a> {
    let begins = Timestamp::from_millis(start);
    let tolerance = task.tolerance_from.map_or(begins, |day| first_instant(day, board.zone).max(begins));
    let allowed = |technician: &Technician| -> Vec<Slot> {
        if !skill::lacks(technician, &task.needs).is_empty() {
            return vec![];
        }
        skill::allowed(technician, &task.needs, window, board.zone).into_iter().map(Slot::new).collect()
    };
    let last = board.equipment(task.needs.equipment).and_then(|equipment| equipment.last_technician);
    let able = board.technicians.iter().enumerate().filter_map(|(lane, technician)| {
        let within = allowed(technician);
        let known = technician.experience.iter().filter(|known| known.equipment == task.needs.equipment);
        let jobs = known.fold(0, |sum: i64, known| sum.saturating_add(i64::from(known.jobs)));
        let affinity = jobs.saturating_add(if last == Some(technician.id) { 3 } else { 0 });
        (!within.is_empty()).then_some(Able { lane, within, affinity })
    });
    Job {
        task,
        length: i64::from(task.needs.minutes) * 60_000,
        people: usize::from(task.people.max(1)),
        weight: weight(task.priority),
        from: board.parts_there(&task.needs, tolerance).map(|from| from.as_millisecond()),
        due: task.due.map(|due| due.end(board.zone).as_millisecond()),
        able: able.collect(),
        closed: board.closed(&task.needs),
    }
}

/// Whether a placement is the one of today, whatever the order of its people.
pub(super) fn is_today(task: &Task, place: &Placement) -> bool {
    let people = |place: &Placement| {
        let mut people: Vec<_> = distinct(&place.technicians).collect();
        people.sort_unstable();
        people
    };
    task.placement.as_ref().is_some_and(|today| today.span == place.span && people(today) == people(place))
}
