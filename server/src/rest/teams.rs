//! Teams over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Page, TeamId,
    team::{TeamDraft, TeamView},
};
use services::Services;

record_routes!(teams, TeamId, TeamDraft, TeamView, "technicians", "/teams", "/teams/{id}", "team", "a team");

/// Teams of your sites, by name
#[utoipa::path(get, path = "/teams", tag = "technicians", params(WindowParams),
    responses((status = OK, body = Page<TeamView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<TeamView>>> {
    Ok(Json(input::page(s.teams().list(&by).await?, query)?))
}
