//! The right to do a job: taken, shown, and given up at its end.

use crate::{access::Writer, audit};
use domain::{
    Caller, Error, JobId, MailId, Permission, Result, Timestamp,
    job::{JobKind, JobState, LEASE_SECONDS, Trouble},
};
use entity::job;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// The right to do a job, until it is lost.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub id: JobId,
    pub kind: JobKind,
    pub by: Caller,
    pub mail: Option<MailId>,
    pub(super) attempts: i32,
    pub(super) max_attempts: i32,
    holder: String,
}

/// A job has come to its end, in a transaction that is committed. Made by [`Lease::complete`] alone.
#[derive(Debug)]
pub(crate) struct JobCompleted(pub(super) ());

/// Why a job stopped before its end.
#[derive(Debug)]
pub(crate) enum JobError {
    /// Somebody else has it, or it was cancelled.
    LeaseLost,
    /// It could not even be tried; it does not count.
    Later { at: Timestamp, why: String },
    /// It is tried again after a while, unless that is hopeless.
    Failed { why: String, hopeless: bool },
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        let trouble = match &error {
            Error::Unavailable | Error::Contended | Error::StorageFull => Trouble::Unavailable,
            other => {
                tracing::error!(error = %other, "a job failed: {other}");
                Trouble::Internal
            }
        };
        Self::Failed { why: trouble.to_string(), hopeless: false }
    }
}

impl From<sea_orm::DbErr> for JobError {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::from(error).into()
    }
}

/// The right of a holder to the job of a row that it has just taken.
pub(super) fn lease_of(row: job::Model, by: Caller, holder: &str) -> Lease {
    Lease {
        id: row.id,
        kind: row.kind,
        by,
        mail: row.mail_id,
        attempts: row.attempts,
        max_attempts: row.max_attempts,
        holder: holder.to_owned(),
    }
}

/// Takes a job in the transaction that asks for it, to do it at once.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn take(w: &Writer, id: JobId) -> Result<Lease> {
    use job::Column as C;
    let holder = holder()?;
    let row = job::ActiveModel {
        state: Set(JobState::Running),
        attempts: Set(1),
        lease_by: Set(Some(holder.clone())),
        lease_until: Set(Some(w.now.plus_seconds(LEASE_SECONDS))),
        started_at: Set(Some(w.now)),
        ..Default::default()
    };
    let taken = job::Entity::update_many().set(row).filter(C::Id.eq(id)).exec_with_returning(w.tx()).await?;
    let row = taken.into_iter().next().ok_or(Error::Unavailable)?;
    let by = Caller::system(row.kind.as_str(), &[Permission::JobRun]);
    Ok(lease_of(row, by, &holder))
}

impl Lease {
    /// Changes the job's row, if it is still ours.
    pub(super) async fn update(&self, w: &Writer, row: job::ActiveModel) -> Result<(), JobError> {
        use job::Column as C;
        let done = job::Entity::update_many()
            .set(row)
            .filter(C::Id.eq(self.id))
            .filter(C::State.eq(JobState::Running))
            .filter(C::LeaseBy.eq(self.holder.as_str()))
            .exec(w.tx())
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(JobError::LeaseLost) }
    }

    /// Makes sure, in a transaction, that the job is still this worker's: not cancelled, not given to another.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`].
    pub(crate) async fn is_held(&self, w: &Writer) -> Result<(), JobError> {
        // Writing its own name anew holds the row until the commit.
        let row = job::ActiveModel { lease_by: Set(Some(self.holder.clone())), ..Default::default() };
        self.update(w, row).await
    }

    /// Ends the job in the transaction of its effects, and commits: both happen, or neither.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`]: another has done it, or will; nothing is written.
    pub(crate) async fn complete(&self, w: Writer) -> Result<JobCompleted, JobError> {
        let row = job::ActiveModel {
            state: Set(JobState::Succeeded),
            // What it worked on is not kept longer than it takes.
            payload: Set(String::new()),
            dedup_key: Set(None),
            last_error: Set(None),
            lease_by: Set(None),
            lease_until: Set(None),
            finished_at: Set(Some(w.now)),
            ..Default::default()
        };
        self.update(&w, row).await?;
        w.commit().await?;
        Ok(JobCompleted(()))
    }
}

/// A name for a holder that no other has.
pub(super) fn holder() -> Result<String> {
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable)?;
    Ok(audit::hex(&bytes))
}
