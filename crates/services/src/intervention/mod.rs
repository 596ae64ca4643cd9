//! Use cases of interventions.

mod number;
mod read;
mod report;
mod searched;

pub(crate) use number::{code, next_numbers};
pub(crate) use read::within;
pub use report::InterventionReport;
pub(crate) use searched::{BREAK, follow_machine, searched};

use crate::Services;

/// Interventions: list and read; they come in by import.
pub struct InterventionService<'a>(pub(crate) &'a Services);
