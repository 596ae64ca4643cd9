//! A mail is written whole, in the language of whoever gets it, before anybody thinks of sending it.

use super::{Notice, templates};
use crate::{access::Writer, alert, audit};
use domain::{
    Error, LocalDateTime, MailId, Result,
    alert::AlertKind,
    job::Job,
    mail::{Address, MailState, MailTemplate},
    session::RESET_SECONDS,
    text,
    user::{CONFIRM_SECONDS, INVITE_SECONDS, Language},
};
use entity::mail;
use i18n::format;
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
};
use serde::Serialize;

/// What a mail has to say, with what its text needs to know.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Letter {
    PasswordReset { name: String, link: String, minutes: i64 },
    PasswordChanged { name: String, link: String },
    MailTrial { name: String, server: String },
    RegistrationConfirm { name: String, link: String, hours: i64 },
    RegistrationKnown { name: String, link: String },
    RegistrationApproved { name: String, link: String },
    RegistrationRefused { name: String },
    Invitation { name: String, username: String, link: String, hours: i64 },
    SecurityNotice { name: String, title: String, what: String, advice: String, link: String },
    Alert { name: String, title: String, what: String, since: String, link: String },
    Information { name: String, title: String, what: String, since: String, link: String },
}

impl Letter {
    pub fn template(&self) -> MailTemplate {
        match self {
            Self::PasswordReset { .. } => MailTemplate::PasswordReset,
            Self::PasswordChanged { .. } => MailTemplate::PasswordChanged,
            Self::MailTrial { .. } => MailTemplate::MailTrial,
            Self::RegistrationConfirm { .. } => MailTemplate::RegistrationConfirm,
            Self::RegistrationKnown { .. } => MailTemplate::RegistrationKnown,
            Self::RegistrationApproved { .. } => MailTemplate::RegistrationApproved,
            Self::RegistrationRefused { .. } => MailTemplate::RegistrationRefused,
            Self::Invitation { .. } => MailTemplate::Invitation,
            Self::SecurityNotice { .. } => MailTemplate::SecurityNotice,
            Self::Alert { .. } => MailTemplate::Alert,
            Self::Information { .. } => MailTemplate::Information,
        }
    }

    /// One with which the template's words are shown before they are sent. A new letter needs one: the page of
    /// templates lists its variables by it.
    pub fn example(template: MailTemplate, language: Language, public_url: &str) -> Self {
        let name = "Claire".to_owned();
        match template {
            MailTemplate::PasswordReset => {
                let link = format!("{public_url}/reset-password?token=XXXX");
                Self::PasswordReset { name, link, minutes: RESET_SECONDS / 60 }
            }
            MailTemplate::PasswordChanged => {
                Self::PasswordChanged { name, link: format!("{public_url}/forgot-password") }
            }
            MailTemplate::MailTrial => Self::MailTrial { name, server: "mail.usine.example:587".to_owned() },
            MailTemplate::RegistrationConfirm => {
                let link = format!("{public_url}/register/confirm?token=XXXX");
                Self::RegistrationConfirm { name, link, hours: CONFIRM_SECONDS / 3600 }
            }
            MailTemplate::RegistrationKnown => {
                Self::RegistrationKnown { name, link: format!("{public_url}/forgot-password") }
            }
            MailTemplate::RegistrationApproved => {
                Self::RegistrationApproved { name, link: format!("{public_url}/login") }
            }
            MailTemplate::RegistrationRefused => Self::RegistrationRefused { name },
            MailTemplate::Invitation => Self::Invitation {
                name,
                username: "claire".to_owned(),
                link: format!("{public_url}/invitation?token=XXXX"),
                hours: INVITE_SECONDS / 3600,
            },
            MailTemplate::SecurityNotice => {
                let when = format::date_time(language, example_time());
                Notice::SecondStepOn.letter(name, language, &when, public_url)
            }
            MailTemplate::Alert => example_alert(AlertKind::JobGivenUp, name, language, public_url),
            MailTemplate::Information => example_alert(AlertKind::RequestWaiting, name, language, public_url),
        }
    }
}

fn example_alert(kind: AlertKind, name: String, language: Language, public_url: &str) -> Letter {
    alert::letter(&alert::example(kind), name, language, &TimeZone::UTC, public_url)
}

/// The moment of the examples.
fn example_time() -> LocalDateTime {
    LocalDateTime(jiff::civil::date(2026, 11, 20).at(8, 12, 0, 0))
}

impl Writer {
    /// Puts a mail into the outbox and asks for its sending: both happen with this transaction, or neither.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address that cannot stand in a message; [`Error::Internal`] for a template
    /// that cannot be filled.
    pub(crate) async fn post(&mut self, to: &Address, language: Language, letter: &Letter) -> Result<MailId> {
        let id = self.write_mail(to, language, letter, MailState::Queued).await?.id;
        self.enqueue(&Job::SendMail { mail: id }).await?;
        Ok(id)
    }

    /// Puts a mail into the outbox, in that state, and asks for nothing.
    pub(super) async fn write_mail(
        &mut self,
        to: &Address,
        language: Language,
        letter: &Letter,
        state: MailState,
    ) -> Result<mail::Model> {
        let template = letter.template();
        let edited = self.words.get(template, language);
        let written = templates::render(edited.as_ref(), template, language, letter)?;
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable)?;
        let search_text = text::fold(&format!("{} {} {}", to.name(), to.email(), written.subject));
        let forget_at = template.secret_seconds().map(|seconds| self.now.plus_seconds(seconds));
        let row = mail::ActiveModel {
            id: NotSet,
            message_id: Set(audit::hex(&bytes)),
            to_name: Set(to.name().to_owned()),
            to_email: Set(to.email().to_owned()),
            language: Set(language),
            template: Set(template),
            subject: Set(written.subject),
            text: Set(Some(written.text)),
            html: Set(Some(written.html)),
            state: Set(state),
            attempts: Set(0),
            last_answer: Set(None),
            next_try_at: Set((state == MailState::Queued).then_some(self.now)),
            forget_at: Set(forget_at),
            search_text: Set(search_text),
            created_at: Set(self.now),
            sent_at: Set(None),
        };
        Ok(row.insert(self.tx()).await?)
    }
}
