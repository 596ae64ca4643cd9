//! Equipment over REST.

use crate::error::{By, RestError, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Page,
    equipment::{EquipmentQuery, EquipmentRow},
};
use services::Services;

/// Equipment of the caller's sites, filtered, ordered and paged.
pub async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<EquipmentRow>>> {
    let query = RestError::unless_read(EquipmentQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.equipment().list(&by, &query).await?))
}
