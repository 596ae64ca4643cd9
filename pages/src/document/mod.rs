//! Documents of a machine or a work order: a part of their pages, the same for both. Everything is a plain form or a link;
//! where scripts run, files are sent as they are chosen, in parts, each with how far it is.

mod api;
mod edit;
mod list;
mod preview;
mod text;
mod upload;
mod versions;

pub use edit::edit;
pub use text::kind;

use crate::{ApiResult, backend, page::Asked, session::may, shared::replay::Replay};
use domain::{
    DocumentId, Error, Permission,
    document::{DocumentKind, DocumentView, Holder},
};
use leptos::prelude::*;
use std::str::FromStr;

/// Where the plain form sends its files.
pub const UPLOAD: &str = "/documents/upload";

/// The documents of one holder, and what the address says of them.
pub struct Documents {
    pub holder: (Holder, i64),
    /// The current ones.
    pub all: Vec<DocumentView>,
    /// Every version of the one that is open, the newest first.
    versions: Vec<DocumentView>,
}

/// Reads them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(asked: &Asked, (holder, id): (Holder, i64)) -> ApiResult<Documents> {
    let shown = shown(asked);
    let (all, versions) = backend::call(|s, by| async move {
        let all = s.documents().list(&by, holder, id, None).await?;
        let versions = match shown {
            // An old link to what is deleted now leads to the others.
            Some(id) => match s.documents().versions(&by, id).await {
                Ok(versions) => versions,
                Err(Error::NotFound(_)) => vec![],
                Err(error) => return Err(error),
            },
            None => vec![],
        };
        Ok((all, versions))
    })
    .await?;
    let of_here = |d: &DocumentView| (d.entity, d.entity_id) == (holder, id);
    let versions = versions.into_iter().filter(of_here).collect();
    Ok(Documents { holder: (holder, id), all, versions })
}

/// What is shown of them: the address says which one is open, which kind alone is listed, and which was just deleted.
pub fn panel(asked: &Asked, documents: &Documents, replay: Option<&Replay>) -> AnyView {
    let (locale, Documents { holder, all, versions }) = (asked.locale, documents);
    let write = may(Permission::DocumentWrite);
    let shown = shown(asked).and_then(|id| all.iter().chain(versions).find(|d| d.id == id));
    let deleted: Option<DocumentId> = of(asked, "deleted");
    let deleted = deleted.filter(|id| write && all.iter().all(|d| d.id != *id));
    let replay = replay.filter(|replay| replay.path == UPLOAD);
    let only: Option<DocumentKind> = of(asked, "nature");
    let only = only.filter(|kind| all.iter().any(|d| d.kind == *kind));
    let listed: Vec<&DocumentView> = all.iter().filter(|d| only.is_none_or(|kind| d.kind == kind)).collect();
    view! {
        <div class="stack" id="documents" tabindex="-1" data-in-place="">
            {deleted.map(|id| upload::undo(locale, id))}
            {shown.map(|d| preview::view(locale, d))}
            {versions::view(locale, versions, write)}
            {list::kinds(locale, *holder, all, only)}
            {list::gallery(locale, &listed)}
            {list::table(locale, &listed, write)}
            {write.then(|| upload::form(locale, *holder, replay))}
        </div>
    }
    .into_any()
}

/// The document that the address says is open.
fn shown(asked: &Asked) -> Option<DocumentId> {
    of(asked, "document")
}

fn of<T: FromStr>(asked: &Asked, name: &str) -> Option<T> {
    asked.value(name)?.parse().ok()
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

/// The page on which a document is open, at the place that shows it.
fn open(d: &DocumentView, place: &str) -> String {
    href(d.entity, d.entity_id, &format!("document={}#{place}", d.id))
}
