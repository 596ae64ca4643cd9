//! What an administrator sees of the jobs, and does with them.

use super::{JobService, queue::known};
use crate::{
    Services,
    access::Writer,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, Error, JobId, Noun, Page, Permission, Refusal, Result,
    audit::{Action, Change},
    job::{Job, JobQuery, JobState, JobView, may_cancel, may_retry},
    mail::MailState,
};
use entity::{job, mail};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QuerySelect, sea_query::Condition,
};

impl JobService<'_> {
    /// One page of the jobs, the newest first. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &JobQuery) -> Result<Page<JobView>> {
        use job::Column as C;
        let reader = self.0.read(by, Permission::JobManage)?;
        let mut filters = Condition::all().add(known());
        if !query.state.is_empty() {
            filters = filters.add(C::State.is_in(query.state.iter().copied()));
        }
        if !query.kind.is_empty() {
            filters = filters.add(C::Kind.is_in(query.kind.iter().copied()));
        }
        let newest_first = Ordering::by(C::Id, |row: &job::Model| (row.id.0, row.id.0)).descending(true);
        let filtered = job::Entity::find().filter(filters);
        let page = keyset::page(reader.db, filtered, |all| all, &newest_first, &query.window).await?;
        Ok(keyset::map(page, |row| view(self.0, row)))
    }

    /// Has a job tried again at once, with all its tries before it.
    ///
    /// # Errors
    /// [`Refusal::JobState`] when it runs or has succeeded; [`Error::NotFound`].
    pub async fn retry(&self, by: &Caller, id: JobId) -> Result<JobView> {
        let mut w = self.0.write(by, Permission::JobManage).await?;
        let row = locked(&w, id).await?;
        if !may_retry(row.state) {
            return Err(Refusal::JobState.into());
        }
        let asked = serde_json::from_str::<Job>(&row.payload).map_err(|_| Refusal::JobState)?;
        let key = asked.dedup_key();
        if let Some(key) = &key {
            let other =
                job::Entity::find().filter(job::Column::DedupKey.eq(key)).filter(job::Column::Id.ne(id));
            if other.one(w.tx()).await?.is_some() {
                return Err(Refusal::JobState.into());
            }
        }
        let again = job::ActiveModel {
            id: Set(id),
            state: Set(JobState::Queued),
            dedup_key: Set(key),
            attempts: Set(0),
            run_at: Set(w.now),
            finished_at: Set(None),
            ..Default::default()
        };
        let row = again.update(w.tx()).await?;
        if let Some(mail) = row.mail_id {
            let queued = mail::ActiveModel {
                state: Set(MailState::Queued),
                next_try_at: Set(Some(w.now)),
                ..Default::default()
            };
            set_mail(&w, mail, queued).await?;
        }
        w.wake_workers();
        w.record(Change::new(Action::Retried, Noun::Job, id.0, None));
        w.commit().await?;
        Ok(view(self.0, row))
    }

    /// Ends a job that waits or runs. One that runs stops at its next sign of life, and its end counts no more.
    ///
    /// # Errors
    /// [`Refusal::JobState`] when it is over; [`Error::NotFound`].
    pub async fn cancel(&self, by: &Caller, id: JobId) -> Result<JobView> {
        let mut w = self.0.write(by, Permission::JobManage).await?;
        let row = locked(&w, id).await?;
        if !may_cancel(row.state) {
            return Err(Refusal::JobState.into());
        }
        let ended = job::ActiveModel {
            id: Set(id),
            state: Set(JobState::Cancelled),
            dedup_key: Set(None),
            lease_by: Set(None),
            lease_until: Set(None),
            finished_at: Set(Some(w.now)),
            ..Default::default()
        };
        let row = ended.update(w.tx()).await?;
        if let Some(mail) = row.mail_id {
            let kept = mail::ActiveModel {
                state: Set(MailState::Failed),
                next_try_at: Set(None),
                ..Default::default()
            };
            set_mail(&w, mail, kept).await?;
        }
        w.record(Change::new(Action::Cancelled, Noun::Job, id.0, None));
        w.commit().await?;
        Ok(view(self.0, row))
    }
}

/// The job, held against workers until the commit.
async fn locked(w: &Writer, id: JobId) -> Result<job::Model> {
    let select = job::Entity::find_by_id(id).filter(known());
    let select = match w.tx().get_database_backend() {
        DbBackend::Postgres => select.lock_exclusive(),
        _ => select,
    };
    select.one(w.tx()).await?.ok_or(Error::NotFound(Noun::Job))
}

/// Changes the mail of a job, unless it is sent.
async fn set_mail(w: &Writer, id: domain::MailId, row: mail::ActiveModel) -> Result<()> {
    mail::Entity::update_many()
        .set(row)
        .filter(mail::Column::Id.eq(id))
        .filter(mail::Column::State.ne(MailState::Sent))
        .exec(w.tx())
        .await?;
    Ok(())
}

fn view(services: &Services, row: job::Model) -> JobView {
    let zone = local_time::plant(services);
    JobView {
        run_local: local_time::local(row.run_at, &zone),
        created_local: local_time::local(row.created_at, &zone),
        id: row.id,
        kind: row.kind,
        state: row.state,
        attempts: row.attempts,
        max_attempts: row.max_attempts,
        run_at: row.run_at,
        last_error: row.last_error,
        mail: row.mail_id,
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
    }
}
