//! Interventions over REST.

use super::{input::Id, params::InterventionParams};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    InterventionId, Page,
    intervention::{InterventionDetail, InterventionQuery, InterventionRow},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// Interventions of the caller's sites
///
/// The newest first unless asked otherwise.
#[utoipa::path(get, path = "/interventions", tag = "interventions", params(InterventionParams),
    responses((status = OK, body = Page<InterventionRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<InterventionRow>>> {
    let query = RestError::unless_read(InterventionQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.interventions().list(&by, &query).await?))
}

/// One intervention, whole
#[utoipa::path(get, path = "/interventions/{id}", tag = "interventions",
    params(("id" = InterventionId, Path)), responses((status = OK, body = InterventionDetail)))]
async fn get(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().get(&by, id).await?))
}
