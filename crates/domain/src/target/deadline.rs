//! Until when: the deadline under holds and changes of priority, what has elapsed and what is left.

use super::{
    HistoryFault, Hold, HoldKind, PriorityChange, Target, TargetClock, Targets, check, running, stopped,
    suspended_since,
};
use crate::{
    Timestamp,
    intervention::Priority,
    span::Spans,
    text_enum,
    worktime::{WorkingTime, reach, total},
};
use serde::{Deserialize, Serialize};

/// The events that the target depends on. Those after `now` or after the restoration are not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetHistory {
    pub reported_at: Timestamp,
    /// The priority at the report.
    pub priority: Priority,
    #[serde(default)]
    pub changes: Vec<PriorityChange>,
    #[serde(default)]
    pub holds: Vec<Hold>,
    pub restored_at: Option<Timestamp>,
}

/// Until when it is to be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    At(Timestamp),
    /// The priority has no target.
    NoTarget,
    /// The target counts in working time, and the site does not have that much within ten years.
    NoWorkingTime,
}

/// Why the deadline is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineCause {
    Reported,
    /// The earlier of the old deadline and change + new target.
    Raised {
        from: Priority,
        to: Priority,
    },
    /// Report + new target.
    Lowered {
        from: Priority,
        to: Priority,
    },
    /// A hold with a reason that is not ours has ended.
    HoldEnded {
        since: Timestamp,
    },
}

/// One line of the deadline's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineChange {
    pub at: Timestamp,
    pub deadline: Deadline,
    pub cause: DeadlineCause,
}

text_enum! {
    /// How it went, or goes.
    pub enum Outcome {
        /// Neither restored nor late.
        Running = "running",
        Met = "met",
        Missed = "missed",
        /// There is nothing to meet.
        NoDeadline = "no_deadline",
    }
}

/// The target at one moment: `now`, or the restoration when that was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetState {
    pub priority: Priority,
    /// While the clock stands still, the deadline as if it went on now; it moves until the hold is over.
    pub deadline: Deadline,
    /// The unit of the seconds: the clock of the present priority, `wall` when it has no target.
    pub clock: TargetClock,
    /// Seconds since the report that count.
    pub elapsed_seconds: i64,
    /// Seconds to the deadline that count, in the clock of the target that sets it; negative after it.
    pub remaining_seconds: Option<i64>,
    /// Since when the clock has been standing still.
    pub suspended_since: Option<Timestamp>,
    pub outcome: Outcome,
    /// Every deadline there has been, in order.
    pub history: Vec<DeadlineChange>,
}

/// A delay that counts from an instant. The deadline is the earliest end of those that hold.
#[derive(Clone, Copy)]
struct Delay {
    from: Timestamp,
    target: Option<Target>,
}

/// The target as it stands.
///
/// Restored exactly at the deadline is met. A deadline in working time is an instant like any other: what is restored
/// on the next morning is late, although no working time has passed.
///
/// # Errors
/// [`HistoryFault`] when a period ends before it begins, or something happened before the report.
pub fn target(
    targets: &Targets,
    history: &TargetHistory,
    time: WorkingTime<'_>,
    now: Timestamp,
) -> Result<TargetState, HistoryFault> {
    check(history.reported_at, history.holds.iter().map(|hold| (hold.from, hold.until)))?;
    check(history.reported_at, history.changes.iter().map(|change| (change.at, None)))?;
    check(history.reported_at, history.restored_at.iter().map(|at| (*at, None)))?;
    let restored = history.restored_at.filter(|at| *at <= now);
    let at = restored.unwrap_or(now);

    let mut replay =
        Replay { targets, history, time, priority: history.priority, delays: vec![], told: vec![] };
    replay.delays.push(Delay { from: history.reported_at, target: targets.of(history.priority) });
    replay.note(history.reported_at, DeadlineCause::Reported);
    for event in events(history, at) {
        match event {
            Event::Priority(change) => replay.change(change),
            Event::HoldEnded { at, since } => replay.note(at, DeadlineCause::HoldEnded { since }),
        }
    }

    let stopped = stopped(&history.holds, at);
    let (deadline, leading) = replay.deadline(&stopped);
    let seconds = |clock, from, to| total(from, to, |window| running(clock, time, &stopped, window)) / 1000;
    let clock = targets.of(replay.priority).map_or(TargetClock::Wall, |target| target.clock);
    Ok(TargetState {
        priority: replay.priority,
        deadline,
        clock,
        elapsed_seconds: seconds(clock, history.reported_at, at),
        remaining_seconds: match deadline {
            Deadline::At(end) if at <= end => Some(seconds(leading, at, end)),
            Deadline::At(end) => Some(-seconds(leading, end, at)),
            Deadline::NoTarget | Deadline::NoWorkingTime => None,
        },
        suspended_since: suspended_since(&history.holds, at).filter(|_| restored.is_none()),
        outcome: match deadline {
            Deadline::NoTarget | Deadline::NoWorkingTime => Outcome::NoDeadline,
            Deadline::At(end) if at > end => Outcome::Missed,
            Deadline::At(_) if restored.is_some() => Outcome::Met,
            Deadline::At(_) => Outcome::Running,
        },
        history: replay.told,
    })
}

enum Event {
    Priority(PriorityChange),
    HoldEnded { at: Timestamp, since: Timestamp },
}

/// The events that may move the deadline, up to an instant and in order; of one instant, the ends of holds come first.
fn events(history: &TargetHistory, until: Timestamp) -> Vec<Event> {
    let ended = history.holds.iter().filter(|hold| hold.kind == HoldKind::NotOurs);
    let holds =
        ended.filter_map(|hold| Some((hold.until?, Event::HoldEnded { at: hold.until?, since: hold.from })));
    let changes = history.changes.iter().map(|change| (change.at, Event::Priority(*change)));
    let mut events: Vec<(Timestamp, Event)> = holds.chain(changes).filter(|(at, _)| *at <= until).collect();
    events.sort_by_key(|(at, _)| *at);
    events.into_iter().map(|(_, event)| event).collect()
}

struct Replay<'a> {
    targets: &'a Targets,
    history: &'a TargetHistory,
    time: WorkingTime<'a>,
    priority: Priority,
    delays: Vec<Delay>,
    told: Vec<DeadlineChange>,
}

impl Replay<'_> {
    fn change(&mut self, change: PriorityChange) {
        let (from, to) = (self.priority, change.to);
        let target = self.targets.of(to);
        let cause = match to.cmp(&from) {
            std::cmp::Ordering::Equal => return,
            // P1 is the first of the list.
            std::cmp::Ordering::Less => {
                self.delays.push(Delay { from: change.at, target });
                DeadlineCause::Raised { from, to }
            }
            std::cmp::Ordering::Greater => {
                self.delays = vec![Delay { from: self.history.reported_at, target }];
                DeadlineCause::Lowered { from, to }
            }
        };
        self.priority = to;
        self.note(change.at, cause);
    }

    /// Writes the deadline down as it is known at this instant, when it is another than before.
    fn note(&mut self, at: Timestamp, cause: DeadlineCause) {
        let (deadline, _) = self.deadline(&stopped(&self.history.holds, at));
        if self.told.last().is_none_or(|last| last.deadline != deadline) {
            self.told.push(DeadlineChange { at, deadline, cause });
        }
    }

    /// The earliest end of the delays, and the clock of the one that gives it.
    fn deadline(&self, stopped: &Spans) -> (Deadline, TargetClock) {
        let ends = self.delays.iter().filter_map(|delay| {
            let Target { minutes, clock } = delay.target?;
            let wanted = i64::from(minutes) * 60_000;
            Some((reach(delay.from, wanted, |window| running(clock, self.time, stopped, window)).ok(), clock))
        });
        let ends: Vec<(Option<Timestamp>, TargetClock)> = ends.collect();
        let first = ends.iter().filter_map(|(end, clock)| end.map(|end| (end, *clock))).min();
        match (first, ends.is_empty()) {
            (Some((end, clock)), _) => (Deadline::At(end), clock),
            (None, true) => (Deadline::NoTarget, TargetClock::Wall),
            (None, false) => (Deadline::NoWorkingTime, TargetClock::Working),
        }
    }
}
