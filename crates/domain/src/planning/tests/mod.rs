//! A workshop to plan in: one site in Paris, day shifts from 08:00 to 17:00.

mod capacity;
mod change;
mod rank;
mod verdict;
mod week;
mod week_rules;
mod week_ways;

use super::*;
use crate::{
    Date, EquipmentId, InterventionId, LineId, LocalDateTime, SiteId, Timestamp, UserId,
    intervention::{InterventionStatus, Priority},
    span::Span,
    worktime::{CivilSpan, Rota, Shift, Weekday, WorkCalendar, instant_of},
};
use jiff::tz::TimeZone;

pub(super) fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").expect("a zone")
}

pub(super) fn local(text: &str) -> LocalDateTime {
    text.parse().expect("a civil time")
}

pub(super) fn at(text: &str) -> Timestamp {
    instant_of(local(text), &paris())
}

pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

pub(super) fn span(from: &str, until: &str) -> Span {
    Span::new(at(from), at(until)).expect("a span")
}

pub(super) fn shifts(hours: &[(&str, &str)]) -> WorkCalendar {
    let shift = |day: &Weekday, (starts, ends): (&str, &str)| Shift {
        day: *day,
        starts: starts.parse().expect("a time"),
        ends: ends.parse().expect("a time"),
    };
    let week = Weekday::ALL[..5].iter().flat_map(|day| hours.iter().map(move |hours| shift(day, *hours)));
    WorkCalendar { rotas: vec![Rota::weekly(week.collect())], ..Default::default() }
}

pub(super) fn technician(id: i64) -> Technician {
    Technician {
        id: UserId(id),
        home: SiteId(1),
        sites: vec![],
        skills: vec![],
        calendar: shifts(&[("08:00", "17:00")]),
        experience: vec![],
        recent_minutes: 0,
    }
}

pub(super) fn task(id: i64, minutes: u32) -> Task {
    Task {
        id: InterventionId(id),
        needs: Needs {
            equipment: EquipmentId(id),
            site: SiteId(1),
            line: Some(LineId(1)),
            minutes,
            requires: vec![],
            shortages: vec![],
        },
        status: InterventionStatus::Open,
        priority: Priority::Medium,
        due: None,
        tolerance_from: None,
        tolerance_until: None,
        people: 1,
        pinned: false,
        started_at: None,
        placement: None,
    }
}

pub(super) fn by(from: &str, until: &str, technicians: &[i64]) -> Placement {
    Placement { span: span(from, until), technicians: technicians.iter().map(|id| UserId(*id)).collect() }
}

pub(super) fn placed(id: i64, from: &str, until: &str, technicians: &[i64]) -> Task {
    let place = by(from, until, technicians);
    let minutes = u32::try_from(place.span.seconds() / 60).expect("short");
    Task { status: InterventionStatus::Assigned, placement: Some(place), ..task(id, minutes) }
}

/// The records of a board.
#[derive(Debug, Default)]
pub(super) struct World {
    pub settings: Settings,
    pub technicians: Vec<Technician>,
    pub equipment: Vec<Equipment>,
    pub tasks: Vec<Task>,
}

impl World {
    pub fn with<T>(&self, ask: impl FnOnce(&Board<'_>) -> T) -> T {
        let zone = paris();
        ask(&Board::new(&zone, &self.settings, &self.technicians, &self.equipment, &self.tasks))
    }

    pub fn verdict(&self, task: &Task, place: &Placement) -> Verdict {
        self.with(|board| board.verdict(task, place))
    }

    /// The facts about a placement.
    pub fn facts(&self, task: &Task, place: &Placement) -> Vec<Fact> {
        self.verdict(task, place).findings.into_iter().map(|finding| finding.fact).collect()
    }
}
