//! The audit trail as a file.

use super::{Asked, Column, file, optional, plain, text};
use crate::{error::RestResult, rest::AuditParams};
use axum::response::Response;
use domain::audit::{AuditQuery, AuditRow, FieldChange};
use i18n::export as name;

/// The audit trail as CSV
///
/// The same filters as the list, and every entry. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/audit.csv", tag = "audit", params(AuditParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(asked: Asked) -> RestResult<Response> {
    file("audit.csv", COLUMNS, asked, AuditQuery::from_url, |s, by, query, after| async move {
        s.audit().export(&by, &query, after).await
    })
    .await
}

const COLUMNS: &[Column<AuditRow>] = &[
    (name::id, |e| plain(e.id)),
    (name::at, |e| plain(e.at)),
    (name::actor, |e| text(&e.actor)),
    (name::action, |e| text(&e.action)),
    (name::entity, |e| text(&e.entity)),
    (name::entity_id, |e| plain(e.entity_id)),
    (name::label, |e| optional(e.label.as_deref())),
    (name::site, |e| optional(e.site.as_ref().map(|s| s.code.as_str()))),
    (name::changes, |e| text(e.changes.iter().map(change).collect::<Vec<_>>().join("\n"))),
    (name::request, |e| text(&e.request_id)),
    (name::hash, |e| text(&e.hash)),
];

fn change(of: &FieldChange) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{}: {} → {}", of.field, side(&of.before), side(&of.after))
}
