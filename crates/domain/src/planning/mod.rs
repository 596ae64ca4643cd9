//! Planning: the verdict of a move, conflicts, capacity, ranked technicians and the proposal of a week.
//!
//! A piece of work takes its minutes in one go, from its start to its end. Facts are data; sentences are made where
//! they are shown.

mod board;
mod capacity;
mod change;
mod fact;
mod free_time;
mod model;
mod rank;
mod settings;
mod skill;
#[cfg(test)]
mod tests;
mod verdict;
mod week;

pub use board::Board;
pub use capacity::{Conflict, DayLoad};
pub use change::{Change, Forecast, Handle, Release, Trial, handle};
pub use fact::{Fact, Finding, Level, Verdict};
pub use model::{
    Certificate, Due, Equipment, Experience, Needs, Placement, Requirement, Shortage, SkillHeld, Task,
    Technician,
};
pub use rank::{Excluded, Ranked, Ranking, Score, When};
pub use settings::{Settings, Travel, Weights};
pub use week::{
    Cost, Costs, Difference, Fixed, FixedReason, LineGroup, Proposal, Unplaced, UnplacedReason, Week,
};
