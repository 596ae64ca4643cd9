//! Equipment types over REST.

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
    EquipmentTypeId, Page,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, change, delete))
}

/// Equipment types
///
/// They are shared by all sites; the counts are of the caller's.
#[utoipa::path(get, path = "/equipment-types", tag = "equipment types", params(WindowParams),
    responses((status = OK, body = Page<EquipmentTypeView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<EquipmentTypeView>>> {
    Ok(Json(input::page(s.equipment_types().list(&by).await?, query)?))
}

/// One equipment type
#[utoipa::path(get, path = "/equipment-types/{id}", tag = "equipment types", params(("id" = EquipmentTypeId, Path)),
    responses((status = OK, body = EquipmentTypeView)))]
async fn get(
    By(by): By,
    Id(id): Id<EquipmentTypeId>,
    State(s): State<Services>,
) -> RestResult<Json<EquipmentTypeView>> {
    Ok(Json(s.equipment_types().get(&by, id).await?))
}

/// Create an equipment type
#[utoipa::path(post, path = "/equipment-types", tag = "equipment types", request_body = EquipmentTypeDraft,
    responses((status = CREATED, body = EquipmentTypeView, headers(("location" = String)))))]
async fn create(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, [(HeaderName, String); 1], Json<EquipmentTypeView>)> {
    let created = s.equipment_types().create(&by, &fields.draft()?).await?;
    let location = format!("/api/v1/equipment-types/{}", created.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(created)))
}

/// Change an equipment type
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read.
#[utoipa::path(put, path = "/equipment-types/{id}", tag = "equipment types", params(("id" = EquipmentTypeId, Path)),
    request_body = EquipmentTypeDraft, responses((status = OK, body = EquipmentTypeView)))]
async fn replace(
    by: By,
    id: Id<EquipmentTypeId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<EquipmentTypeView>> {
    change(by, id, state, fields).await
}

/// Change some fields of an equipment type
///
/// The same as PUT.
#[utoipa::path(patch, path = "/equipment-types/{id}", tag = "equipment types", params(("id" = EquipmentTypeId, Path)),
    request_body = EquipmentTypeDraft, responses((status = OK, body = EquipmentTypeView)))]
async fn change(
    By(by): By,
    Id(id): Id<EquipmentTypeId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<EquipmentTypeView>> {
    let stored = EquipmentTypeDraft::from(&s.equipment_types().get(&by, id).await?);
    Ok(Json(s.equipment_types().update(&by, id, &fields.over(&stored)?).await?))
}

/// Delete an equipment type
///
/// Refused while something uses it, with what does.
#[utoipa::path(delete, path = "/equipment-types/{id}", tag = "equipment types", params(("id" = EquipmentTypeId, Path)),
    responses((status = NO_CONTENT)))]
async fn delete(
    By(by): By,
    Id(id): Id<EquipmentTypeId>,
    State(s): State<Services>,
) -> RestResult<StatusCode> {
    s.equipment_types().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
