//! Hours: what share of the work is preventive, how busy technicians are, how many weeks of work wait.

use super::{Absent, Answer, Beside, Clip, End, EventId, Kpi, Period, Reason, Row, Scope, Work};
use crate::{
    EquipmentId, InterventionId, Timestamp, UserId,
    intervention::InterventionKind,
    span::{Span, Spans},
};
use serde::{Deserialize, Serialize};

/// The time for which a technician is available: shifts and planned overtime less absences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Available {
    pub technician: UserId,
    pub hours: Spans,
}

/// Work that waits and could be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    pub work: InterventionId,
    pub item: EquipmentId,
    /// `None`: nobody estimated it.
    pub estimated_seconds: Option<i64>,
}

/// `None` for improvement, which is in neither.
fn is_preventive(kind: InterventionKind) -> Option<bool> {
    match kind {
        InterventionKind::Preventive | InterventionKind::Predictive | InterventionKind::Inspection => {
            Some(true)
        }
        InterventionKind::Corrective => Some(false),
        InterventionKind::Improvement => None,
    }
}

impl Scope<'_> {
    /// Preventive share of the hours worked in the window. A second that one technician spent on several jobs is one second,
    /// given to each of them in turn.
    pub fn preventive_rate_hours(&self) -> Answer {
        let shares = &self.book.ledger.shares;
        let (mut rows, mut preventive, mut all) = (vec![], 0_i64, 0_i64);
        for (place, item) in self.below() {
            let Some(window) = self.window_of(item) else { continue };
            for worked in &self.book.ledger.worked[place] {
                let Some(inside) = worked.span.intersect(window) else { continue };
                let seconds = shares.of(worked.place).iter().map(|share| share.within(window)).sum::<i64>();
                let (event, item) = (EventId::Period(worked.id), worked.item);
                let Some(counts) = is_preventive(worked.kind) else {
                    rows.push(Row::excluded(event, item, seconds, Reason::Improvement));
                    continue;
                };
                let mut row = Row::counted(event, item, if counts { seconds } else { 0 });
                row.clipped.add_if(inside != worked.span, Clip::Window);
                row.clipped.add_if(worked.is_open, Clip::Now);
                rows.push(row);
                all += seconds;
                preventive += row.amount;
            }
        }
        self.sign(
            Answer::ratio(Kpi::PreventiveRateHours, preventive, all, Absent::NoWork).with_evidence(rows),
        )
    }

    /// Preventive share of the work completed in the window.
    pub fn preventive_rate_count(&self) -> Answer {
        let mut rows = vec![];
        for (place, item) in self.below() {
            let Some(window) = self.window_of(item) else { continue };
            let works = self.book.ledger.works[place].iter().map(|work| &self.book.plant.works[*work]);
            let completed =
                |work: &&Work| !work.cancelled && work.completed.is_some_and(|at| window.contains(at));
            rows.extend(works.filter(completed).map(|work| match is_preventive(work.kind) {
                Some(counts) => Row::counted(EventId::Work(work.id), work.item, i64::from(counts)),
                None => Row::excluded(EventId::Work(work.id), work.item, 1, Reason::Improvement),
            }));
        }
        let counted = rows.iter().filter(|row| row.is_counted());
        let (preventive, all) = counted.fold((0, 0), |(sum, all), row| (sum + row.amount, all + 1));
        self.sign(
            Answer::ratio(Kpi::PreventiveRateCount, preventive, all, Absent::NoWork).with_evidence(rows),
        )
    }
}

/// Union of a technician's hands-on time over available time, summed over technicians. A timer that nobody stopped ends with
/// the shift in which it began, to be confirmed. Above 1 when people work outside of their shifts.
pub fn utilisation(
    periods: &[Period],
    item_of: impl Fn(InterventionId) -> EquipmentId,
    available: &[Available],
    window: Span,
    now: Timestamp,
) -> Answer {
    let Some(window) = until(window, now) else {
        return Answer::ratio(Kpi::Utilisation, 0, 0, Absent::EmptyWindow);
    };
    let mut sorted: Vec<&Period> = periods.iter().collect();
    sorted.sort_unstable_by_key(|period| (period.technician, period.started, period.id));
    let (mut rows, mut worked, mut overlapping) = (vec![], 0_i64, 0_i64);
    let mut reach: Option<(UserId, Timestamp, EventId)> = None;
    for period in sorted {
        let hours = available.iter().filter(|one| one.technician == period.technician);
        let (end, forgotten) = end_of(period, hours, now);
        let (event, item) = (EventId::Period(period.id), item_of(period.work));
        let Some(span) = end.and_then(|end| Span::new(period.started, end)) else {
            if window.contains(period.started) {
                let reason = if end.is_none() { Reason::EndUnknown } else { Reason::BadDates };
                rows.push(Row::excluded(event, item, 0, reason));
            }
            continue;
        };
        let before = reach.filter(|(who, _, _)| *who == period.technician);
        let overlap = before.filter(|(_, reach, _)| span.start < *reach);
        let start = overlap.map_or(span.start, |(_, reach, _)| reach.max(span.start));
        let within =
            |from, to| Span::new(from, to).and_then(|span| span.intersect(window)).map_or(0, Span::seconds);
        let mut row = Row::counted(event, item, within(start, span.end));
        row.merged_into = overlap.map(|(_, _, first)| first);
        row.clipped.add_if(span.intersect(window) != Some(span), Clip::Window);
        row.clipped.add_if(forgotten, Clip::ShiftEnd);
        let first = overlap.map_or(event, |(_, _, first)| first);
        let end = before.map_or(span.end, |(_, reach, _)| reach.max(span.end));
        reach = Some((period.technician, end, first));
        if span.overlaps(window) {
            worked += row.amount;
            overlapping += within(span.start, span.end) - row.amount;
            rows.push(row);
        }
    }
    let capacity = available.iter().map(|one| one.hours.clip(window).seconds()).sum();
    let mut answer = Answer::ratio(Kpi::Utilisation, worked, capacity, Absent::NoCapacity)
        .with_beside(&[(Beside::Overlapping, overlapping)])
        .with_evidence(rows);
    answer.window = Some(window);
    answer
}

/// When a period ended; an open one with the shift in which it began, if that is over.
fn end_of<'a>(
    period: &Period,
    mut hours: impl Iterator<Item = &'a Available>,
    now: Timestamp,
) -> (Option<Timestamp>, bool) {
    match period.ended {
        End::At(end) => (Some(end.min(now)), false),
        End::Unknown => (None, false),
        End::Open => {
            let shift = hours.find_map(|one| one.hours.iter().find(|span| span.contains(period.started)));
            match shift.filter(|shift| shift.end < now) {
                Some(shift) => (Some(shift.end), true),
                None => (Some(now), false),
            }
        }
    }
}

/// Weeks of ready work: its estimates over the hours available in `week`. Work without an estimate is listed beside it.
pub fn backlog(ready: &[Ready], available: &[Available], week: Span) -> Answer {
    let mut sorted: Vec<&Ready> = ready.iter().collect();
    sorted.sort_unstable_by_key(|work| work.work);
    let rows: Vec<Row> = sorted
        .into_iter()
        .map(|work| {
            let event = EventId::Work(work.work);
            match work.estimated_seconds {
                Some(seconds) if seconds >= 0 => Row::counted(event, work.item, seconds),
                _ => Row::excluded(event, work.item, 0, Reason::NoEstimate),
            }
        })
        .collect();
    let waiting = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
    let without = rows.iter().filter(|row| !row.is_counted()).count() as i64;
    let capacity = available.iter().map(|one| one.hours.clip(week).seconds()).sum();
    let mut answer = Answer::ratio(Kpi::Backlog, waiting, capacity, Absent::NoCapacity)
        .with_beside(&[(Beside::WithoutEstimate, without)])
        .with_evidence(rows);
    answer.window = Some(week);
    answer
}

pub(super) fn until(window: Span, now: Timestamp) -> Option<Span> {
    Span::new(window.start, window.end.min(now))
}
