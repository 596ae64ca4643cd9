//! Preventive plans: which occurrence is due when, and why.
//!
//! [`occurrences`] is the one rule: the job that writes interventions persists its answer, the calendar draws it. It
//! takes a [`Plan`], the [`History`] of one equipment, the [`Site`] and a [`Window`], and reads no clock.

mod change;
mod check;
mod condition;
mod counter;
mod draft;
mod early;
mod fixed;
mod floating;
mod generate;
mod history;
mod meter;
mod missed;
mod nested;
mod nominal;
mod occurrence;
mod reading;
mod record;
mod task;

pub use change::{Adjustment, Changes, MovedDue, adjustments, compare};
pub use check::{Notice, Refusal, check, notices};
pub use early::{Candidate, candidates};
pub use generate::{Generated, Nothing, Site, Undated, Window, occurrences};
pub use history::{History, Idle, OutOfUse, Row, RowState, Service};
pub use meter::{Meter, Rate, RateBasis, Reading, Replacement, Total};
pub use missed::{Missed, Outage, since_first_date, treat_missed};
pub use nested::{Layer, cover};
pub use nominal::{InvalidNominal, Nominal};
pub use occurrence::{
    Basis, CounterFact, Cover, Due, Leg, Legs, Moved, NoRate, Occurrence, OnTime, Pattern, SkipReason, State,
    Why,
};
pub use reading::{Force, Refused, Taken, Unfounded};
pub use record::{Condition, CounterRule, Counting, MissedPolicy, Plan, Side, Tolerance, Trigger, WhileOpen};
pub use task::{Cycle, Dependency, Task, TaskError, earliest_starts};
