//! Sites over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Page, SiteId,
    site::{SiteDraft, SiteView},
};
use services::Services;

record_routes!(sites, SiteId, SiteDraft, SiteView, "sites", "/sites", "/sites/{id}", "site", "a site");

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
