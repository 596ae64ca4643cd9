//! The intervention list as a file.

use super::{Table, file};
use crate::{
    edge::language::Language,
    error::{By, RestError, RestResult},
    rest::InterventionParams,
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use domain::{
    intervention::{InterventionQuery, InterventionRow},
    money::{DecimalMark, plain, settled},
};
use i18n::{Locale, export as text};
use services::Services;

/// The intervention list as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/interventions.csv", tag = "interventions", params(InterventionParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(
    By(by): By,
    Language(locale): Language,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Response> {
    let query = RestError::unless_read(InterventionQuery::from_url(query.as_deref().unwrap_or_default()))?;
    file("interventions.csv", header(locale), move |after| {
        let (s, by, query) = (s.clone(), by.clone(), query.clone());
        async move {
            let (rows, next) = s.interventions().export(&by, &query, after).await?;
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
        text::title(l),
        text::kind(l),
        text::status(l),
        text::priority(l),
        text::equipment(l),
        text::equipment_name(l),
        text::site(l),
        text::reported(l),
        text::cost(l),
        text::currency(l),
    ];
    Table::header(l, &names)
}

fn write(table: &mut Table, i: &InterventionRow) {
    table
        .plain(i.id)
        .text(&i.code)
        .text(&i.title)
        .plain(i.kind)
        .plain(i.status)
        .plain(i.priority)
        .text(&i.equipment.code)
        .text(&i.equipment.name)
        .text(&i.site.code)
        .plain(i.reported_local.0)
        // Never with exactly three digits after the mark: an import would have to ask what they are.
        .plain(i.cost.as_ref().map(|c| settled(&plain(c), DecimalMark::Point)).unwrap_or_default())
        .plain(i.cost.as_ref().map(|c| c.currency.clone()).unwrap_or_default())
        .end();
}
