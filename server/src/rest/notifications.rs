//! Notifications over REST: each person's own.

use super::{input::Id, params::NotificationParams};
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
    notification::{NotificationQuery, NotificationView, Unread},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
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
#[utoipa::path(delete, path = "/notifications/{id}", tag = "notifications",
    params(("id" = NotificationId, Path)), responses((status = NO_CONTENT)))]
async fn delete(By(by): By, Id(id): Id<NotificationId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.notifications().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
