//! An administrator tries a mail server: one message to themself, at once, through what the form says.

use super::{Letter, MailService, smtp};
use crate::access::Writer;
use domain::{
    Caller, Error, Noun, Permission, Result,
    audit::{Action, Change},
    job::Trouble,
    mail::{
        Address, MailFault, MailSettings, MailState, MailTemplate, MailTrial, TRIAL_SECONDS,
        TRIALS_IN_TEN_MINUTES,
    },
    settings::{Mail, SettingsDraft},
};
use entity::{mail, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use std::time::Instant;

/// Over how long trials are counted, in seconds.
const WINDOW: i64 = 600;

impl MailService<'_> {
    /// Sends a message to the caller's own address through the mail server of the form, saved or not, and tells
    /// what became of it. No transaction is held meanwhile.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::TooManyAttempts`]; [`Error::Forbidden`] without the
    /// permission to change settings.
    pub async fn try_out(&self, by: &Caller, draft: &SettingsDraft) -> Result<MailTrial> {
        let section: Mail = self.0.settings().typed(by, draft).await?;
        let server = section.server().ok_or(Error::field("host", domain::FieldCode::Required))?;
        let settings = MailSettings { timeout_seconds: server.timeout_seconds.min(TRIAL_SECONDS), ..server };

        let mut w = self.0.write(by, Permission::SettingsManage).await?;
        not_too_often(&w).await?;
        let own = by.user_id().ok_or(Error::Forbidden)?;
        let person = user::Entity::find_by_id(own).one(w.tx()).await?.ok_or(Error::NotFound(Noun::User))?;
        let to = Address::of(&person.first_name, &person.last_name, &person.email)?;
        let place = format!("{}:{}", settings.host, settings.port);
        let letter = Letter::MailTrial { name: person.first_name.clone(), server: place.clone() };
        // Should the server die meanwhile, it did not arrive as far as anybody knows.
        let row = w.write_mail(&to, person.language, &letter, MailState::Failed).await?;
        w.commit().await?;

        let begun = Instant::now();
        let outcome = smtp::send(&settings, self.0.mail_authority(), &row).await;
        let milliseconds = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let (fault, answer) = match outcome {
            Ok(answer) => (None, answer),
            Err(failure) => {
                let (fault, answer) = failure.told();
                (Some(fault), answer)
            }
        };
        let mut w = self.0.write(by, Permission::SettingsManage).await?;
        let ended = mail::ActiveModel {
            id: Set(row.id),
            state: Set(if fault.is_none() { MailState::Sent } else { MailState::Failed }),
            attempts: Set(1),
            last_answer: Set(Some(answer.clone())),
            sent_at: Set(fault.is_none().then_some(w.now)),
            ..Default::default()
        };
        ended.update(w.tx()).await?;
        let told = json!({
            "host": place, "username": section.username, "email": to.email(), "answer": answer,
        });
        w.record(Change::new(Action::MailTried, Noun::Mail, row.id.0, None).after(told.to_string()));
        w.commit().await?;
        // Said by the fault, in the reader's language.
        let answer = if fault == Some(MailFault::NoAnswer) && answer == Trouble::NoAnswer.as_str() {
            String::new()
        } else {
            answer
        };
        Ok(MailTrial { to: to.email().to_owned(), server: place, fault, answer, milliseconds })
    }
}

async fn not_too_often(w: &Writer) -> Result<()> {
    let recent = mail::Entity::find()
        .filter(mail::Column::Template.eq(MailTemplate::MailTrial))
        .filter(mail::Column::CreatedAt.gt(w.now.plus_seconds(-WINDOW)));
    match recent.count(w.tx()).await? < TRIALS_IN_TEN_MINUTES {
        true => Ok(()),
        false => Err(Error::TooManyAttempts { retry_after_seconds: WINDOW }),
    }
}
