//! Documents of an equipment or an intervention: a part of their pages. Everything works as plain forms;
//! with WASM, files are sent as they are chosen, each with its progress.

pub mod api;
mod edit;
mod form;
mod list;
mod preview;
mod request;
mod send;
mod versions;

pub use api::Files;
pub use edit::form_page;
pub use form::Documents;

use crate::{session::may, shared::replay::Replay};
use domain::{
    DocumentId, Permission,
    document::{DocumentKind, Holder},
    url::pairs,
};
use i18n::{Locale, document as text};
use leptos::prelude::*;

/// Where the plain form sends its files.
pub const UPLOAD: &str = "/documents/upload";

/// What is shown of them: the address says which document is open, and which was just deleted.
pub fn panel(
    locale: Locale,
    documents: Documents,
    holder: (Holder, i64),
    files: Files,
    query: &str,
    replay: Option<&Replay>,
) -> AnyView {
    let of = |name: &str| named(query, name);
    let Files { all, versions } = files;
    let write = may(Permission::DocumentWrite);
    let shown = shown(query).and_then(|id| all.iter().chain(&versions).find(|d| d.id == id).cloned());
    let deleted = of("deleted").filter(|id| write && all.iter().all(|d| d.id != *id));
    let replay = replay.filter(|r| r.path == UPLOAD);
    let only = only(query).filter(|kind| all.iter().any(|d| d.kind == *kind));
    let kinds = list::kinds(locale, holder, &all, only);
    let listed = all.into_iter().filter(|d| only.is_none_or(|kind| d.kind == kind)).collect::<Vec<_>>();
    view! {
        <div class="stack" id="documents" tabindex="-1">
            {deleted.map(|id| form::undo(locale, documents, id))}
            {shown.map(|d| preview::view(locale, &d))}
            {versions::view(locale, documents, &versions, write)}
            {kinds}
            {list::gallery(locale, &listed)}
            {list::table(locale, documents, listed, write)}
            {write.then(|| form::upload(locale, documents, holder, replay))}
        </div>
    }
    .into_any()
}

/// The document that the address says is open.
pub fn shown(query: &str) -> Option<DocumentId> {
    named(query, "document")
}

fn named(query: &str, name: &str) -> Option<DocumentId> {
    value(query, name)
}

/// The kind to which the address limits the list.
fn only(query: &str) -> Option<DocumentKind> {
    value(query, "nature")
}

fn value<T: std::str::FromStr>(query: &str, name: &str) -> Option<T> {
    let found = pairs(query).into_iter().find(|(key, _)| key == name)?;
    found.1.parse().ok()
}

/// What a document is for, in words.
pub fn kind(locale: Locale, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Manual => text::kind_manual(locale),
        DocumentKind::Drawing => text::kind_drawing(locale),
        DocumentKind::Photo => text::kind_photo(locale),
        DocumentKind::Failure => text::kind_failure(locale),
        DocumentKind::Before => text::kind_before(locale),
        DocumentKind::After => text::kind_after(locale),
        DocumentKind::Report => text::kind_report(locale),
        DocumentKind::Certificate => text::kind_certificate(locale),
        DocumentKind::Other => text::kind_other(locale),
    }
}

/// The page of what documents hang on, with more in its address.
pub fn href(holder: Holder, id: i64, more: &str) -> String {
    let page = holder.page(id);
    match (more.is_empty(), page.contains('?')) {
        (true, _) => page,
        (false, true) => format!("{page}&{more}"),
        (false, false) => format!("{page}?{more}"),
    }
}
