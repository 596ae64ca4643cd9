//! Server functions of documents. Files themselves go to the REST API, or come from the plain form.

use super::href;
use crate::{ApiError, backend};
use domain::{DocumentId, document::DocumentEdit};
use leptos::prelude::*;

/// Changes a document's name and kind; then back to the documents.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/save", output = crate::Json)]
pub async fn save_document(id: DocumentId, draft: DocumentEdit) -> Result<(), ApiError> {
    let saved = backend::call(|s, by| async move { s.documents().update(&by, id, &draft).await }).await?;
    backend::redirect(&href(saved.entity, saved.entity_id, "done=saved"));
    Ok(())
}

/// Makes an earlier version the current one.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/make-current", output = crate::Json)]
pub async fn make_current(id: DocumentId) -> Result<(), ApiError> {
    let now = backend::call(|s, by| async move { s.documents().make_current(&by, id).await }).await?;
    let more = format!("document={id}&done=saved");
    backend::redirect(&href(now.entity, now.entity_id, &more));
    Ok(())
}

/// Deletes a document, and leads to the page that offers to bring it back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/delete", output = crate::Json)]
pub async fn delete_document(id: DocumentId) -> Result<(), ApiError> {
    let gone = backend::call(|s, by| async move { s.documents().delete(&by, id).await }).await?;
    backend::redirect(&href(gone.entity, gone.entity_id, &format!("deleted={id}")));
    Ok(())
}

/// Brings a deleted document back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/restore", output = crate::Json)]
pub async fn restore_document(id: DocumentId) -> Result<(), ApiError> {
    let back = backend::call(|s, by| async move { s.documents().restore(&by, id).await }).await?;
    backend::redirect(&href(back.entity, back.entity_id, ""));
    Ok(())
}

/// Shows a picture at the head of its equipment.
///
/// # Errors
/// [`domain::Error::Invalid`]; [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/cover", output = crate::Json)]
pub async fn set_cover(id: DocumentId) -> Result<(), ApiError> {
    let cover = backend::call(|s, by| async move { s.documents().set_cover(&by, id).await }).await?;
    backend::redirect(&href(cover.entity, cover.entity_id, "done=saved"));
    Ok(())
}
