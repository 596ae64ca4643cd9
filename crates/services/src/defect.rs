//! Faults that nobody who asked can mend.

use domain::Error;
use std::fmt::Display;

/// A fault of the program or of what it stands on: logged with its cause, under the request's id, which is the incident
/// number that the reader is told.
pub(crate) fn defect(what: &str, cause: impl Display) -> Error {
    tracing::error!(error = %cause, "{what}: {cause}");
    Error::Internal { incident: String::new() }
}
