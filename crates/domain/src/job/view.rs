//! What leaves the server of a job. What it works on stays inside.

use super::{JobKind, JobState};
use crate::{JobId, LocalDateTime, MailId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobView {
    pub id: JobId,
    pub kind: JobKind,
    pub state: JobState,
    /// Tries so far, the running one included.
    pub attempts: i32,
    pub max_attempts: i32,
    /// When it is tried next, or was due.
    pub run_at: Timestamp,
    pub run_local: LocalDateTime,
    /// Why the last try failed: a [`super::Trouble`] by its name, or a server's own answer.
    pub last_error: Option<String>,
    /// The message that it sends.
    pub mail: Option<MailId>,
    pub created_at: Timestamp,
    pub created_local: LocalDateTime,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}
