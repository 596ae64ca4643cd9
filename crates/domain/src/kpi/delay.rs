//! Deadlines: on time or late, and by how much; target times met or missed.

use super::{
    Absent, Answer, Beside, EventId, Kpi, Reason, Row,
    compliance::{end_of_day, rate},
    labour::until,
};
use crate::{Date, EquipmentId, InterventionId, Timestamp, span::Span};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// When work should be done by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// A day of the site: late when it is over.
    Day(Date),
    /// Late when it is past.
    At(Timestamp),
}

/// Completed work with its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub work: InterventionId,
    pub item: EquipmentId,
    pub due: Option<Deadline>,
    pub completed: Timestamp,
}

/// Work completed on or before its due date, over that completed in the window with a due date.
pub fn on_time_rate(done: &[Done], window: Span, zone: &TimeZone, now: Timestamp) -> Answer {
    let asked = until(window, now);
    let rows: Vec<Row> = in_window(done, asked)
        .map(|work| match lateness(work, zone) {
            Some(late) => Row::counted(EventId::Work(work.work), work.item, i64::from(late == 0)),
            None => Row::excluded(EventId::Work(work.work), work.item, 0, Reason::NoDueDate),
        })
        .collect();
    let empty = if asked.is_none() { Absent::EmptyWindow } else { Absent::NothingCompleted };
    let mut answer = rate(Kpi::OnTimeRate, rows, empty);
    answer.window = Some(window);
    answer
}

/// Mean lateness, in seconds, of what was completed late in the window.
pub fn mean_delay(done: &[Done], window: Span, zone: &TimeZone, now: Timestamp) -> Answer {
    let asked = until(window, now);
    let late = in_window(done, asked).filter_map(|work| Some((work, lateness(work, zone)?)));
    let rows: Vec<Row> = late
        .filter(|(_, late)| *late > 0)
        .map(|(work, late)| Row::counted(EventId::Work(work.work), work.item, late))
        .collect();
    let seconds = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
    let count = rows.len() as i64;
    let empty = if asked.is_none() { Absent::EmptyWindow } else { Absent::NothingLate };
    let mut answer = Answer::ratio(Kpi::MeanDelay, seconds, count, empty)
        .with_beside(&[(Beside::Late, count)])
        .with_evidence(rows);
    answer.window = Some(window);
    answer
}

fn in_window(done: &[Done], asked: Option<Span>) -> impl Iterator<Item = &Done> {
    let completed = |work: &&Done| asked.is_some_and(|asked| asked.contains(work.completed));
    let mut sorted: Vec<&Done> = done.iter().filter(completed).collect();
    sorted.sort_unstable_by_key(|work| work.work);
    sorted.into_iter()
}

/// Whole seconds past the deadline, rounded up so that late is never 0; 0 when on time, `None` without a deadline.
fn lateness(work: &Done, zone: &TimeZone) -> Option<i64> {
    let millis = |end: Timestamp| work.completed.as_millisecond() - end.as_millisecond();
    Some(match work.due? {
        // The end of the day does not belong to it.
        Deadline::Day(day) => {
            let late = millis(end_of_day(day, zone)?);
            if late < 0 { 0 } else { late.div_euclid(1000).max(1) }
        }
        Deadline::At(at) => {
            let late = millis(at);
            if late <= 0 { 0 } else { late.div_euclid(1000).max(1) }
        }
    })
}

/// Corrective work with its target time; holds and changes of priority are already in the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub work: InterventionId,
    pub item: EquipmentId,
    pub deadline: Option<Timestamp>,
    #[serde(default)]
    pub restored: Option<Timestamp>,
    #[serde(default)]
    pub cancelled: bool,
}

/// Targets met over met and missed: each once, met in the window of its restoration, missed in that of its deadline.
pub fn sla_met(targets: &[Target], window: Span, now: Timestamp) -> Answer {
    let asked = until(window, now);
    let mut sorted: Vec<&Target> = targets.iter().collect();
    sorted.sort_unstable_by_key(|target| target.work);
    let rows =
        sorted.into_iter().filter_map(|target| asked.and_then(|asked| verdict(target, asked))).collect();
    let empty = if asked.is_none() { Absent::EmptyWindow } else { Absent::NoTarget };
    let mut answer = rate(Kpi::SlaMet, rows, empty);
    answer.window = Some(window);
    answer
}

/// `window` ends now at the latest, so that what is to come is outside of it.
fn verdict(target: &Target, window: Span) -> Option<Row> {
    let (event, item) = (EventId::Work(target.work), target.item);
    let Some(deadline) = target.deadline else {
        let listed = target.restored.is_some_and(|at| window.contains(at));
        return listed.then(|| Row::excluded(event, item, 1, Reason::NoTarget));
    };
    let met = target.restored.filter(|at| *at <= deadline);
    let moment = met.unwrap_or(deadline);
    if !window.contains(moment) {
        return None;
    }
    Some(match target.cancelled {
        true => Row::excluded(event, item, 1, Reason::Cancelled),
        false => Row::counted(event, item, i64::from(met.is_some())),
    })
}
