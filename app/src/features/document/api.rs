//! Server functions of documents. Files themselves go to the REST API, or come from the plain form.

use crate::ApiError;
use domain::{
    DocumentId,
    document::{DocumentEdit, DocumentView, Holder},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The documents of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Files {
    /// The current ones.
    pub all: Vec<DocumentView>,
    /// Every version of the one that is open, the newest first.
    pub versions: Vec<DocumentView>,
}

/// The current documents of an equipment or an intervention, and the versions of the one that is open.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/list", input = GetUrl, output = crate::Json)]
pub async fn list_documents(
    entity: Holder,
    entity_id: i64,
    shown: Option<DocumentId>,
) -> Result<Files, ApiError> {
    crate::backend::call(|s, by| async move {
        let all = s.documents().list(&by, entity, entity_id, None).await?;
        let versions = match shown {
            // An old link to what is deleted now leads to the others.
            Some(id) => match s.documents().versions(&by, id).await {
                Ok(versions) => versions,
                Err(domain::Error::NotFound(_)) => vec![],
                Err(error) => return Err(error),
            },
            None => vec![],
        };
        let of_here = |d: &DocumentView| (d.entity, d.entity_id) == (entity, entity_id);
        Ok(Files { versions: versions.into_iter().filter(of_here).collect(), all })
    })
    .await
}

/// One version of a document.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/get", input = GetUrl, output = crate::Json)]
pub async fn get_document(id: DocumentId) -> Result<DocumentView, ApiError> {
    crate::backend::call(|s, by| async move { s.documents().get(&by, id).await }).await
}

/// Changes a document's name and kind; then back to the documents.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/save", output = crate::Json)]
pub async fn save_document(id: DocumentId, draft: DocumentEdit) -> Result<(), ApiError> {
    let saved =
        crate::backend::call(|s, by| async move { s.documents().update(&by, id, &draft).await }).await?;
    crate::backend::redirect(&super::href(saved.entity, saved.entity_id, "done=saved"));
    Ok(())
}

/// Makes an earlier version the current one.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/make-current", output = crate::Json)]
pub async fn make_current(id: DocumentId) -> Result<(), ApiError> {
    let now = crate::backend::call(|s, by| async move { s.documents().make_current(&by, id).await }).await?;
    let more = format!("document={id}&done=saved");
    crate::backend::redirect(&super::href(now.entity, now.entity_id, &more));
    Ok(())
}

/// Deletes a document, and leads to the page that offers to bring it back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/delete", output = crate::Json)]
pub async fn delete_document(id: DocumentId) -> Result<(), ApiError> {
    let gone = crate::backend::call(|s, by| async move { s.documents().delete(&by, id).await }).await?;
    crate::backend::redirect(&super::href(gone.entity, gone.entity_id, &format!("deleted={id}")));
    Ok(())
}

/// Brings a deleted document back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/restore", output = crate::Json)]
pub async fn restore_document(id: DocumentId) -> Result<(), ApiError> {
    let back = crate::backend::call(|s, by| async move { s.documents().restore(&by, id).await }).await?;
    crate::backend::redirect(&super::href(back.entity, back.entity_id, ""));
    Ok(())
}

/// Shows a picture at the head of its equipment.
///
/// # Errors
/// [`domain::Error::Invalid`]; [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/cover", output = crate::Json)]
pub async fn set_cover(id: DocumentId) -> Result<(), ApiError> {
    let cover = crate::backend::call(|s, by| async move { s.documents().set_cover(&by, id).await }).await?;
    crate::backend::redirect(&super::href(cover.entity, cover.entity_id, "done=saved"));
    Ok(())
}
