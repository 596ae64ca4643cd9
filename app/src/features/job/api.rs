//! Server functions of jobs.

use crate::ApiError;
use domain::{
    JobId, Page,
    job::{JobQuery, JobView},
    url::href,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The jobs of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "job/list", input = GetUrl, output = crate::Json)]
pub async fn list_jobs(#[server(default)] query: String) -> Result<Page<JobView>, ApiError> {
    crate::backend::call(|s, by| async move { s.jobs().list(&by, &JobQuery::from_url(&query).0).await }).await
}

/// Has a job tried again now; then back to the list as it was.
///
/// # Errors
/// [`domain::Refusal::JobState`].
#[server(prefix = "/rpc", endpoint = "job/retry", output = crate::Json)]
pub async fn retry_job(id: JobId, #[server(default)] back: String) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.jobs().retry(&by, id).await }).await?;
    crate::backend::redirect(&done(&back, "retried"));
    Ok(())
}

/// Ends a job that waits or runs; then back to the list as it was.
///
/// # Errors
/// [`domain::Refusal::JobState`].
#[server(prefix = "/rpc", endpoint = "job/cancel", output = crate::Json)]
pub async fn cancel_job(id: JobId, #[server(default)] back: String) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.jobs().cancel(&by, id).await }).await?;
    crate::backend::redirect(&done(&back, "cancelled"));
    Ok(())
}

/// The list's address with what was done.
#[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "called by the server alone"))]
fn done(back: &str, what: &str) -> String {
    let list = JobQuery::from_url(back).0.to_url();
    let and = if list.is_empty() { "" } else { "&" };
    href(JobQuery::PATH, &format!("{list}{and}done={what}"))
}
