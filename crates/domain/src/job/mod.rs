//! Work done outside of a request: a job is a row, written in the transaction that asks for it, done by
//! whichever worker takes it first, and tried again until it succeeds or is given up.

mod query;
mod rules;
mod view;

pub use query::JobQuery;
pub use rules::{After, after_failure, backoff_seconds, may_cancel, may_retry, occurrence};
pub use view::JobView;

use crate::{ImportId, MailId, RegistrationId, UserId, access::Caller, text_enum};
use serde::{Deserialize, Serialize};

/// Without a sign of life for so long, a worker counts as dead and its job is another's.
pub const LEASE_SECONDS: i64 = 15;

text_enum! {
    /// What a job does.
    pub enum JobKind {
        AccountLocked = "account_locked",
        CleanUp = "clean_up",
        Import = "import",
        LateWork = "late_work",
        PasswordReset = "password_reset",
        Registration = "registration",
        SendMail = "send_mail",
        VerifyStore = "verify_store",
        VerifyTrail = "verify_trail",
        Watch = "watch",
    }
}

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

/// A job with what it needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Tells somebody that too many wrong passwords or codes were typed for their account; nobody when there is no such
    /// account.
    AccountLocked { user: Option<UserId> },
    /// Throws away what is over.
    CleanUp,
    /// Does what an import waits for (check, commit, undo), in the name of whoever asked for it.
    Import { import: ImportId, by: Box<Caller> },
    /// Tells of work whose deadline has passed.
    LateWork,
    /// Sends a link to whoever has this address; to nobody when nobody has it.
    PasswordReset { email: String },
    /// Answers a request for an account: a link to whoever has its address, or word that they have one.
    Registration { registration: RegistrationId },
    /// Hands a message of the outbox to the mail server.
    SendMail { mail: MailId },
    /// Reads every content of the documents and compares it with its SHA-256.
    VerifyStore,
    /// Reads the whole audit trail and looks whether it is what was written.
    VerifyTrail,
    /// Looks whether administrators are to be told of something, and writes the mails.
    Watch,
}

impl Job {
    pub fn kind(&self) -> JobKind {
        match self {
            Self::AccountLocked { .. } => JobKind::AccountLocked,
            Self::CleanUp => JobKind::CleanUp,
            Self::Import { .. } => JobKind::Import,
            Self::LateWork => JobKind::LateWork,
            Self::PasswordReset { .. } => JobKind::PasswordReset,
            Self::Registration { .. } => JobKind::Registration,
            Self::SendMail { .. } => JobKind::SendMail,
            Self::VerifyStore => JobKind::VerifyStore,
            Self::VerifyTrail => JobKind::VerifyTrail,
            Self::Watch => JobKind::Watch,
        }
    }

    /// Of jobs with the same key, one waits or runs at a time.
    pub fn dedup_key(&self) -> Option<String> {
        match self {
            Self::CleanUp => Some("clean_up".to_owned()),
            Self::Import { import, .. } => Some(format!("import:{import}")),
            Self::LateWork => Some("late_work".to_owned()),
            Self::AccountLocked { .. } | Self::PasswordReset { .. } | Self::Registration { .. } => None,
            Self::SendMail { mail } => Some(format!("send_mail:{mail}")),
            Self::VerifyStore => Some("verify_store".to_owned()),
            Self::VerifyTrail => Some("verify_trail".to_owned()),
            Self::Watch => Some("watch".to_owned()),
        }
    }
}

impl JobKind {
    /// How often a job of this kind is tried before it is given up.
    pub const fn max_attempts(self) -> i32 {
        match self {
            Self::CleanUp | Self::LateWork | Self::VerifyStore | Self::VerifyTrail | Self::Watch => 3,
            Self::AccountLocked | Self::Import | Self::PasswordReset | Self::Registration => 6,
            // With the longest wait between tries, about a day: a mail server may be away for a night.
            Self::SendMail => 32,
        }
    }
}

impl JobState {
    /// Whether nothing more happens by itself.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}
