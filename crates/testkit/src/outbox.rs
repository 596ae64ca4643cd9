//! Jobs and mails put straight into the database.

use crate::World;
use domain::{
    JobId, MailId,
    job::{Job, JobKind, JobState},
    mail::{MailState, MailTemplate},
    user::Language,
};
use entity::{job, mail};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set};

impl World {
    /// A mail that was kept for want of a mail server, and a job that waits for tomorrow.
    pub async fn job_and_mail(&self) -> (JobId, MailId) {
        let (number, now) = (crate::database::next_number(), self.clock.now());
        let row = mail::ActiveModel {
            id: NotSet,
            message_id: Set(format!("message-{number}")),
            to_name: Set("Claire Test".into()),
            to_email: Set("claire@vigie.test".into()),
            language: Set(Language::Fr),
            template: Set(MailTemplate::PasswordChanged),
            subject: Set("Votre mot de passe a été changé".into()),
            text: Set(Some("Bonjour Claire".into())),
            html: Set(Some("<p>Bonjour Claire</p>".into())),
            state: Set(MailState::Kept),
            attempts: Set(1),
            last_answer: Set(None),
            next_try_at: Set(None),
            forget_at: Set(None),
            search_text: Set("claire".into()),
            created_at: Set(now),
            sent_at: Set(None),
        };
        let mail = row.insert(&self.db).await.expect("a new mail").id;
        let row = job::ActiveModel {
            id: NotSet,
            kind: Set(JobKind::CleanUp),
            payload: Set(serde_json::to_string(&Job::CleanUp).expect("JSON")),
            state: Set(JobState::Queued),
            dedup_key: Set(None),
            mail_id: Set(None),
            attempts: Set(0),
            max_attempts: Set(3),
            run_at: Set(now.plus_seconds(86_400)),
            lease_by: Set(None),
            lease_until: Set(None),
            last_error: Set(None),
            request_id: Set(String::new()),
            created_at: Set(now),
            started_at: Set(None),
            finished_at: Set(None),
        };
        (row.insert(&self.db).await.expect("a new job").id, mail)
    }
}
