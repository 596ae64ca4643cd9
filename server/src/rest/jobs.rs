//! Jobs and the outbox over REST, for administrators.

use super::{
    input::Id,
    params::{JobParams, MailParams},
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    JobId, MailId, Page,
    job::{JobQuery, JobView},
    mail::{MailDetail, MailQuery, MailView},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_jobs))
        .routes(routes!(retry_job))
        .routes(routes!(cancel_job))
        .routes(routes!(list_mails))
        .routes(routes!(get_mail))
        .routes(routes!(retry_mail))
}

/// Jobs, the newest first
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobParams),
    responses((status = OK, body = Page<JobView>)))]
async fn list_jobs(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<JobView>>> {
    let query = RestError::unless_read(JobQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.jobs().list(&by, &query).await?))
}

/// Try a job again now
///
/// One that waits, was given up or was cancelled.
#[utoipa::path(post, path = "/jobs/{id}/retry", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = OK, body = JobView)))]
async fn retry_job(By(by): By, Id(id): Id<JobId>, State(s): State<Services>) -> RestResult<Json<JobView>> {
    Ok(Json(s.jobs().retry(&by, id).await?))
}

/// End a job that waits or runs
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = OK, body = JobView)))]
async fn cancel_job(By(by): By, Id(id): Id<JobId>, State(s): State<Services>) -> RestResult<Json<JobView>> {
    Ok(Json(s.jobs().cancel(&by, id).await?))
}

/// The outbox, the newest mail first
#[utoipa::path(get, path = "/mails", tag = "mails", params(MailParams),
    responses((status = OK, body = Page<MailView>)))]
async fn list_mails(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<MailView>>> {
    let query = RestError::unless_read(MailQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.mails().list(&by, &query).await?))
}

/// A mail with its text
#[utoipa::path(get, path = "/mails/{id}", tag = "mails", params(("id" = MailId, Path)),
    responses((status = OK, body = MailDetail)))]
async fn get_mail(By(by): By, Id(id): Id<MailId>, State(s): State<Services>) -> RestResult<Json<MailDetail>> {
    Ok(Json(s.mails().get(&by, id).await?))
}

/// Send a mail now
///
/// One that waits, failed, or was kept for want of a mail server.
#[utoipa::path(post, path = "/mails/{id}/retry", tag = "mails", params(("id" = MailId, Path)),
    responses((status = OK, body = MailView)))]
async fn retry_mail(By(by): By, Id(id): Id<MailId>, State(s): State<Services>) -> RestResult<Json<MailView>> {
    Ok(Json(s.mails().retry(&by, id).await?))
}
