//! Messages to people: a mail is a row of the outbox, written in the transaction that has something to tell,
//! and handed to the mail server by a job. Without a mail server the outbox is the mailbox.

mod address;
mod breaker;
mod query;
mod settings;
mod trial;
mod view;
mod words;

pub use address::{Address, header_text, header_word};
pub use breaker::Breaker;
pub use query::MailQuery;
pub use settings::{MailSettings, Security};
pub use trial::{MailFault, MailTrial, TRIAL_SECONDS, TRIALS_IN_TEN_MINUTES};
pub use view::{MailDetail, MailView};
pub use words::{TemplateDraft, TemplateLine, TemplateVariable, TemplateView, TemplateWords};

use crate::{
    text_enum,
    user::{CONFIRM_SECONDS, INVITE_SECONDS},
};

text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        Queued = "queued",
        /// Being handed over. A server that dies here leaves in doubt whether it arrived: it is sent once more,
        /// under the same message id, so that nothing is lost.
        Sending = "sending",
        Sent = "sent",
        /// Given up, with the mail server's answer; can be tried again.
        Failed = "failed",
        /// There was no mail server to send it with: it is read here.
        Kept = "kept",
    }
}

text_enum! {
    /// What a mail says; each has its text in every language.
    pub enum MailTemplate {
        PasswordReset = "password_reset",
        PasswordChanged = "password_changed",
        /// Sent at once by an administrator who tries the mail server.
        MailTrial = "mail_trial",
        RegistrationConfirm = "registration_confirm",
        /// To somebody who has an account already.
        RegistrationKnown = "registration_known",
        RegistrationApproved = "registration_approved",
        RegistrationRefused = "registration_refused",
        /// A new account, whose person chooses the password.
        Invitation = "invitation",
        /// Something about somebody's sign-in is not as it was.
        SecurityNotice = "security_notice",
        /// To administrators: something is wrong.
        Alert = "alert",
        /// To administrators: something waits for them.
        Information = "information",
    }
}

impl MailTemplate {
    /// Whether it carries a secret, such as a one-time link: its text is kept no longer than it is of use, and
    /// only administrators may read it.
    pub const fn is_secret(self) -> bool {
        self.secret_seconds().is_some()
    }

    /// How long the text of a secret may wait in the outbox, in seconds.
    pub const fn secret_seconds(self) -> Option<i64> {
        match self {
            Self::PasswordReset => Some(3600),
            Self::RegistrationConfirm => Some(CONFIRM_SECONDS),
            Self::Invitation => Some(INVITE_SECONDS),
            _ => None,
        }
    }

    /// Whether it tells those who look after the platform how it is: its own failure is not told by another.
    pub const fn is_alert(self) -> bool {
        matches!(self, Self::Alert | Self::Information)
    }

    /// The variables without which its text is of no use: the link that it was asked for.
    pub const fn required(self) -> &'static [&'static str] {
        if self.is_secret() { &["link"] } else { &[] }
    }
}

/// Whether a person may have a mail of this state handed over again.
pub const fn may_retry(state: MailState) -> bool {
    matches!(state, MailState::Queued | MailState::Failed | MailState::Kept)
}
