//! Equipment types over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    EquipmentTypeId, Page,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
};
use services::Services;

record_routes!(
    equipment_types,
    EquipmentTypeId,
    EquipmentTypeDraft,
    EquipmentTypeView,
    "equipment types",
    "/equipment-types",
    "/equipment-types/{id}",
    "equipment type",
    "an equipment type"
);

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
