//! Sites over REST.

use super::{
    input::{self, Fields, Id},
    params::WindowParams,
};
use crate::{
    AppState,
    error::{By, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderName, StatusCode, header},
};
use domain::{
    Page, SiteId,
    site::{SiteDraft, SiteView},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, change, delete))
}

/// The caller's sites
#[utoipa::path(get, path = "/sites", tag = "sites", params(WindowParams),
    responses((status = OK, body = Page<SiteView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<SiteView>>> {
    Ok(Json(input::page(s.sites().list(&by).await?, query)?))
}

/// One site
#[utoipa::path(get, path = "/sites/{id}", tag = "sites", params(("id" = SiteId, Path)),
    responses((status = OK, body = SiteView)))]
async fn get(By(by): By, Id(id): Id<SiteId>, State(s): State<Services>) -> RestResult<Json<SiteView>> {
    Ok(Json(s.sites().get(&by, id).await?))
}

/// Create a site
#[utoipa::path(post, path = "/sites", tag = "sites", request_body = SiteDraft,
    responses((status = CREATED, body = SiteView, headers(("location" = String)))))]
async fn create(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, [(HeaderName, String); 1], Json<SiteView>)> {
    let created = s.sites().create(&by, &fields.draft()?).await?;
    let location = format!("/api/v1/sites/{}", created.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(created)))
}

/// Change a site
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read.
#[utoipa::path(put, path = "/sites/{id}", tag = "sites", params(("id" = SiteId, Path)),
    request_body = SiteDraft, responses((status = OK, body = SiteView)))]
async fn replace(
    by: By,
    id: Id<SiteId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<SiteView>> {
    change(by, id, state, fields).await
}

/// Change some fields of a site
///
/// The same as PUT.
#[utoipa::path(patch, path = "/sites/{id}", tag = "sites", params(("id" = SiteId, Path)),
    request_body = SiteDraft, responses((status = OK, body = SiteView)))]
async fn change(
    By(by): By,
    Id(id): Id<SiteId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<SiteView>> {
    let stored = SiteDraft::from(&s.sites().get(&by, id).await?);
    Ok(Json(s.sites().update(&by, id, &fields.over(&stored)?).await?))
}

/// Delete a site
///
/// Refused while something uses it, with what does.
#[utoipa::path(delete, path = "/sites/{id}", tag = "sites", params(("id" = SiteId, Path)),
    responses((status = NO_CONTENT)))]
async fn delete(By(by): By, Id(id): Id<SiteId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.sites().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
