//! The proposal as a difference against today's plan.

use super::{
    Cost,
    problem::{Job, Problem, is_today},
    schedule::Schedule,
};
use crate::{
    InterventionId, LineId, SiteId,
    planning::{Board, Fact, Finding, Level, Placement, Task},
    text_enum,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

text_enum! {
    /// Why a piece of work stays where it is.
    pub enum FixedReason {
        PlacedByHand = "placed_by_hand",
        InProgress = "in_progress",
        OnHold = "on_hold",
    }
}

/// A fixed point of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    pub task: InterventionId,
    pub reason: FixedReason,
    /// The hard rules that it breaks where it is. It is told, not moved.
    pub blocked: Vec<Finding>,
}

/// A piece of work that would stand elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub task: InterventionId,
    /// `None` from the backlog.
    pub from: Option<Placement>,
    pub to: Placement,
}

/// Why a piece of work has no place in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnplacedReason {
    /// It has no estimate.
    NoDuration,
    /// Parts that do not arrive in the period.
    PartsMissing(Vec<Fact>),
    /// For each technician who cannot do it, why.
    TooFewTechnicians {
        wanted: usize,
        able: usize,
        why: Vec<Finding>,
    },
    /// Nobody who can do it works for so long in one go.
    LongerThanAnyShift {
        longest_minutes: i64,
    },
    NoFreeTime,
}

/// A piece of work without a place in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplaced {
    pub task: InterventionId,
    /// Where it stands today, and cannot stay.
    pub from: Option<Placement>,
    pub reason: UnplacedReason,
}

/// The work of one line, as proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineGroup {
    pub site: SiteId,
    pub line: Option<LineId>,
    /// By their start.
    pub tasks: Vec<InterventionId>,
    /// Minutes of work of all people.
    pub minutes: i64,
}

/// The costs of several plans, to show what the proposal gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costs {
    /// The plan as it is, without what blocks.
    pub today: Cost,
    /// One piece after the other as they are listed.
    pub list: Cost,
    /// By priority and due date.
    pub greedy: Cost,
    /// After the search.
    pub proposed: Cost,
}

/// The plan of a week, as a difference against today's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// By their new start.
    pub changes: Vec<Difference>,
    /// Planned, and staying where they are.
    pub unchanged: Vec<InterventionId>,
    pub fixed: Vec<Fixed>,
    pub unplaced: Vec<Unplaced>,
    pub costs: Costs,
    /// By site, then line.
    pub lines: Vec<LineGroup>,
}

impl Proposal {
    /// The changes made, all of them or those chosen, and unplaced work put back into the backlog.
    pub fn apply(&self, tasks: &mut [Task], chosen: impl Fn(InterventionId) -> bool) {
        for task in tasks.iter_mut().filter(|task| chosen(task.id)) {
            if let Some(change) = self.changes.iter().find(|change| change.task == task.id) {
                task.placement = Some(change.to.clone());
            } else if self.unplaced.iter().any(|unplaced| unplaced.task == task.id) {
                task.placement = None;
            }
        }
    }
}

pub(super) fn write(board: &Board<'_>, problem: &Problem<'_>, best: Schedule, mut costs: Costs) -> Proposal {
    costs.proposed = best.cost;
    let (mut changes, mut unchanged, mut unplaced, mut placed) = (vec![], vec![], vec![], vec![]);
    for (job, spot) in problem.jobs.iter().zip(&best.spots) {
        let task = job.task;
        let Some(place) = spot.as_ref().and_then(|spot| problem.placement(spot)) else {
            let reason = why_unplaced(board, problem, job);
            unplaced.push(Unplaced { task: task.id, from: task.placement.clone(), reason });
            continue;
        };
        placed.push((place.span.start, task, place.technicians.len()));
        if is_today(task, &place) {
            unchanged.push(task.id);
        } else {
            changes.push(Difference { task: task.id, from: task.placement.clone(), to: place });
        }
    }
    changes.sort_by_key(|change| (change.to.span.start, change.task));
    placed.sort_by_key(|(start, task, _)| (*start, task.id));
    let mut lines: BTreeMap<(SiteId, Option<LineId>), (Vec<InterventionId>, i64)> = BTreeMap::new();
    for (_, task, people) in placed {
        let group = lines.entry((task.needs.site, task.needs.line)).or_default();
        group.0.push(task.id);
        group.1 += i64::from(task.needs.minutes) * i64::try_from(people).unwrap_or(1);
    }
    let group = |((site, line), (tasks, minutes))| LineGroup { site, line, tasks, minutes };
    let lines = lines.into_iter().map(group).collect();
    Proposal { changes, unchanged, fixed: fixed(board, problem), unplaced, costs, lines }
}

fn fixed(board: &Board<'_>, problem: &Problem<'_>) -> Vec<Fixed> {
    let planned: HashSet<InterventionId> = problem.jobs.iter().map(|job| job.task.id).collect();
    let stays = |finding: &Finding| match &finding.fact {
        // Work that is planned anew gives way.
        Fact::Overlapping { other, .. } => !planned.contains(other),
        fact => fact.level() == Level::Blocked,
    };
    let each = problem.fixed.iter().map(|(task, reason)| {
        let findings = task.placement.as_ref().map_or(vec![], |place| board.verdict(task, place).findings);
        let blocked = findings.into_iter().filter(stays).collect();
        Fixed { task: task.id, reason: *reason, blocked }
    });
    each.collect()
}

fn why_unplaced(board: &Board<'_>, problem: &Problem<'_>, job: &Job<'_>) -> UnplacedReason {
    if job.length == 0 {
        return UnplacedReason::NoDuration;
    }
    if job.from.is_none_or(|from| from >= problem.end) {
        let missing = board.missing_parts(&job.task.needs, problem.window);
        if !missing.is_empty() {
            return UnplacedReason::PartsMissing(missing);
        }
    }
    if job.able.len() < job.people {
        let why = problem.why_not(board, job);
        return UnplacedReason::TooFewTechnicians { wanted: job.people, able: job.able.len(), why };
    }
    let longest = job.able.iter().map(|able| problem.lanes[able.lane].free.stretch).max().unwrap_or(0);
    if longest < job.length {
        return UnplacedReason::LongerThanAnyShift { longest_minutes: longest / 60_000 };
    }
    UnplacedReason::NoFreeTime
}
