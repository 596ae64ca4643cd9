//! The audit trail over REST.

use super::params::AuditParams;
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Page,
    audit::{AuditQuery, AuditRow},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Who did what, when, to which row, and what changed
///
/// The newest first. Entries of the caller's sites; what belongs to no site is for those who see all of them.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditParams),
    responses((status = OK, body = Page<AuditRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<AuditRow>>> {
    let query = RestError::unless_read(AuditQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.audit().list(&by, &query).await?))
}
