//! The intervention list as a file.

use super::{Asked, Column, file, plain, plain_if, text};
use crate::{error::RestResult, rest::InterventionParams};
use axum::response::Response;
use domain::{
    intervention::{InterventionQuery, InterventionRow},
    money::{self, DecimalMark, settled},
};
use i18n::export as name;

/// The intervention list as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/interventions.csv", tag = "interventions", params(InterventionParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(asked: Asked) -> RestResult<Response> {
    file("interventions.csv", COLUMNS, asked, InterventionQuery::from_url, |s, by, query, after| async move {
        s.interventions().export(&by, &query, after).await
    })
    .await
}

const COLUMNS: &[Column<InterventionRow>] = &[
    (name::id, |i| plain(i.id)),
    (name::code, |i| text(&i.code)),
    (name::title, |i| text(&i.title)),
    (name::kind, |i| plain(i.kind)),
    (name::status, |i| plain(i.status)),
    (name::priority, |i| plain(i.priority)),
    (name::equipment, |i| text(&i.equipment.code)),
    (name::equipment_name, |i| text(&i.equipment.name)),
    (name::site, |i| text(&i.site.code)),
    (name::reported, |i| plain(i.reported_local.0)),
    // Never with exactly three digits after the mark: an import would have to ask what they are.
    (name::cost, |i| plain_if(i.cost.as_ref().map(|c| settled(&money::plain(c), DecimalMark::Point)))),
    (name::currency, |i| plain_if(i.cost.as_ref().map(|c| &c.currency))),
];
