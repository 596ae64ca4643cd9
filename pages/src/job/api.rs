//! Server functions of jobs.

use crate::{ApiError, backend};
use domain::{JobId, job::JobQuery, url::href};
use leptos::prelude::*;

/// Has a job tried again now; then back to the list as it was.
///
/// # Errors
/// [`domain::Refusal::JobState`].
#[server(prefix = "/rpc", endpoint = "job/retry", output = crate::Json)]
pub async fn retry_job(id: JobId, #[server(default)] back: String) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.jobs().retry(&by, id).await }).await?;
    backend::redirect(&done(&back, "retried"));
    Ok(())
}

/// Ends a job that waits or runs; then back to the list as it was.
///
/// # Errors
/// [`domain::Refusal::JobState`].
#[server(prefix = "/rpc", endpoint = "job/cancel", output = crate::Json)]
pub async fn cancel_job(id: JobId, #[server(default)] back: String) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.jobs().cancel(&by, id).await }).await?;
    backend::redirect(&done(&back, "cancelled"));
    Ok(())
}

/// The list's address with what was done.
fn done(back: &str, what: &str) -> String {
    let list = JobQuery::from_url(back).0.to_url();
    let and = if list.is_empty() { "" } else { "&" };
    href(JobQuery::PATH, &format!("{list}{and}done={what}"))
}
