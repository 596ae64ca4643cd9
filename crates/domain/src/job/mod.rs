//! Work done outside of a request: a job is a row, written in the transaction that asks for it, done by
//! whichever worker takes it first, and tried again until it succeeds or is given up.

mod kinds;
mod query;
mod rules;
mod view;

pub use kinds::{Job, JobKind, RECURRING, Recurring};
pub use query::JobQuery;
pub use rules::{After, after_failure, backoff_seconds, may_cancel, may_retry, occurrence};
pub use view::JobView;

use crate::text_enum;

/// Without a sign of life for so long, a worker counts as dead and its job is another's.
pub const LEASE_SECONDS: i64 = 15;

text_enum! {
    /// Where a job stands. The last three are ends.
    pub enum JobState {
        Queued = "queued",
        Running = "running",
        Succeeded = "succeeded",
        /// Given up: tried as often as its kind is tried, or refused for good.
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Why a try failed, in our own words; what a mail server says is kept as it says it.
    pub enum Trouble {
        /// The mail server did not answer in time.
        NoAnswer = "no_answer",
        /// The mail server did not answer the messages before, and is left alone for a while.
        Paused = "paused",
        /// Every worker that took the job died with it.
        WorkersDied = "workers_died",
        /// Asked for by another version of the program: it waits for a worker that knows it.
        UnknownJob = "unknown_job",
        /// The text to send was thrown away.
        TextGone = "text_gone",
        /// The database did not answer.
        Unavailable = "unavailable",
        /// A defect; the log has the detail.
        Internal = "internal",
    }
}

impl JobState {
    /// Whether nothing more happens by itself.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}
