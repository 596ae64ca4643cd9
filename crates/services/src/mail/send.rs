//! The job that hands a mail over.
//!
//! Handing over leaves the process, so it cannot be one transaction with its note. The mail is marked as being
//! sent before, and as sent after: whoever dies in between leaves it to be sent once more, under the same
//! message id. A mail may so arrive twice; none is lost.

use super::{
    MailService,
    smtp::{self, Failure},
};
use crate::job::{JobCompleted, JobError, Lease};
use domain::{MailId, job::Trouble, mail::MailState};
use entity::mail;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

impl MailService<'_> {
    /// Sends a mail; without a mail server it is kept where it is.
    pub(crate) async fn send(&self, lease: &Lease, id: MailId) -> Result<JobCompleted, JobError> {
        let w = lease.write(self.0).await?;
        let Some(row) = mail::Entity::find_by_id(id).one(w.tx()).await? else {
            return lease.complete(w).await;
        };
        if row.state == MailState::Sent {
            return lease.complete(w).await;
        }
        let Some(settings) = self.0.mail_options().server else {
            let kept = mail::ActiveModel {
                id: Set(id),
                state: Set(MailState::Kept),
                attempts: Set(row.attempts + 1),
                last_answer: Set(None),
                next_try_at: Set(None),
                ..Default::default()
            };
            kept.update(w.tx()).await?;
            return lease.complete(w).await;
        };
        let now = w.now;
        if let Err(at) = self.0.breaker(&settings, |breaker| breaker.ask(now)) {
            return Err(JobError::Later { at, why: Trouble::Paused.to_string() });
        }
        let sending = mail::ActiveModel {
            id: Set(id),
            state: Set(MailState::Sending),
            attempts: Set(row.attempts + 1),
            next_try_at: Set(None),
            ..Default::default()
        };
        let row = sending.update(w.tx()).await?;
        lease.is_held(&w).await?;
        w.commit().await?;

        let outcome = smtp::send(&settings, self.0.mail_authority(), &row).await;
        self.0.breaker(&settings, |breaker| match &outcome {
            Err(Failure::Silent { .. }) => breaker.failed(self.0.now()),
            _ => breaker.answered(),
        });
        match outcome {
            Ok(answer) => {
                let w = lease.write(self.0).await?;
                // What was sent for one use is in the right hands now, and in no others.
                let secret = row.template.is_secret();
                let keep = |part: Option<String>| part.filter(|_| !secret);
                let sent = mail::ActiveModel {
                    id: Set(id),
                    state: Set(MailState::Sent),
                    last_answer: Set(Some(answer)),
                    sent_at: Set(Some(w.now)),
                    text: Set(keep(row.text)),
                    html: Set(keep(row.html)),
                    forget_at: Set(None),
                    ..Default::default()
                };
                sent.update(w.tx()).await?;
                // Whatever became of the job meanwhile, the mail has left: that is noted on its own.
                w.commit().await?;
                lease.complete(lease.write(self.0).await?).await
            }
            Err(Failure::Refused { answer, for_good, .. }) => {
                Err(JobError::Failed { why: answer, hopeless: for_good })
            }
            Err(Failure::Silent { why, .. }) => Err(JobError::Failed { why, hopeless: false }),
            Err(Failure::Unsendable { why }) => Err(JobError::Failed { why, hopeless: true }),
        }
    }
}
