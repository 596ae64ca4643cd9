//! Whether planned work was done when it was due.

use super::{
    Absent, Answer, Beside, EventId, Kpi, Reason, Row,
    labour::until,
    period::{day_of, midnight},
};
use crate::{Date, EquipmentId, InterventionId, Timestamp, span::Span};
use jiff::{ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// When an occurrence is due: after the closed-day rule, before any rescheduling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// A day of the site.
    Day {
        on: Date,
        tolerance_days: i64,
    },
    At {
        at: Timestamp,
        tolerance_seconds: i64,
    },
}

/// A cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    pub at: Timestamp,
    pub with_reason: bool,
}

/// One occurrence of a plan on one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    pub id: i64,
    pub item: EquipmentId,
    pub due: Due,
    #[serde(default)]
    pub completed: Option<Timestamp>,
    #[serde(default)]
    pub cancelled: Option<Cancelled>,
    /// A bigger service covered it.
    #[serde(default)]
    pub covered: bool,
    /// The item was out of service on the due date.
    #[serde(default)]
    pub out_of_service: bool,
}

/// The tolerance of a whole-day plan that says nothing else: 10 % of the days between two nominal dates, rounded down.
pub fn default_tolerance(nominal: Date, next: Date) -> i64 {
    let days = nominal.0.until(next.0).map_or(0, |span| i64::from(span.get_days()));
    days.max(0) / 10
}

/// Occurrences completed within their tolerance, both ends included, over those due in the window. A day is judged in `zone`.
pub fn pm_compliance(occurrences: &[Occurrence], window: Span, zone: &TimeZone, now: Timestamp) -> Answer {
    let asked = until(window, now);
    let mut sorted: Vec<&Occurrence> = occurrences.iter().collect();
    sorted.sort_unstable_by_key(|occurrence| occurrence.id);
    let rows: Vec<Row> = sorted
        .into_iter()
        .filter(|occurrence| asked.is_some_and(|asked| is_due_in(occurrence, asked, zone)))
        .map(|occurrence| row(occurrence, zone, now))
        .collect();
    let empty = if asked.is_none() { Absent::EmptyWindow } else { Absent::NothingDue };
    let mut answer = rate(Kpi::PmCompliance, rows, empty);
    answer.window = Some(window);
    answer
}

fn is_due_in(occurrence: &Occurrence, window: Span, zone: &TimeZone) -> bool {
    let due = match occurrence.due {
        Due::Day { on, .. } => midnight(on, zone),
        Due::At { at, .. } => Some(at),
    };
    due.is_some_and(|due| window.contains(due))
}

fn row(occurrence: &Occurrence, zone: &TimeZone, now: Timestamp) -> Row {
    let place = |at| side(occurrence.due, at, zone);
    let counted = |good| Row::counted(EventId::Occurrence(occurrence.id), occurrence.item, i64::from(good));
    let excluded = |reason| Row::excluded(EventId::Occurrence(occurrence.id), occurrence.item, 1, reason);
    if occurrence.covered {
        return excluded(Reason::Covered);
    }
    if occurrence.out_of_service {
        return excluded(Reason::OutOfService);
    }
    match (occurrence.completed, occurrence.cancelled) {
        (Some(at), _) if at <= now => counted(place(at) == Side::Inside),
        (_, Some(cancelled)) if cancelled.with_reason && place(cancelled.at) != Side::After => {
            excluded(Reason::CancelledWithReason)
        }
        // Cancelled without a reason, or too late: it will not be done, so it is missed already.
        (_, Some(_)) => counted(false),
        _ if place(now) == Side::After => counted(false),
        _ => excluded(Reason::Pending),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Inside,
    After,
}

/// On which side of the tolerance an instant lies.
fn side(due: Due, at: Timestamp, zone: &TimeZone) -> Side {
    let distance = match due {
        Due::Day { on, tolerance_days } => {
            let days = on.0.until(day_of(at, zone).0).map_or(0, |span| i64::from(span.get_days()));
            days.saturating_abs().saturating_sub(tolerance_days.max(0)).max(0) * days.signum()
        }
        Due::At { at: due, tolerance_seconds } => {
            let millis = at.as_millisecond() - due.as_millisecond();
            let tolerance = tolerance_seconds.max(0).saturating_mul(1000);
            millis.saturating_abs().saturating_sub(tolerance).max(0).saturating_mul(millis.signum())
        }
    };
    match distance {
        0 => Side::Inside,
        1.. => Side::After,
        _ => Side::Before,
    }
}

/// An intervention in the frozen schedule of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub work: InterventionId,
    pub item: EquipmentId,
    pub completed: Option<Timestamp>,
}

/// Work done in its week over what the schedule of that week froze. While the week lasts, what is not done is pending.
/// `None`: the week was never frozen.
pub fn schedule_compliance(frozen: Option<&[Frozen]>, week: Span, now: Timestamp) -> Answer {
    let mut sorted: Vec<&Frozen> = frozen.unwrap_or_default().iter().collect();
    sorted.sort_unstable_by_key(|work| work.work);
    let rows = sorted
        .into_iter()
        .map(|work| {
            let event = EventId::Work(work.work);
            let done = work.completed.filter(|at| *at <= now);
            match done {
                Some(at) => Row::counted(event, work.item, i64::from(week.contains(at))),
                None if now < week.end => Row::excluded(event, work.item, 1, Reason::Pending),
                None => Row::counted(event, work.item, 0),
            }
        })
        .collect();
    let empty = if frozen.is_none() { Absent::NoSnapshot } else { Absent::NothingDue };
    let mut answer = rate(Kpi::ScheduleCompliance, rows, empty);
    answer.window = Some(week);
    answer
}

/// Good over counted, with what is pending and what is excluded beside it.
pub(super) fn rate(kpi: Kpi, rows: Vec<Row>, empty: Absent) -> Answer {
    let (mut good, mut all, mut pending) = (0, 0, 0);
    for row in &rows {
        match row.excluded {
            None => (good, all) = (good + row.amount, all + 1),
            Some(Reason::Pending) => pending += 1,
            Some(_) => {}
        }
    }
    let excluded = rows.len() as i64 - all - pending;
    Answer::ratio(kpi, good, all, empty)
        .with_beside(&[(Beside::Pending, pending), (Beside::Excluded, excluded)])
        .with_evidence(rows)
}

/// The first instant after a day of the site: work due on it is late from then on.
pub(super) fn end_of_day(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    midnight(Date(day.0.checked_add(1.day()).ok()?), zone)
}
