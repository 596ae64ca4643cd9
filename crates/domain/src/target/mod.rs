//! Target times and escalation: until when something is to be restored, and the people to tell while nobody has
//! taken it in charge.
//!
//! Both run by the clock or in working time, and both stand still while work is on hold for a reason that is not
//! ours. The downtime of the machine does not.

mod deadline;
mod escalation;
#[cfg(test)]
mod tests;

pub use deadline::{Deadline, DeadlineCause, DeadlineChange, Outcome, TargetHistory, TargetState, target};
pub use escalation::{
    Audience, Chain, Charge, Escalation, EscalationHistory, EscalationState, NextStep, Step, StepDue, Told,
    escalation, may_still_tell,
};

use crate::{
    Timestamp,
    intervention::Priority,
    span::{Span, Spans},
    text_enum,
    worktime::WorkingTime,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The unit of a delay.
    pub enum TargetClock {
        /// Every hour counts.
        Wall = "wall",
        /// Only the working time of the site counts.
        Working = "working",
    }
}

text_enum! {
    /// Whose reason a hold has: "waiting for a part" is ours, "machine not released by production" is not.
    pub enum HoldKind {
        Ours = "ours",
        NotOurs = "not_ours",
    }
}

/// The time to restore that a priority asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub minutes: u32,
    pub clock: TargetClock,
}

/// The target of each priority; none where none is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    pub urgent: Option<Target>,
    pub high: Option<Target>,
    pub medium: Option<Target>,
    pub low: Option<Target>,
}

impl Targets {
    pub const fn of(&self, priority: Priority) -> Option<Target> {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Medium => self.medium,
            Priority::Low => self.low,
        }
    }
}

impl Default for Targets {
    /// 2, 24, 72 and 168 hours by the clock.
    fn default() -> Self {
        let hours = |hours: u32| Some(Target { minutes: hours * 60, clock: TargetClock::Wall });
        Self { urgent: hours(2), high: hours(24), medium: hours(72), low: hours(168) }
    }
}

/// Work stood still. Without an end it still does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub kind: HoldKind,
}

/// The priority became another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityChange {
    pub at: Timestamp,
    pub to: Priority,
}

/// A history that cannot have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum HistoryFault {
    /// A hold, or a time in charge, that ends before it begins.
    #[error("ends before it begins, at {at}")]
    Reversed { at: Timestamp },
    /// Something that happened before the report.
    #[error("at {at}, before the report")]
    BeforeReport { at: Timestamp },
}

/// Refuses periods that end before they begin or begin before the report.
fn check(
    reported_at: Timestamp,
    periods: impl Iterator<Item = (Timestamp, Option<Timestamp>)>,
) -> Result<(), HistoryFault> {
    for (from, until) in periods {
        if from < reported_at {
            return Err(HistoryFault::BeforeReport { at: from });
        }
        if until.is_some_and(|until| until < from) {
            return Err(HistoryFault::Reversed { at: from });
        }
    }
    Ok(())
}

/// The holds that stop the clock, as they are known at `known_at`: a hold that has not ended lasts until then.
fn stopped(holds: &[Hold], known_at: Timestamp) -> Spans {
    let stopping = holds.iter().filter(|hold| hold.kind == HoldKind::NotOurs);
    stopping
        .filter_map(|hold| Span::new(hold.from, hold.until.map_or(known_at, |until| until.min(known_at))))
        .collect()
}

/// Since when the clock has been standing still, if it does at `at`.
fn suspended_since(holds: &[Hold], at: Timestamp) -> Option<Timestamp> {
    let open = |hold: &&Hold| {
        hold.kind == HoldKind::NotOurs && hold.from <= at && hold.until.is_none_or(|until| at < until)
    };
    let first = holds.iter().filter(open).map(|hold| hold.from).min()?;
    // Holds that touch or overlap are one standstill.
    let before = stopped(holds, at);
    Some(before.iter().find(|span| span.end == at).map_or(first, |span| span.start.min(first)))
}

/// The part of a window in which the clock runs.
fn running(clock: TargetClock, time: WorkingTime<'_>, stopped: &Spans, window: Span) -> Spans {
    let all = match clock {
        TargetClock::Wall => Spans::from(window),
        TargetClock::Working => time.spans(window),
    };
    all.subtract(&stopped.clip(window))
}
