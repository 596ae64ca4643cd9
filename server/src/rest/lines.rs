//! Production lines over REST.

use super::{
    input::{self, Fields, Id},
    params::WindowParams,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderName, StatusCode, header},
};
use domain::{
    LineId, Page, SiteId,
    production_line::{LineDraft, LineView},
    url::QueryReader,
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, change, delete))
}

/// Production lines of the caller's sites
#[utoipa::path(get, path = "/production-lines", tag = "production lines",
    params(("site" = Option<SiteId>, Query, description = "Of one site"), WindowParams),
    responses((status = OK, body = Page<LineView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<LineView>>> {
    let mut reader = QueryReader::new(query.as_deref().unwrap_or_default());
    let site = RestError::unless_read((reader.one::<SiteId>("site"), reader.errors()))?;
    Ok(Json(input::page(s.lines().list(&by, site).await?, query)?))
}

/// One production line
#[utoipa::path(get, path = "/production-lines/{id}", tag = "production lines", params(("id" = LineId, Path)),
    responses((status = OK, body = LineView)))]
async fn get(By(by): By, Id(id): Id<LineId>, State(s): State<Services>) -> RestResult<Json<LineView>> {
    Ok(Json(s.lines().get(&by, id).await?))
}

/// Create a production line
#[utoipa::path(post, path = "/production-lines", tag = "production lines", request_body = LineDraft,
    responses((status = CREATED, body = LineView, headers(("location" = String)))))]
async fn create(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, [(HeaderName, String); 1], Json<LineView>)> {
    let created = s.lines().create(&by, &fields.draft()?).await?;
    let location = format!("/api/v1/production-lines/{}", created.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(created)))
}

/// Change a production line
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read.
#[utoipa::path(put, path = "/production-lines/{id}", tag = "production lines", params(("id" = LineId, Path)),
    request_body = LineDraft, responses((status = OK, body = LineView)))]
async fn replace(
    by: By,
    id: Id<LineId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<LineView>> {
    change(by, id, state, fields).await
}

/// Change some fields of a production line
///
/// The same as PUT.
#[utoipa::path(patch, path = "/production-lines/{id}", tag = "production lines", params(("id" = LineId, Path)),
    request_body = LineDraft, responses((status = OK, body = LineView)))]
async fn change(
    By(by): By,
    Id(id): Id<LineId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<LineView>> {
    let stored = LineDraft::from(&s.lines().get(&by, id).await?);
    Ok(Json(s.lines().update(&by, id, &fields.over(&stored)?).await?))
}

/// Delete a production line
///
/// Refused while something uses it, with what does.
#[utoipa::path(delete, path = "/production-lines/{id}", tag = "production lines", params(("id" = LineId, Path)),
    responses((status = NO_CONTENT)))]
async fn delete(By(by): By, Id(id): Id<LineId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.lines().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
