//! The audit trail as a file.

use super::{Table, file};
use crate::{
    edge::language::Language,
    error::{By, RestError, RestResult},
    rest::AuditParams,
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use domain::audit::{AuditQuery, AuditRow};
use i18n::{Locale, export as text};
use services::Services;

/// The audit trail as CSV
///
/// The same filters as the list, and every entry. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/audit.csv", tag = "audit", params(AuditParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(
    By(by): By,
    Language(locale): Language,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Response> {
    let query = RestError::unless_read(AuditQuery::from_url(query.as_deref().unwrap_or_default()))?;
    file("audit.csv", header(locale), move |after| {
        let (s, by, query) = (s.clone(), by.clone(), query.clone());
        async move {
            let (rows, next) = s.audit().export(&by, &query, after).await?;
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
        text::at(l),
        text::actor(l),
        text::action(l),
        text::entity(l),
        text::entity_id(l),
        text::label(l),
        text::site(l),
        text::changes(l),
        text::request(l),
        text::hash(l),
    ];
    Table::header(l, &names)
}

fn write(table: &mut Table, e: &AuditRow) {
    let side = |text: &Option<String>| text.clone().unwrap_or_default();
    let changes: Vec<String> =
        e.changes.iter().map(|c| format!("{}: {} → {}", c.field, side(&c.before), side(&c.after))).collect();
    table
        .plain(e.id)
        .plain(e.at)
        .text(&e.actor)
        .text(&e.action)
        .text(&e.entity)
        .plain(e.entity_id)
        .optional(e.label.as_deref())
        .optional(e.site.as_ref().map(|s| s.code.as_str()))
        .text(&changes.join("\n"))
        .text(&e.request_id)
        .text(&e.hash)
        .end();
}
