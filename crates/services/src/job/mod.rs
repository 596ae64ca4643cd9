//! Work outside of requests. A use case asks for it with [`Writer::enqueue`] in its own transaction; a runner
//! takes the job, holds it for as long as it shows that it lives, and notes its end.
//!
//! What a job does to rows and its end are one transaction: done twice by accident, it has its effect once.
//! What leaves the process (a mail) cannot be; its own state says what is known of it.

mod clean_up;
mod lease;
mod manage;
mod queue;
mod runner;
mod schedule;

pub(crate) use lease::{JobCompleted, JobError, Lease, take};

use crate::{Services, access::Writer, alert, notification};
use domain::{
    Caller, Permission,
    job::{Job, JobKind},
};

/// Use cases of jobs, and the loop that does them.
pub struct JobService<'a>(pub(crate) &'a Services);

/// Who does a job of this kind: a part of the program, with what the job needs and no more.
fn worker(kind: JobKind, request_id: &str) -> Caller {
    let caller = Caller::system(kind.as_str(), kind.permissions());
    Caller { request_id: request_id.to_owned(), ..caller }
}

/// Does a job to its end.
async fn perform(services: &Services, lease: &Lease, job: Job) -> Result<JobCompleted, JobError> {
    match job {
        Job::AccountLocked { user } => services.sessions().tell_of_lock(lease, user).await,
        Job::CleanUp => clean_up::perform(services, lease).await,
        // By far the largest of them: on the heap, so that the others do not carry its room along.
        Job::Import { import, by } => Box::pin(services.imports().perform(lease, import, *by)).await,
        Job::LateWork => notification::perform(services, lease).await,
        Job::Registration { registration } => services.users().answer_registration(lease, registration).await,
        Job::PasswordReset { email } => services.sessions().send_reset_link(lease, &email).await,
        Job::SendMail { mail } => services.mails().send(lease, mail).await,
        Job::VerifyStore => services.documents().perform_check(lease).await,
        Job::VerifyTrail => services.audit().perform_check(lease).await,
        Job::Watch => alert::perform(services, lease).await,
    }
}

impl Lease {
    /// A transaction in the name of the job.
    pub(crate) async fn write(&self, services: &Services) -> domain::Result<Writer> {
        services.write(&self.by, Permission::JobRun).await
    }
}
