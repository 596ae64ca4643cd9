//! How far a checklist has come.

use super::Judged;
use serde::{Deserialize, Serialize};

/// Steps of one checklist, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    pub done: i64,
    pub all: i64,
    /// Steps without which it cannot be finished, and that are not done.
    pub required_missing: i64,
    pub out_of_tolerance: i64,
}

/// Counts steps. Each is whether it is required, and how its answer was judged if it is done.
pub fn progress(steps: impl IntoIterator<Item = (bool, Option<Judged>)>) -> Progress {
    steps.into_iter().fold(Progress::default(), |sum, (required, done)| Progress {
        done: sum.done + i64::from(done.is_some()),
        all: sum.all + 1,
        required_missing: sum.required_missing + i64::from(required && done.is_none()),
        out_of_tolerance: sum.out_of_tolerance + i64::from(done == Some(Judged::OutOfTolerance)),
    })
}
