//! Maintenance types over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    MaintenanceTypeId, Page,
    maintenance_type::{MaintenanceTypeDraft, MaintenanceTypeView},
};
use services::Services;

record_routes!(
    maintenance_types,
    MaintenanceTypeId,
    MaintenanceTypeDraft,
    MaintenanceTypeView,
    "maintenance types",
    "/maintenance-types",
    "/maintenance-types/{id}",
    "maintenance type",
    "a maintenance type"
);

/// Maintenance types
///
/// They are shared by all sites.
#[utoipa::path(get, path = "/maintenance-types", tag = "maintenance types", params(WindowParams),
    responses((status = OK, body = Page<MaintenanceTypeView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<MaintenanceTypeView>>> {
    Ok(Json(input::page(s.maintenance_types().list(&by).await?, query)?))
}
