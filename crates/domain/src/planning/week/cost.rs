//! How good a plan is.

use super::problem::{Job, Problem, Stop};
use crate::{intervention::Priority, planning::Settings};
use serde::{Deserialize, Serialize};

/// The cost of a plan, compared part by part in this order: first that everything is placed, then that it is in time,
/// then the rest. Smaller is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cost {
    /// Minutes of work without a place, times the weight of the priority (8, 4, 2, 1).
    pub unplaced: i64,
    /// Minutes after the due date, times the weight.
    pub late: i64,
    /// `soon + 20 · travel minutes + 60 · changes of line + 120 · pieces moved from where they are today`, where soon
    /// is the minutes from the beginning of the period to the end of each piece, times its weight, over 8.
    pub rest: i64,
}

pub(super) const fn weight(priority: Priority) -> i64 {
    match priority {
        Priority::Urgent => 8,
        Priority::High => 4,
        Priority::Medium => 2,
        Priority::Low => 1,
    }
}

const MINUTE: i64 = 60_000;

impl Cost {
    pub(super) fn of_unplaced(job: &Job<'_>) -> Self {
        Self { unplaced: job.weight * (job.length / MINUTE).max(1), ..Self::default() }
    }

    /// The cost of a piece that ends here.
    pub(super) fn of_placed(problem: &Problem<'_>, job: &Job<'_>, end: i64, moved: bool) -> Self {
        let late = job.due.map_or(0, |due| (end - due).max(0) / MINUTE);
        let soon = (end - problem.start).max(0) / MINUTE;
        let rest = job.weight * soon / 8 + if moved { 120 } else { 0 };
        Self { unplaced: 0, late: job.weight * late, rest }
    }

    /// The ways between the stops of one lane, which are in order: within a day only.
    pub(super) fn of_ways(settings: &Settings, stops: &[Stop]) -> Self {
        let ways = stops.windows(2).filter(|pair| pair[0].day == pair[1].day);
        let rest = ways.map(|pair| {
            let travel = i64::from(settings.travel_minutes(pair[0].site, pair[1].site));
            let changes = i64::from(pair[0].site == pair[1].site && pair[0].line != pair[1].line);
            20 * travel + 60 * changes
        });
        Self { rest: rest.sum(), ..Self::default() }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.unplaced += other.unplaced;
        self.late += other.late;
        self.rest += other.rest;
    }
}
