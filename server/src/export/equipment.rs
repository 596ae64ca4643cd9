//! The equipment list as a file.

use super::{Asked, Column, file, optional, plain, plain_if, text};
use crate::{error::RestResult, rest::EquipmentParams};
use axum::response::Response;
use domain::equipment::{EquipmentQuery, EquipmentRow};
use i18n::export as name;

/// The equipment list as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/equipment.csv", tag = "equipment", params(EquipmentParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(asked: Asked) -> RestResult<Response> {
    file("equipment.csv", COLUMNS, asked, EquipmentQuery::from_url, |s, by, query, after| async move {
        s.equipment().export(&by, &query, after).await
    })
    .await
}

/// States and criticalities as the API and the import name them, so that a file can come back.
const COLUMNS: &[Column<EquipmentRow>] = &[
    (name::id, |e| plain(e.id)),
    (name::code, |e| text(&e.code)),
    (name::name, |e| text(&e.name)),
    (name::state, |e| plain(e.state)),
    (name::criticality, |e| plain(e.criticality)),
    (name::site, |e| text(&e.site.code)),
    (name::line, |e| optional(e.line.as_ref().map(|l| l.code.as_str()))),
    (name::equipment_type, |e| optional(e.equipment_type.as_ref().map(|t| t.name.as_str()))),
    (name::model, |e| optional(e.model.as_deref())),
    (name::serial_number, |e| optional(e.serial_number.as_deref())),
    (name::manufacturer, |e| optional(e.manufacturer.as_deref())),
    (name::in_service_on, |e| plain_if(e.in_service_on)),
    (name::interventions, |e| plain(e.interventions_count)),
    (name::retired_at, |e| plain_if(e.retired_at)),
    (name::updated_at, |e| plain(e.updated_at)),
];
