//! Use cases of interventions: from a reported breakdown to a validated intervention.

mod agenda;
mod assign;
mod breakdown;
mod checklist;
mod costs;
mod create;
mod decide;
mod diagnose;
mod edit;
mod filters;
mod many;
mod number;
mod parts;
mod periods;
mod progress;
mod rate;
mod read;
mod report;
mod searched;
mod step;
mod waiting;
mod work;

pub(crate) use create::template;
pub(crate) use decide::call_off_all;
pub(crate) use filters::{assigned_to, late};
pub(crate) use many::{enter_many, insert};
pub(crate) use number::{code, next_numbers};
pub(crate) use read::within;
pub use report::InterventionReport;
pub(crate) use searched::{BREAK, follow_machine, searched};

use crate::Services;

/// Interventions: report, assign, do, validate; list and read.
pub struct InterventionService<'a>(pub(crate) &'a Services);
