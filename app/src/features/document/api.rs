//! Server functions of documents. Files themselves go to the REST API, or come from the plain form.

use crate::ApiError;
use domain::{
    DocumentId,
    document::{DocumentView, Holder},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The current documents of an equipment or an intervention; none for who may read none.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/list", input = GetUrl)]
pub async fn list_documents(entity: Holder, entity_id: i64) -> Result<Vec<DocumentView>, ApiError> {
    crate::backend::call(|s, by| async move { s.documents().list(&by, entity, entity_id, None).await }).await
}

/// Deletes a document, and leads to the page that offers to bring it back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/delete")]
pub async fn delete_document(id: DocumentId) -> Result<(), ApiError> {
    let gone = crate::backend::call(|s, by| async move { s.documents().delete(&by, id).await }).await?;
    crate::backend::redirect(&super::href(gone.entity, gone.entity_id, &format!("deleted={id}")));
    Ok(())
}

/// Brings a deleted document back.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/restore")]
pub async fn restore_document(id: DocumentId) -> Result<(), ApiError> {
    let back = crate::backend::call(|s, by| async move { s.documents().restore(&by, id).await }).await?;
    crate::backend::redirect(&super::href(back.entity, back.entity_id, ""));
    Ok(())
}

/// Shows a picture at the head of its equipment.
///
/// # Errors
/// [`domain::Error::Invalid`]; [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "document/cover")]
pub async fn set_cover(id: DocumentId) -> Result<(), ApiError> {
    let cover = crate::backend::call(|s, by| async move { s.documents().set_cover(&by, id).await }).await?;
    crate::backend::redirect(&super::href(cover.entity, cover.entity_id, "done=saved"));
    Ok(())
}
