//! What leaves the server of a mail.

use super::{MailState, MailTemplate};
use crate::{LocalDateTime, MailId, Timestamp, user::Language};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailView {
    pub id: MailId,
    pub to_name: String,
    pub to_email: String,
    pub language: Language,
    pub template: MailTemplate,
    pub subject: String,
    pub state: MailState,
    /// Times that it was handed over.
    pub attempts: i32,
    /// The mail server's last answer, in its own words, or the name of a [`crate::job::Trouble`].
    pub last_answer: Option<String>,
    /// When it is tried next.
    pub next_try_at: Option<Timestamp>,
    pub next_try_local: Option<LocalDateTime>,
    pub created_at: Timestamp,
    pub created_local: LocalDateTime,
    pub sent_at: Option<Timestamp>,
    pub sent_local: Option<LocalDateTime>,
}

/// A mail with its text. The text of a secret is gone once it is of no more use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailDetail {
    #[serde(flatten)]
    pub mail: MailView,
    pub text: Option<String>,
    pub html: Option<String>,
}
