//! The work on an import: a job, of which each import has one at a time. It shows how far it is with every batch, in the
//! transaction of the batch, so that a worker that lost its job cannot write any more.

use super::ImportError;
use crate::{
    Services,
    access::Writer,
    audit,
    job::{self as jobs, JobCompleted, JobError, Lease},
};
use domain::{
    Caller, ImportId, JobId, Permission, Refusal, Result, Timestamp,
    import::{ImportFailure, ImportState},
    job::{Job, JobState},
};
use entity::{import, job};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
};
use std::collections::HashSet;

/// How far a task has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub rows_total: i64,
    pub rows_done: i64,
    pub rows_new: i64,
    pub rows_known: i64,
    pub rows_refused: i64,
    pub equipment_new: i64,
    pub types_new: i64,
}

/// A check, a commit or an undo, in the hands of a worker.
pub(super) struct Task {
    pub services: Services,
    /// Whoever asked for it.
    pub by: Caller,
    pub stored: import::Model,
    lease: Lease,
}

/// Of these jobs, those that wait or whose worker shows that it lives. No statement for none.
pub(super) async fn alive<C: ConnectionTrait>(
    db: &C,
    jobs: impl IntoIterator<Item = JobId>,
    now: Timestamp,
) -> Result<HashSet<JobId>> {
    use job::Column as C;
    let jobs: Vec<JobId> = jobs.into_iter().collect();
    if jobs.is_empty() {
        return Ok(HashSet::new());
    }
    let held = C::State.eq(JobState::Running).and(C::LeaseUntil.gt(now));
    let alive = job::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::Id.is_in(jobs))
        .filter(Condition::any().add(C::State.eq(JobState::Queued)).add(held));
    Ok(alive.into_tuple::<JobId>().all(db).await?.into_iter().collect())
}

/// Whether nobody works on the import nor is about to.
pub(super) async fn is_free<C: ConnectionTrait>(
    db: &C,
    stored: &import::Model,
    now: Timestamp,
) -> Result<bool> {
    Ok(alive(db, stored.job_id, now).await?.is_empty())
}

/// Asks for a task and puts the import in its state.
///
/// # Errors
/// [`Refusal::ImportNotReady`] when there is another one.
pub(super) async fn ask(mut w: Writer, stored: &import::Model, state: ImportState) -> Result<()> {
    begin(&mut w, stored, state, false).await?;
    w.commit().await
}

/// Does a task here and now, telling its progress. One that waits for a worker is taken from it.
///
/// # Errors
/// [`Refusal::ImportNotReady`] when somebody works on another one.
pub(super) async fn do_now(
    services: &Services,
    mut w: Writer,
    stored: import::Model,
    state: ImportState,
    tell: &mut (dyn FnMut(Progress) + Send),
) -> Result<()> {
    let job = begin(&mut w, &stored, state, true).await?;
    let lease = jobs::take(&w, job).await?;
    let by = Caller { idempotency_key: None, ..w.by().clone() };
    w.commit().await?;
    let stored = import::Model { state, rows_done: 0, ..stored };
    let task = Task { services: services.clone(), by, stored, lease: lease.clone() };
    // Whoever watches is told at once that it failed, and may try again by hand.
    let once = async {
        task.run(tell).await.map_err(|stop| match stop {
            JobError::Failed { why, .. } => JobError::Failed { why, hopeless: true },
            stop => stop,
        })
    };
    services.jobs().work_on(&lease, Box::pin(once)).await;
    Ok(())
}

async fn begin(
    w: &mut Writer,
    stored: &import::Model,
    state: ImportState,
    waiting_too: bool,
) -> Result<JobId> {
    use job::Column as C;
    // The batches are not the request: its key has its effect with this.
    let by = Caller { idempotency_key: None, ..w.by().clone() };
    let asked = Job::Import { import: stored.id, by: Box::new(by) };
    let mut dead = Condition::any().add(C::State.eq(JobState::Running).and(C::LeaseUntil.lte(w.now)));
    if waiting_too {
        dead = dead.add(C::State.eq(JobState::Queued));
    }
    let over = job::ActiveModel {
        state: Set(JobState::Cancelled),
        dedup_key: Set(None),
        lease_by: Set(None),
        lease_until: Set(None),
        finished_at: Set(Some(w.now)),
        ..Default::default()
    };
    let own = C::DedupKey.eq(asked.dedup_key());
    job::Entity::update_many().set(over).filter(own.clone()).filter(dead).exec(w.tx()).await?;
    let find = || job::Entity::find().select_only().column(C::Id).filter(own.clone()).into_tuple::<JobId>();
    if find().one(w.tx()).await?.is_some() {
        return Err(Refusal::ImportNotReady.into());
    }
    w.enqueue(&asked).await?;
    let id = find().one(w.tx()).await?.ok_or(domain::Error::Unavailable)?;
    let row = import::ActiveModel {
        id: Set(stored.id),
        state: Set(state),
        rows_done: Set(0),
        failure: Set(None),
        job_id: Set(Some(id)),
        finished_at: Set(None),
        version: Set(stored.version + 1),
        updated_at: Set(w.now),
        ..Default::default()
    };
    row.update(w.tx()).await?;
    Ok(id)
}

impl super::ImportService<'_> {
    /// Does what an import waits for.
    pub(crate) async fn perform(
        &self,
        lease: &Lease,
        id: ImportId,
        by: Caller,
    ) -> Result<JobCompleted, JobError> {
        let reader = self.0.read(&lease.by, Permission::JobRun)?;
        let asked = import::Entity::find_by_id(id).filter(import::Column::JobId.eq(lease.id));
        let Some(stored) = asked.one(reader.db).await? else {
            // It was thrown away, or somebody has asked anew.
            return lease.complete(lease.write(self.0).await?).await;
        };
        Task { services: self.0.clone(), by, stored, lease: lease.clone() }.run(&mut |_| ()).await
    }
}

impl Task {
    async fn run(&self, tell: &mut (dyn FnMut(Progress) + Send)) -> Result<JobCompleted, JobError> {
        let done = match self.stored.state {
            ImportState::Checking => self.check_rows(tell).await,
            ImportState::Committing => self.commit_rows(tell).await,
            ImportState::Undoing => self.take_out(tell).await,
            _ => return self.lease.complete(self.lease.write(&self.services).await?).await,
        };
        match done {
            Ok(done) => Ok(done),
            Err(ImportError::Job(stop)) => Err(stop),
            Err(ImportError::Service(error)) => {
                tracing::error!(import.id = %self.stored.id, %error, "import {} stopped: {error}", self.stored.id);
                Err(error.into())
            }
            Err(ImportError::File(failure)) => self.fail(&failure).await,
        }
    }

    /// A transaction in the name of whoever asked for the task.
    pub async fn write(&self) -> Result<Writer> {
        self.services.write(&self.by, Permission::ImportRun).await
    }

    /// Shows how far the task is, in the transaction of its batch.
    ///
    /// # Errors
    /// [`ImportError::Job`] when the job is another's or was cancelled.
    pub async fn heartbeat(&self, w: &Writer, progress: &Progress) -> Result<(), ImportError> {
        self.lease.is_held(w).await?;
        self.update(w, counts(progress)).await
    }

    /// Ends the task with the import in its new state and what `more` says of its refusals and of rows that stay.
    ///
    /// # Errors
    /// As [`Self::heartbeat`].
    pub async fn finish(
        &self,
        w: Writer,
        state: ImportState,
        progress: &Progress,
        more: import::ActiveModel,
    ) -> Result<JobCompleted, ImportError> {
        let row = import::ActiveModel {
            refusals: more.refusals,
            rows_kept: more.rows_kept,
            state: Set(state),
            finished_at: if state == ImportState::Checked { NotSet } else { Set(Some(w.now)) },
            ..counts(progress)
        };
        self.update(&w, row).await?;
        Ok(self.lease.complete(w).await?)
    }

    /// Notes why the file cannot be read. It fails the check; any other task shows as interrupted, with the reason, and
    /// can be done again.
    async fn fail(&self, failure: &ImportFailure) -> Result<JobCompleted, JobError> {
        let w = self.write().await?;
        let checking = self.stored.state == ImportState::Checking;
        let row = import::ActiveModel {
            state: if checking { Set(ImportState::Failed) } else { NotSet },
            failure: Set(Some(audit::json(failure))),
            ..Default::default()
        };
        match self.update(&w, row).await {
            Err(ImportError::Service(error)) => Err(error.into()),
            _ => self.lease.complete(w).await,
        }
    }

    async fn update(&self, w: &Writer, row: import::ActiveModel) -> Result<(), ImportError> {
        let row = import::ActiveModel { updated_at: Set(w.now), ..row };
        let own = import::Entity::update_many().set(row).filter(import::Column::Id.eq(self.stored.id));
        own.exec(w.tx()).await?;
        Ok(())
    }
}

fn counts(progress: &Progress) -> import::ActiveModel {
    import::ActiveModel {
        rows_done: Set(progress.rows_done),
        rows_new: Set(progress.rows_new),
        rows_known: Set(progress.rows_known),
        rows_refused: Set(progress.rows_refused),
        equipment_new: Set(progress.equipment_new),
        types_new: Set(progress.types_new),
        ..Default::default()
    }
}
