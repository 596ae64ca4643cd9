//! Notifications over REST: each person's own.

use super::{
    input::{Fields, Id},
    params::NotificationParams,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    NotificationId, Page,
    notification::{MessageDraft, NotificationQuery, NotificationView, SentMessage, Unread},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, send))
        .routes(routes!(unread))
        .routes(routes!(read))
        .routes(routes!(read_all))
        .routes(routes!(delete))
}

/// Your notifications, the newest first
#[utoipa::path(get, path = "/notifications", tag = "notifications", params(NotificationParams),
    responses((status = OK, body = Page<NotificationView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<NotificationView>>> {
    let query = RestError::unless_read(NotificationQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.notifications().list(&by, &query).await?))
}

/// Write to others
///
/// Each finds the message among their notifications. They work at one of the caller's sites, and see what it is about, if it is
/// about something. The same words to the same person within five minutes are one notification.
#[utoipa::path(post, path = "/notifications", tag = "notifications", request_body = MessageDraft,
    responses((status = CREATED, body = SentMessage)))]
async fn send(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, Json<SentMessage>)> {
    Ok((StatusCode::CREATED, Json(s.notifications().send(&by, &fields.draft()?).await?)))
}

/// How many of them wait to be read
#[utoipa::path(get, path = "/notifications/unread", tag = "notifications",
    responses((status = OK, body = Unread)))]
async fn unread(By(by): By, State(s): State<Services>) -> RestResult<Json<Unread>> {
    Ok(Json(s.notifications().unread(&by).await?))
}

/// Mark one as read
#[utoipa::path(post, path = "/notifications/{id}/read", tag = "notifications",
    params(("id" = NotificationId, Path)), responses((status = NO_CONTENT)))]
async fn read(By(by): By, Id(id): Id<NotificationId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.notifications().read(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mark all as read
#[utoipa::path(post, path = "/notifications/read", tag = "notifications", responses((status = NO_CONTENT)))]
async fn read_all(By(by): By, State(s): State<Services>) -> RestResult<StatusCode> {
    s.notifications().read_all(&by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete one
///
/// Tells how many wait to be read then.
#[utoipa::path(delete, path = "/notifications/{id}", tag = "notifications",
    params(("id" = NotificationId, Path)), responses((status = OK, body = Unread)))]
async fn delete(
    By(by): By,
    Id(id): Id<NotificationId>,
    State(s): State<Services>,
) -> RestResult<Json<Unread>> {
    Ok(Json(s.notifications().delete(&by, id).await?))
}
