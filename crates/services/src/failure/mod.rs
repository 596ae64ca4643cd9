//! Use cases of failures: which ones a site had, and what they were.

mod read;

pub(crate) use read::{find, one, open};

use crate::Services;

/// Failures: list, read, diagnose.
pub struct FailureService<'a>(pub(crate) &'a Services);
