//! The proposal of a week: greedy by priority and due date, then a local search with a seed. Always a proposal, shown
//! as a difference against today's plan.
//!
//! Work that is placed by hand, has begun or is on hold is fixed; the rest is planned around it, inside
//! of the shifts. The result is the best of the search, of list order and of today's plan, so it is worse than none.

mod cost;
mod problem;
mod proposal;
mod schedule;
mod search;

pub use cost::Cost;
pub use proposal::{Costs, Difference, Fixed, FixedReason, LineGroup, Proposal, Unplaced, UnplacedReason};

use super::{Board, free_time::searched};
use crate::{Timestamp, span::Span};
use problem::Problem;
use schedule::{Order, Schedule};
use serde::{Deserialize, Serialize};

/// The period to plan, and how long to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// The period, a week or another: work is placed inside of it, whole. Its first 92 days are planned.
    pub window: Span,
    /// The same seed gives the same proposal.
    pub seed: u64,
    /// Attempts of the local search; 0 is greedy alone.
    pub rounds: u32,
}

impl Board<'_> {
    /// Proposes where the work of the board goes in the period: what is in the backlog, what stands in the period
    /// without being fixed, and what stood before and was not begun. Nothing starts before `now`.
    pub fn plan_week(&self, week: Week, now: Timestamp) -> Proposal {
        let problem = Problem::new(self, searched(week.window), now);
        let list = problem.decode(&Order::list(problem.jobs.len()));
        let greedy_order = Order::greedy(&problem);
        let greedy = problem.decode(&greedy_order);
        let today = problem.today(self);

        let (start, order) = if list.cost < greedy.cost {
            (list.clone(), Order::list(problem.jobs.len()))
        } else {
            (greedy.clone(), greedy_order)
        };
        let found = search::improve(&problem, order, start, week);
        let costs = Costs { today: today.cost, list: list.cost, greedy: greedy.cost, proposed: found.cost };
        // Of equals, today's plan: nothing is moved for nothing.
        let best: Schedule = if today.cost <= found.cost { today } else { found };
        proposal::write(self, &problem, best, costs)
    }
}
