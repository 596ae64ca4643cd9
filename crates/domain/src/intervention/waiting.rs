//! What waits for somebody, as the navigation counts it.

use serde::{Deserialize, Serialize};

/// How many rows wait for the reader, each at most 2,001; nothing where it is no business of theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Jobs of theirs that are still to be done.
    pub mine: Option<i64>,
    /// Interventions that nobody was given yet, and finished ones that wait for validation.
    pub work: Option<i64>,
    /// Failures that are not repaired.
    pub failures: Option<i64>,
    /// One of these at least stops its machine.
    #[serde(default)]
    pub stopped: bool,
}
