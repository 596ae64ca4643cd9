//! The people to tell while nobody has taken the work in charge, and when.
//!
//! A run of the chain begins with the report and again each time that nobody is in charge any more; taking charge
//! ends it. Each step looks at the facts at the instant at which it falls due.

use super::{HistoryFault, Hold, TargetClock, check, running, stopped, suspended_since};
use crate::{
    Timestamp,
    span::{Span, Spans},
    text_enum,
    worktime::{WorkingTime, reach, total},
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The people a step tells.
    pub enum Audience {
        OnCall = "on_call",
        Supervisor = "supervisor",
        Admin = "admin",
    }
}

/// One step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Minutes after the beginning of the run, in the chain's clock.
    pub after_minutes: u32,
    pub audience: Audience,
}

/// The steps of an escalation. They are numbered from 0 as they stand here, and fall due by their delays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub clock: TargetClock,
    pub steps: Vec<Step>,
}

/// Somebody was in charge. Without an end somebody still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

/// The events that the escalation depends on. Those after `now` are not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationHistory {
    pub reported_at: Timestamp,
    /// One after the other without a gap (handed over) is no new beginning.
    #[serde(default)]
    pub charges: Vec<Charge>,
    #[serde(default)]
    pub holds: Vec<Hold>,
    /// Completed, restored or cancelled.
    pub ended_at: Option<Timestamp>,
}

/// A step that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub run: u32,
    pub step: usize,
}

/// A step that fell due: the chain was running at that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDue {
    /// 1 for the first run.
    pub run: u32,
    pub step: usize,
    pub audience: Audience,
    pub at: Timestamp,
}

/// The step that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub step: usize,
    pub audience: Audience,
    /// Seconds that are left, in the chain's clock.
    pub remaining_seconds: i64,
    /// `None` while a hold suspends it, and when its working time never comes.
    pub at: Option<Timestamp>,
}

/// Where the escalation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationState {
    /// Not reported yet.
    NotBegun,
    Running,
    TakenInCharge {
        since: Timestamp,
    },
    /// On hold for a reason that is not ours.
    Suspended {
        since: Timestamp,
    },
    Ended {
        at: Timestamp,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub state: EscalationState,
    /// The present run, or the last one; 0 before the first.
    pub run: u32,
    /// Every step that has fallen due, in order: of all runs.
    pub fallen_due: Vec<StepDue>,
    /// Those of the present run that nobody has been told of: to be sent now. Empty during a hold.
    pub due_now: Vec<StepDue>,
    pub next: Option<NextStep>,
}

/// The escalation as it stands.
///
/// A step that falls due at the very instant at which somebody takes charge is not carried out; one that falls due
/// during a hold is due at its end.
///
/// # Errors
/// [`HistoryFault`] when a period ends before it begins, or something happened before the report.
pub fn escalation(
    chain: &Chain,
    history: &EscalationHistory,
    told: &[Told],
    time: WorkingTime<'_>,
    now: Timestamp,
) -> Result<Escalation, HistoryFault> {
    check(history.reported_at, history.holds.iter().map(|hold| (hold.from, hold.until)))?;
    check(history.reported_at, history.charges.iter().map(|charge| (charge.from, charge.until)))?;
    check(history.reported_at, history.ended_at.iter().map(|at| (*at, None)))?;
    let ended = history.ended_at.filter(|at| *at <= now);
    let charges = in_charge(history, now);
    let state = state(history, &charges, ended, now);
    let runs = runs(history, &charges, ended.unwrap_or(now), now);
    let stopped = stopped(&history.holds, now);
    let clock = Running { chain, time, stopped: &stopped };

    let mut fallen_due = vec![];
    for run in &runs {
        fallen_due.extend(clock.in_order().filter_map(|(step, what)| {
            let at = clock.due(run.start, what)?;
            let counts = at <= now
                && run.end.is_none_or(|end| at < end)
                && suspended_since(&history.holds, at).is_none();
            counts.then_some(StepDue { run: run.number, step, audience: what.audience, at })
        }));
    }
    let present = runs.last().filter(|run| run.end.is_none());
    let running_now = state == EscalationState::Running;
    let sent = |due: &StepDue| told.iter().any(|told| told.run == due.run && told.step == due.step);
    let due_now = fallen_due
        .iter()
        .filter(|due| running_now && present.is_some_and(|run| run.number == due.run) && !sent(due));
    let next = present.and_then(|run| {
        let to_come = |step: usize| !fallen_due.iter().any(|due| due.run == run.number && due.step == step);
        let (step, what) = clock.in_order().find(|(step, _)| to_come(*step))?;
        let left = i64::from(what.after_minutes) * 60 - clock.seconds(run.start, now);
        Some(NextStep {
            step,
            audience: what.audience,
            remaining_seconds: left.max(0),
            at: clock.due(run.start, what).filter(|_| running_now),
        })
    });
    Ok(Escalation {
        state,
        run: runs.last().map_or(0, |run| run.number),
        due_now: due_now.copied().collect(),
        next,
        fallen_due,
    })
}

/// Whether a step that fell due may still be told, asked when its mail leaves: the same run goes on, and no hold
/// suspends it.
///
/// # Errors
/// As [`escalation`].
pub fn may_still_tell(
    chain: &Chain,
    history: &EscalationHistory,
    step: StepDue,
    time: WorkingTime<'_>,
    now: Timestamp,
) -> Result<bool, HistoryFault> {
    let present = escalation(chain, history, &[], time, now)?;
    Ok(present.due_now.contains(&step))
}

struct Run {
    number: u32,
    start: Timestamp,
    /// `None` for a run that goes on.
    end: Option<Timestamp>,
}

/// When somebody was in charge, as it is known now; an open charge lasts until the end of time.
fn in_charge(history: &EscalationHistory, now: Timestamp) -> Spans {
    let last = Timestamp::from_millis(i64::MAX);
    let known = history.charges.iter().filter(|charge| charge.from <= now);
    known
        .filter_map(|charge| {
            Span::new(charge.from, charge.until.filter(|until| *until <= now).unwrap_or(last))
        })
        .collect()
}

fn state(
    history: &EscalationHistory,
    charges: &Spans,
    ended: Option<Timestamp>,
    now: Timestamp,
) -> EscalationState {
    let charge = charges.iter().find(|charge| charge.contains(now));
    match (ended, charge, suspended_since(&history.holds, now)) {
        (Some(at), _, _) => EscalationState::Ended { at },
        _ if now < history.reported_at => EscalationState::NotBegun,
        (_, Some(charge), _) => EscalationState::TakenInCharge { since: charge.start },
        (_, _, Some(since)) => EscalationState::Suspended { since },
        _ => EscalationState::Running,
    }
}

/// The times between the report and the end in which nobody was in charge.
fn runs(history: &EscalationHistory, charges: &Spans, until: Timestamp, now: Timestamp) -> Vec<Run> {
    let open_end = history.ended_at.is_none_or(|at| now < at);
    // One millisecond more, so that a run that begins at this very instant has begun.
    let until_after = Timestamp::from_millis(until.as_millisecond() + i64::from(open_end));
    let Some(all) = Span::new(history.reported_at, until_after) else { return vec![] };
    let free = Spans::from(all).subtract(charges);
    let each = free.iter().zip(1..).map(|(span, number)| {
        let goes_on = open_end && span.end == all.end;
        let end = span.end.min(until);
        Run { number, start: span.start, end: (!goes_on).then_some(end) }
    });
    each.collect()
}

struct Running<'a> {
    chain: &'a Chain,
    time: WorkingTime<'a>,
    stopped: &'a Spans,
}

impl Running<'_> {
    fn in_order(&self) -> impl Iterator<Item = (usize, Step)> + use<> {
        let mut steps: Vec<(usize, Step)> = self.chain.steps.iter().copied().enumerate().collect();
        steps.sort_by_key(|(index, step)| (step.after_minutes, *index));
        steps.into_iter()
    }

    /// When a step of a run falls due; `None` when its working time never comes.
    fn due(&self, start: Timestamp, step: Step) -> Option<Timestamp> {
        let running = |window| running(self.chain.clock, self.time, self.stopped, window);
        let at = reach(start, i64::from(step.after_minutes) * 60_000, running).ok()?;
        Some(self.stopped.iter().find(|hold| hold.contains(at)).map_or(at, |hold| hold.end))
    }

    fn seconds(&self, from: Timestamp, to: Timestamp) -> i64 {
        total(from, to, |window| running(self.chain.clock, self.time, self.stopped, window)) / 1000
    }
}
