//! Production lines over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestError, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    LineId, Page, SiteId,
    production_line::{LineDraft, LineView},
    url::QueryReader,
};
use services::Services;

record_routes!(
    lines,
    LineId,
    LineDraft,
    LineView,
    "production lines",
    "/production-lines",
    "/production-lines/{id}",
    "production line",
    "a production line"
);

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
