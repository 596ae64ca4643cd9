//! Interventions over REST.

use super::{
    earlier,
    input::{Fields, Id},
    params::InterventionParams,
    work,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use domain::{
    InterventionId, Page,
    intervention::{InterventionDetail, InterventionDraft, InterventionQuery, InterventionRow},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, replace, change))
        .routes(routes!(mine))
}

/// Interventions of the caller's sites
///
/// The newest first unless asked otherwise.
#[utoipa::path(get, path = "/interventions", tag = "interventions", params(InterventionParams),
    responses((status = OK, body = Page<InterventionRow>)))]
pub(super) async fn list(
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

/// Enter an intervention
///
/// A breakdown is better reported: that makes a failure too. The body of the earlier system (`titre`, `equipement_id`) is
/// taken as well, and answered in its words.
#[utoipa::path(post, path = "/interventions", tag = "interventions", request_body = InterventionDraft,
    responses((status = CREATED, body = InterventionDetail, headers(("location" = String)))))]
pub(super) async fn create(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Response> {
    if earlier::is_create(&fields) {
        return earlier::create(&by, &s, &fields).await;
    }
    let detail = s.interventions().create(&by, &fields.draft()?).await?;
    Ok(work::created(detail).into_response())
}

/// Change an intervention
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else has saved since
/// that version was read. Closed, archived and cancelled ones are locked.
#[utoipa::path(put, path = "/interventions/{id}", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = InterventionDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn replace(
    by: By,
    id: Id<InterventionId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    change(by, id, state, fields).await
}

/// Change some fields of an intervention
///
/// The same as PUT.
#[utoipa::path(patch, path = "/interventions/{id}", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = InterventionDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn change(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    let stored = InterventionDraft::from(&s.interventions().get(&by, id).await?);
    Ok(Json(s.interventions().update(&by, id, &fields.over(&stored)?).await?))
}

/// The caller’s own interventions
///
/// Those assigned to them; of a client, those that they reported or follow.
#[utoipa::path(get, path = "/my-interventions", tag = "interventions", params(InterventionParams),
    responses((status = OK, body = Page<InterventionRow>)))]
async fn mine(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<InterventionRow>>> {
    let mut query =
        RestError::unless_read(InterventionQuery::from_url(query.as_deref().unwrap_or_default()))?;
    query.mine = true;
    Ok(Json(s.interventions().list(&by, &query).await?))
}
