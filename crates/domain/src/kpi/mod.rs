//! KPIs: each with its value or the reason of its absence, its interval and its evidence.
//!
//! A [`Plant`] becomes a [`Book`], which measures items over [`Frames`] into a [`Scope`]; its KPIs are functions of that.

mod ageing;
mod answer;
mod availability;
mod book;
mod compliance;
mod cost;
mod delay;
mod demand;
mod evidence;
mod frame;
mod labour;
mod ledger;
mod mtbf;
mod of_failures;
mod pareto;
mod percent;
mod period;
mod places;
mod record;
mod report;
mod restoration;
mod scope;
mod share;
mod timeline;

#[cfg(test)]
mod tests;

pub use ageing::{AgeFrom, Ageing};
pub use answer::{Absent, Answer, Beside, CalendarUsed, Kpi, Note, OperatingTime, Unit, Value};
pub use book::{BadPlant, Book};
pub use compliance::{
    Cancelled, Due, Frozen, Occurrence, default_tolerance, pm_compliance, schedule_compliance,
};
pub use delay::{Deadline, Done, Target, mean_delay, on_time_rate, sla_met};
pub use demand::{Issue, Sampling, stock_out, time_in_service, wrench_time};
pub use evidence::{Clip, Clips, EventId, Evidence, Reason, Row};
pub use frame::{Calendar, Frame, Frames};
pub use labour::{Available, Ready, backlog, utilisation};
pub use ledger::HandsOn;
pub use pareto::{Bar, Pareto, ParetoBy, ParetoOf};
pub use percent::Percent;
pub use period::{Grain, day_of, midnight, window};
pub use record::{Cost, CostKind, Downtime, DowntimeKind, End, Failure, Item, Period, Plant, Reading, Work};
pub use scope::{Scope, Times};
