//! What is over is thrown away.

use super::{JobCompleted, JobError, JobService, Lease};
use crate::{Services, access::Writer, alert, event, idempotency, notification, session, undo, user};
use domain::{
    Caller, Permission, Result,
    import::ImportState,
    job::{JobState, Trouble},
    mail::MailState,
};
use entity::{import, job, lease, mail, one_time_token};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

const DAY: i64 = 86_400;
/// Jobs that went well are of interest for a few days, the others for longer.
const DONE_KEPT: i64 = 3 * DAY;
const FAILED_KEPT: i64 = 90 * DAY;
const MAILS_KEPT: i64 = 365 * DAY;
/// A file whose sending broke off.
const UPLOAD_KEPT: i64 = DAY;

pub(super) async fn perform(services: &Services, lease: &Lease) -> Result<JobCompleted, JobError> {
    // Contents lie outside of the database, perhaps on another machine: their absence holds nothing else up.
    match services.documents().clean_up().await {
        Ok(0) => {}
        Ok(contents) => tracing::debug!(contents, "threw away {contents} contents without a document"),
        Err(error) => tracing::warn!(%error, "contents without a document are kept: {error}"),
    }
    // Old events hold nothing else up either.
    match event::clean_up(services).await {
        Ok(events) => tracing::debug!(events, "threw away {events} events"),
        Err(error) => tracing::warn!(%error, "old events are kept: {error}"),
    }
    let w = lease.write(services).await?;
    let rows = throw_away(&w).await?;
    tracing::debug!(rows, "cleaned up {rows} rows");
    lease.complete(w).await
}

impl JobService<'_> {
    /// Deletes what is over and tells how many rows. Safe at any time, on several servers at once.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn clean_up(&self) -> Result<u64> {
        let by = Caller::system("clean-up", &[Permission::SessionManage]);
        let w = self.0.write(&by, Permission::SessionManage).await?;
        let rows = throw_away(&w).await?;
        w.commit().await?;
        Ok(rows + event::clean_up(self.0).await?)
    }
}

async fn throw_away(w: &Writer) -> Result<u64> {
    let before = |seconds: i64| w.now.plus_seconds(-seconds);
    let mut rows = session::clean_up(w).await? + idempotency::clean_up(w).await? + user::clean_up(w).await?;
    rows += alert::clean_up(w).await? + undo::clean_up(w).await? + notification::clean_up(w).await?;
    let links = one_time_token::Entity::delete_many()
        .filter(one_time_token::Column::ExpiresAt.lte(w.now))
        .exec(w.tx())
        .await?;
    rows += links.rows_affected;
    let told = lease::Entity::delete_many()
        .filter(lease::Column::Name.starts_with(session::LOCKED))
        .filter(lease::Column::Until.lte(w.now))
        .exec(w.tx())
        .await?;
    rows += told.rows_affected;
    let ends =
        [(vec![JobState::Succeeded], DONE_KEPT), (vec![JobState::Failed, JobState::Cancelled], FAILED_KEPT)];
    for (states, kept) in ends {
        let jobs = job::Entity::delete_many()
            .filter(job::Column::State.is_in(states))
            .filter(job::Column::FinishedAt.lt(before(kept)))
            .exec(w.tx())
            .await?;
        rows += jobs.rows_affected;
    }
    // What was to be used within minutes and still waits is not worth sending any more.
    let late = mail::Entity::update_many()
        .col_expr(mail::Column::State, Expr::value(MailState::Failed))
        .col_expr(mail::Column::LastAnswer, Expr::value(Trouble::TextGone.to_string()))
        .filter(mail::Column::ForgetAt.lt(w.now))
        .filter(mail::Column::State.eq(MailState::Queued))
        .exec(w.tx())
        .await?;
    rows += late.rows_affected;
    let secrets = mail::Entity::update_many()
        .col_expr(mail::Column::Text, Expr::value(None::<String>))
        .col_expr(mail::Column::Html, Expr::value(None::<String>))
        .col_expr(mail::Column::ForgetAt, Expr::value(None::<domain::Timestamp>))
        .filter(mail::Column::ForgetAt.lt(w.now))
        .filter(mail::Column::State.is_in([MailState::Sent, MailState::Kept, MailState::Failed]))
        .exec(w.tx())
        .await?;
    let mails = mail::Entity::delete_many()
        .filter(mail::Column::CreatedAt.lt(before(MAILS_KEPT)))
        .filter(mail::Column::State.is_in([MailState::Sent, MailState::Kept, MailState::Failed]))
        .exec(w.tx())
        .await?;
    let uploads = import::Entity::delete_many()
        .filter(import::Column::State.eq(ImportState::Receiving))
        .filter(import::Column::UpdatedAt.lt(before(UPLOAD_KEPT)))
        .exec(w.tx())
        .await?;
    Ok(rows + secrets.rows_affected + mails.rows_affected + uploads.rows_affected)
}
