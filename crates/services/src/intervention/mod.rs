//! Use cases of interventions.

mod number;
mod read;

pub(crate) use number::{code, next_numbers};
pub(crate) use read::within;

use crate::Services;

/// Interventions: list and read; they come in by import.
pub struct InterventionService<'a>(pub(crate) &'a Services);
