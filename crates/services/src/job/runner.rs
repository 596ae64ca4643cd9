//! The loop that does jobs, inside of `serve` or as a process of its own.

use super::{
    JobService,
    lease::{Lease, holder},
};
use crate::Services;
use domain::{Result, job::Job};
use std::time::Duration;
use tokio::{sync::watch, task::JoinSet};

/// Jobs done at once. Most of them wait for a mail server.
const SLOTS: usize = 8;
/// Jobs that another process asked for are found so late at most; our own wake the loop at once.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// How long the jobs in flight may take after the signal to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

impl JobService<'_> {
    /// Does what is due, one after the other, and returns when nothing is. For tests, and for those who want
    /// it done now; tells how many were done.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn work_off(&self) -> Result<u64> {
        let holder = holder()?;
        let mut done = 0;
        while let Some((lease, job)) = self.claim(&holder).await? {
            self.work(lease, job).await;
            done += 1;
        }
        Ok(done)
    }

    /// Does jobs until `stop` turns true; then finishes those in flight, or gives them back.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] when it could not even begin.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<()> {
        let holder = holder()?;
        let mut tasks = JoinSet::new();
        let mut trouble = false;
        while !*stop.borrow() {
            if let Err(error) = self.schedule(&holder).await {
                tracing::debug!(%error, "recurring jobs: {error}");
            }
            let woken = self.0.inner.wake.notified();
            match self.fill(&mut tasks, &holder).await {
                Ok(()) => trouble = false,
                // Said once, not every two seconds for as long as the database is away.
                Err(error) if !trouble => {
                    trouble = true;
                    tracing::warn!(%error, "no jobs can be taken: {error}");
                }
                Err(_) => {}
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                () = woken, if tasks.len() < SLOTS => {}
                () = tokio::time::sleep(POLL_INTERVAL) => {}
                Some(ended) = tasks.join_next() => note_panic(ended),
            }
        }
        let finished = async {
            while let Some(ended) = tasks.join_next().await {
                note_panic(ended)
            }
        };
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, finished).await.is_err() {
            tasks.shutdown().await;
            let given = self.give_back(&holder).await?;
            tracing::info!(jobs = given, "{given} jobs were still in flight and are given back");
        }
        Ok(())
    }

    /// Takes jobs as long as there are some and hands free.
    async fn fill(&self, tasks: &mut JoinSet<()>, holder: &str) -> Result<()> {
        while tasks.len() < SLOTS {
            let Some((lease, job)) = self.claim(holder).await? else { break };
            tasks.spawn(work(self.0.clone(), lease, job));
        }
        Ok(())
    }
}

async fn work(services: Services, lease: Lease, job: Job) {
    services.jobs().work(lease, job).await;
}

/// Its lease runs out, and it is tried again.
fn note_panic(ended: std::result::Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a job broke off: {error}");
    }
}
