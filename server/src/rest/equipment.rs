//! Equipment over REST.

use super::{
    input::{self, Fields, Id},
    params::{EquipmentParams, InterventionParams, WindowParams},
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
    EquipmentId, FieldCode, LineId, Page,
    equipment::{
        EquipmentDetail, EquipmentDraft, EquipmentNode, EquipmentQuery, EquipmentRow, EquipmentState,
    },
    intervention::{InterventionQuery, InterventionRow},
};
use serde::{Deserialize, Serialize};
use services::Services;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, replace, change, delete))
        .routes(routes!(retire))
        .routes(routes!(restore))
        .routes(routes!(components))
        .routes(routes!(interventions))
        .routes(routes!(bulk))
        .routes(routes!(lift_state))
}

/// Equipment of the caller's sites
///
/// Filtered, ordered and paged.
#[utoipa::path(get, path = "/equipment", tag = "equipment", params(EquipmentParams),
    responses((status = OK, body = Page<EquipmentRow>)))]
pub async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<EquipmentRow>>> {
    let query = RestError::unless_read(EquipmentQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.equipment().list(&by, &query).await?))
}

/// One equipment, whole
#[utoipa::path(get, path = "/equipment/{id}", tag = "equipment", params(("id" = EquipmentId, Path)),
    responses((status = OK, body = EquipmentDetail)))]
async fn get(
    By(by): By,
    Id(id): Id<EquipmentId>,
    State(s): State<Services>,
) -> RestResult<Json<EquipmentDetail>> {
    Ok(Json(s.equipment().get(&by, id).await?))
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<EquipmentDetail>);

/// Enter a new equipment
///
/// `code`, `name` and `site_id` are enough.
#[utoipa::path(post, path = "/equipment", tag = "equipment", request_body = EquipmentDraft,
    responses((status = CREATED, body = EquipmentDetail, headers(("location" = String)))))]
async fn create(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Created> {
    let created = s.equipment().create(&by, &fields.draft()?).await?;
    let location = format!("/api/v1/equipment/{}", created.row.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(created)))
}

/// Change an equipment
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read.
#[utoipa::path(put, path = "/equipment/{id}", tag = "equipment", params(("id" = EquipmentId, Path)),
    request_body = EquipmentDraft, responses((status = OK, body = EquipmentDetail)))]
async fn replace(
    by: By,
    id: Id<EquipmentId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<EquipmentDetail>> {
    change(by, id, state, fields).await
}

/// Change some fields of an equipment
///
/// The same as PUT.
#[utoipa::path(patch, path = "/equipment/{id}", tag = "equipment", params(("id" = EquipmentId, Path)),
    request_body = EquipmentDraft, responses((status = OK, body = EquipmentDetail)))]
async fn change(
    By(by): By,
    Id(id): Id<EquipmentId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<EquipmentDetail>> {
    let stored = EquipmentDraft::from(&s.equipment().get(&by, id).await?);
    Ok(Json(s.equipment().update(&by, id, &fields.over(&stored)?).await?))
}

/// Delete an equipment entered by mistake
///
/// Refused while history or components hang on it: then retire it.
#[utoipa::path(delete, path = "/equipment/{id}", tag = "equipment", params(("id" = EquipmentId, Path)),
    responses((status = NO_CONTENT)))]
async fn delete(By(by): By, Id(id): Id<EquipmentId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.equipment().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an equipment out of service for good
///
/// Its history stays.
#[utoipa::path(post, path = "/equipment/{id}/retire", tag = "equipment", params(("id" = EquipmentId, Path)),
    responses((status = OK, body = EquipmentDetail)))]
async fn retire(
    By(by): By,
    Id(id): Id<EquipmentId>,
    State(s): State<Services>,
) -> RestResult<Json<EquipmentDetail>> {
    Ok(Json(s.equipment().retire(&by, id).await?))
}

/// Return a retired equipment to service
#[utoipa::path(post, path = "/equipment/{id}/restore", tag = "equipment", params(("id" = EquipmentId, Path)),
    responses((status = OK, body = EquipmentDetail)))]
async fn restore(
    By(by): By,
    Id(id): Id<EquipmentId>,
    State(s): State<Services>,
) -> RestResult<Json<EquipmentDetail>> {
    Ok(Json(s.equipment().restore(&by, id).await?))
}

/// Everything below an equipment in the tree
///
/// Depth first, by code.
#[utoipa::path(get, path = "/equipment/{id}/components", tag = "equipment",
    params(("id" = EquipmentId, Path), WindowParams), responses((status = OK, body = Page<EquipmentNode>)))]
async fn components(
    By(by): By,
    Id(id): Id<EquipmentId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<EquipmentNode>>> {
    Ok(Json(input::page(s.equipment().components(&by, id).await?, query)?))
}

/// Interventions on an equipment
#[utoipa::path(get, path = "/equipment/{id}/interventions", tag = "equipment",
    params(("id" = EquipmentId, Path), InterventionParams),
    responses((status = OK, body = Page<InterventionRow>)))]
async fn interventions(
    By(by): By,
    Id(id): Id<EquipmentId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<InterventionRow>>> {
    let mut query =
        RestError::unless_read(InterventionQuery::from_url(query.as_deref().unwrap_or_default()))?;
    // An equipment outside of the caller's sites is not there; an empty list would say that it is.
    s.equipment().get(&by, id).await?;
    query.equipment = vec![id];
    Ok(Json(s.interventions().list(&by, &query).await?))
}

/// One change to several equipments: `state`, or `line_id` (null takes them off their line).
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct BulkChange {
    ids: Vec<EquipmentId>,
    state: Option<EquipmentState>,
    line_id: Option<LineId>,
}

/// How many equipments were changed; those that were so already are not counted.
#[derive(Debug, Serialize, ToSchema)]
struct BulkResult {
    changed: u32,
}

/// Change the state or the line of several equipments
///
/// All of them or none.
#[utoipa::path(post, path = "/equipment/bulk", tag = "equipment", request_body = BulkChange,
    responses((status = OK, body = BulkResult)))]
async fn bulk(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Json<BulkResult>> {
    let change: BulkChange = fields.draft()?;
    let changed = match (change.state, fields.has("line_id")) {
        (Some(state), false) => s.equipment().set_state(&by, &change.ids, state).await?,
        (None, true) => s.equipment().set_line(&by, &change.ids, change.line_id).await?,
        (None, false) => return Err(RestError::field("state", FieldCode::Required)),
        (Some(_), true) => return Err(RestError::field("line_id", FieldCode::NotAllowed)),
    };
    Ok(Json(BulkResult { changed }))
}

/// Let go of a state that was set by hand
///
/// From now on it follows from failures and work again.
#[utoipa::path(post, path = "/equipment/{id}/lift-state", tag = "equipment",
    params(("id" = EquipmentId, Path)), responses((status = OK, body = EquipmentDetail)))]
async fn lift_state(
    By(by): By,
    Id(id): Id<EquipmentId>,
    State(s): State<Services>,
) -> RestResult<Json<EquipmentDetail>> {
    Ok(Json(s.equipment().lift_state(&by, id).await?))
}
