//! The equipment list as a file.

use super::{Table, file};
use crate::{
    edge::language::Language,
    error::{By, RestError, RestResult},
    rest::EquipmentParams,
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use domain::equipment::{EquipmentQuery, EquipmentRow};
use i18n::{Locale, export as text};
use services::Services;

/// The equipment list as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/equipment.csv", tag = "equipment", params(EquipmentParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(
    By(by): By,
    Language(locale): Language,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Response> {
    let query = RestError::unless_read(EquipmentQuery::from_url(query.as_deref().unwrap_or_default()))?;
    file("equipment.csv", header(locale), move |after| {
        let (s, by, query) = (s.clone(), by.clone(), query.clone());
        async move {
            let (rows, next) = s.equipment().export(&by, &query, after).await?;
            let mut table = Table::new(locale);
            rows.iter().for_each(|row| write(&mut table, row));
            Ok((table, next))
        }
    })
    .await
}

fn header(l: Locale) -> Table {
    let names = [
        text::id(l),
        text::code(l),
        text::name(l),
        text::state(l),
        text::criticality(l),
        text::site(l),
        text::line(l),
        text::equipment_type(l),
        text::model(l),
        text::serial_number(l),
        text::manufacturer(l),
        text::in_service_on(l),
        text::interventions(l),
        text::retired_at(l),
        text::updated_at(l),
    ];
    Table::header(l, &names)
}

/// States and criticalities as the API and the import name them, so that a file can come back.
fn write(table: &mut Table, e: &EquipmentRow) {
    table
        .plain(e.id)
        .text(&e.code)
        .text(&e.name)
        .plain(e.state)
        .plain(e.criticality)
        .text(&e.site.code)
        .optional(e.line.as_ref().map(|l| l.code.as_str()))
        .optional(e.equipment_type.as_ref().map(|t| t.name.as_str()))
        .optional(e.model.as_deref())
        .optional(e.serial_number.as_deref())
        .optional(e.manufacturer.as_deref())
        .plain(e.in_service_on.map(|d| d.to_string()).unwrap_or_default())
        .plain(e.interventions_count)
        .plain(e.retired_at.map(|t| t.to_string()).unwrap_or_default())
        .plain(e.updated_at)
        .end();
}
