//! Capacity and load per technician and day of the site, and the conflicts of a period.

use super::{Board, Fact, Finding, Level, Task, Technician};
use crate::{
    Date, InterventionId, UserId,
    span::{Span, Spans},
    worktime::{days, first_instant},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// One day of one lane. Seconds, so that the days of a period add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLoad {
    pub day: Date,
    /// Of shifts and planned overtime, less closures and absences.
    pub capacity_seconds: i64,
    /// Of work. Two pieces at the same time both count.
    pub load_seconds: i64,
}

/// Something that is wrong with the plan as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub task: InterventionId,
    #[serde(flatten)]
    pub finding: Finding,
}

impl Board<'_> {
    /// The days of a technician that have a part in the period, in order.
    pub fn capacity(&self, technician: &Technician, period: Span) -> Vec<DayLoad> {
        let worked = technician.calendar.working(period, self.zone);
        let of_day = |(day, part): (Date, Span)| DayLoad {
            day,
            capacity_seconds: worked.clip(part).seconds(),
            load_seconds: self
                .lane(technician.id, None)
                .filter_map(|booked| booked.span.intersect(part))
                .map(Span::seconds)
                .sum(),
        };
        days(period, self.zone).map(of_day).collect()
    }

    /// The blocks and warnings of the period, as the work stands today: by start of the work, the worst first.
    /// Two pieces of work of one person at the same time are one conflict, told at the one that starts first.
    pub fn conflicts(&self, period: Span) -> Vec<Conflict> {
        let placed = |task: &&Task| {
            let inside = task.placement.as_ref().is_some_and(|place| place.span.overlaps(period));
            inside && task.is_live()
        };
        let mut tasks: Vec<&Task> = self.tasks.iter().filter(placed).collect();
        let start = |task: &Task| task.placement.as_ref().map(|place| place.span.start);
        tasks.sort_by_key(|task| (start(task), task.id));
        let mut conflicts: Vec<Conflict> = vec![];
        for task in tasks {
            let Some(place) = &task.placement else { continue };
            let findings = self.verdict(task, place).findings.into_iter();
            let told = |finding: &Finding| match finding.fact {
                Fact::Overlapping { other, .. } => conflicts.iter().any(|known| {
                    let same = known.finding.technician == finding.technician;
                    same && known.task == other
                        && matches!(known.finding.fact, Fact::Overlapping { other, .. } if other == task.id)
                }),
                _ => false,
            };
            let new: Vec<Conflict> = findings
                .filter(|finding| finding.fact.level() != Level::Fine && !told(finding))
                .map(|finding| Conflict { task: task.id, finding })
                .collect();
            conflicts.extend(new);
        }
        conflicts
    }

    /// The free working time of a technician in a period: where a card can be dropped.
    pub fn free_time(&self, technician: UserId, period: Span) -> Spans {
        let Some(person) = self.technician(technician) else { return Spans::default() };
        let busy: Spans = self.lane(technician, None).map(|booked| booked.span).collect();
        person.calendar.working(period, self.zone).subtract(&busy)
    }
}

/// The whole day, from midnight to midnight; `None` for a day that the zone skipped.
pub(super) fn day_window(day: Date, zone: &TimeZone) -> Option<Span> {
    let next = day.0.tomorrow().ok().map(Date)?;
    Span::new(first_instant(day, zone), first_instant(next, zone))
}
