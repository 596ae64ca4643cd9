//! The queue's rows: put in, taken, held, ended, given back.

use super::{
    JobService,
    lease::{JobCompleted, JobError, Lease, lease_of},
    perform, worker,
};
use crate::{access::Writer, alert, audit};
use domain::{
    Caller, Permission, Result, Timestamp,
    job::{After, Job, JobKind, JobState, LEASE_SECONDS, Trouble, after_failure},
    mail::MailState,
};
use entity::{job, mail};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Condition, Expr, LockBehavior, LockType, OnConflict},
};
use std::time::Duration;

/// A sign of life, well before the lease runs out.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(4);
/// A job that this version cannot read is looked at again so much later.
const UNKNOWN_SECONDS: i64 = 300;
/// The most that is kept of why a job failed, in characters.
const MAX_ERROR: usize = 1000;

impl Writer {
    /// Asks for a job, which is there when this transaction is committed and not otherwise. Asked for again
    /// while it waits or runs, a job with a key is done once.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] or [`domain::Error::Unavailable`].
    pub(crate) async fn enqueue(&mut self, asked: &Job) -> Result<()> {
        let mail_id = match asked {
            Job::SendMail { mail } => Some(*mail),
            _ => None,
        };
        let kind = asked.kind();
        let row = job::ActiveModel {
            id: NotSet,
            kind: Set(kind),
            payload: Set(audit::json(asked)),
            state: Set(JobState::Queued),
            dedup_key: Set(asked.dedup_key()),
            mail_id: Set(mail_id),
            attempts: Set(0),
            max_attempts: Set(kind.max_attempts()),
            run_at: Set(self.now),
            lease_by: Set(None),
            lease_until: Set(None),
            last_error: Set(None),
            request_id: Set(self.by().request_id.clone()),
            created_at: Set(self.now),
            started_at: Set(None),
            finished_at: Set(None),
        };
        job::Entity::insert(row)
            .on_conflict(OnConflict::column(job::Column::DedupKey).do_nothing().to_owned())
            .exec_without_returning(self.tx())
            .await?;
        self.wake_workers();
        Ok(())
    }
}

/// Jobs whose time has come, and those whose worker gives no sign of life. Kinds that only another version knows are left
/// to it.
fn due(now: Timestamp) -> Condition {
    use job::Column as C;
    let now = Condition::any()
        .add(C::State.eq(JobState::Queued).and(C::RunAt.lte(now)))
        .add(C::State.eq(JobState::Running).and(C::LeaseUntil.lte(now)));
    Condition::all().add(now).add(known())
}

/// The kinds of this version.
pub(super) fn known() -> Expr {
    job::Column::Kind.is_in(JobKind::ALL.iter().copied())
}

impl JobService<'_> {
    /// Takes the job that is due the longest, for this holder.
    pub(super) async fn claim(&self, holder: &str) -> Result<Option<(Lease, Job)>> {
        use job::Column as C;
        let by = Caller::system("worker", &[Permission::JobRun]);
        loop {
            // Most looks find nothing: they take no lock.
            let reader = self.0.read(&by, Permission::JobRun)?;
            if job::Entity::find().filter(due(self.0.now())).limit(1).count(reader.db).await? == 0 {
                return Ok(None);
            }
            let w = self.0.write(&by, Permission::JobRun).await?;
            // Evaluated once, as it stands beside an equals sign. SQLite has one writer and needs no row lock.
            let first = job::Entity::find()
                .select_only()
                .column(C::Id)
                .filter(due(w.now))
                .order_by_asc(C::RunAt)
                .order_by_asc(C::Id)
                .limit(1)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                .into_query();
            let taken = job::Entity::update_many()
                .col_expr(C::State, Expr::value(JobState::Running))
                .col_expr(C::LeaseBy, Expr::value(holder))
                .col_expr(C::LeaseUntil, Expr::value(w.now.plus_seconds(LEASE_SECONDS)))
                .col_expr(C::StartedAt, Expr::value(w.now))
                .col_expr(C::Attempts, Expr::col(C::Attempts).add(1))
                .filter(Expr::col(C::Id).eq(Expr::SubQuery(None, Box::new(first.into()))))
                .exec_with_returning(w.tx())
                .await?;
            let Some(row) = taken.into_iter().next() else { return Ok(None) };
            let (id, request_id) = (row.id, row.request_id.clone());
            let parsed = serde_json::from_str::<Job>(&row.payload);
            let by = match &parsed {
                Ok(job) => worker(job.kind(), &request_id),
                Err(_) => by.clone(),
            };
            let why = row.last_error.clone();
            let lease = lease_of(row, by, holder);
            let stop = match (parsed, lease.attempts > lease.max_attempts) {
                (Ok(job), false) => {
                    w.commit().await?;
                    return Ok(Some((lease, job)));
                }
                (Ok(_), true) => {
                    let why = why.unwrap_or_else(|| Trouble::WorkersDied.to_string());
                    JobError::Failed { why, hopeless: true }
                }
                (Err(error), _) => {
                    tracing::warn!(job.id = %id, %error, "job {id} is not of this version, and waits: {error}");
                    JobError::Later {
                        at: w.now.plus_seconds(UNKNOWN_SECONDS),
                        why: Trouble::UnknownJob.to_string(),
                    }
                }
            };
            w.commit().await?;
            self.settle(&lease, stop).await;
        }
    }

    /// Does the job while showing signs of life, and notes how it ended.
    pub(super) async fn work(&self, lease: Lease, job: Job) {
        self.work_on(&lease, perform(self.0, &lease, job)).await;
    }

    /// The same of a job whose doing is at hand.
    pub(crate) async fn work_on(
        &self,
        lease: &Lease,
        doing: impl Future<Output = Result<JobCompleted, JobError>>,
    ) {
        let kind = lease.kind;
        let outcome = tokio::select! {
            outcome = doing => outcome,
            () = self.keep_lease(lease) => Err(JobError::LeaseLost),
        };
        match outcome {
            Ok(JobCompleted(())) => {
                tracing::debug!(job.id = %lease.id, job.kind = %kind, "job {} ({kind}) done", lease.id)
            }
            Err(stop) => self.settle(lease, stop).await,
        }
    }

    /// Returns when the lease is lost.
    async fn keep_lease(&self, lease: &Lease) {
        loop {
            tokio::time::sleep(HEARTBEAT_INTERVAL).await;
            let beat = async {
                let w = lease.write(self.0).await?;
                let until = w.now.plus_seconds(LEASE_SECONDS);
                let row = job::ActiveModel { lease_until: Set(Some(until)), ..Default::default() };
                lease.update(&w, row).await?;
                w.commit().await.map_err(JobError::from)
            };
            match beat.await {
                Err(JobError::LeaseLost) => return,
                // The database may be back before the lease runs out.
                Err(error) => {
                    tracing::warn!(job.id = %lease.id, ?error, "no sign of life for job {}", lease.id)
                }
                Ok(()) => {}
            }
        }
    }

    /// Notes a failed try: another one later, or the end.
    async fn settle(&self, lease: &Lease, stop: JobError) {
        if matches!(stop, JobError::LeaseLost) {
            tracing::info!(job.id = %lease.id, "job {} was cancelled or taken over", lease.id);
            return;
        }
        let noted = async {
            let mut w = lease.write(self.0).await?;
            let (row, mail) = after(lease, stop, w.now);
            let (is_over, why) = (row.state == Set(JobState::Failed), row.last_error.clone());
            lease.update(&w, row).await?;
            if let Some(id) = lease.mail {
                let not_sent = mail::Column::State.is_in([MailState::Queued, MailState::Sending]);
                mail::Entity::update_many()
                    .set(mail)
                    .filter(mail::Column::Id.eq(id))
                    .filter(not_sent)
                    .exec(w.tx())
                    .await?;
            }
            if let (true, Set(Some(why))) = (is_over, why) {
                alert::given_up(&mut w, lease, why).await?;
            }
            w.commit().await.map_err(JobError::from)
        };
        if let Err(error) = noted.await {
            // Its lease runs out; then it is taken again.
            tracing::warn!(job.id = %lease.id, ?error, "the end of job {} could not be noted", lease.id);
        }
    }

    /// Gives back what this holder has not finished; the tries do not count.
    pub(super) async fn give_back(&self, holder: &str) -> Result<u64> {
        use job::Column as C;
        let by = Caller::system("worker", &[Permission::JobRun]);
        let w = self.0.write(&by, Permission::JobRun).await?;
        let given = job::Entity::update_many()
            .col_expr(C::State, Expr::value(JobState::Queued))
            .col_expr(C::Attempts, Expr::col(C::Attempts).sub(1))
            .col_expr(C::LeaseBy, Expr::value(None::<String>))
            .col_expr(C::LeaseUntil, Expr::value(None::<Timestamp>))
            .filter(C::LeaseBy.eq(holder))
            .filter(C::State.eq(JobState::Running))
            .exec(w.tx())
            .await?;
        w.commit().await?;
        Ok(given.rows_affected)
    }
}

/// The job's row, and that of its mail, after a failed try.
fn after(lease: &Lease, stop: JobError, now: Timestamp) -> (job::ActiveModel, mail::ActiveModel) {
    let (at, attempts, why) = match stop {
        JobError::Later { at, why } => (Some(at), lease.attempts - 1, why),
        JobError::Failed { why, hopeless } => {
            match after_failure(lease.id, lease.attempts, lease.max_attempts, hopeless, now) {
                After::Retry { at } => (Some(at), lease.attempts, why),
                After::Dead => (None, lease.attempts, why),
            }
        }
        JobError::LeaseLost => (None, lease.attempts, String::new()),
    };
    let why: String = why.chars().filter(|c| *c != '\0').take(MAX_ERROR).collect();
    let common = job::ActiveModel {
        attempts: Set(attempts),
        last_error: Set(Some(why.clone())),
        lease_by: Set(None),
        lease_until: Set(None),
        ..Default::default()
    };
    let mail = mail::ActiveModel { last_answer: Set(Some(why.clone())), ..Default::default() };
    match at {
        Some(at) => {
            tracing::info!(job.id = %lease.id, "job {} is tried again at {at}: {why}", lease.id);
            let job = job::ActiveModel { state: Set(JobState::Queued), run_at: Set(at), ..common };
            (job, mail::ActiveModel { state: Set(MailState::Queued), next_try_at: Set(Some(at)), ..mail })
        }
        None => {
            tracing::warn!(job.id = %lease.id, "job {} is given up: {why}", lease.id);
            let job = job::ActiveModel {
                state: Set(JobState::Failed),
                dedup_key: Set(None),
                finished_at: Set(Some(now)),
                ..common
            };
            (job, mail::ActiveModel { state: Set(MailState::Failed), next_try_at: Set(None), ..mail })
        }
    }
}
