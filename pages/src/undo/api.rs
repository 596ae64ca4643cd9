//! Server functions of undo.

use crate::ApiError;
use domain::{UndoId, undo::UndoView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the reader did and can take back, or has taken back; nothing once it is too late.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "undo/get", input = GetUrl, output = crate::Json)]
pub async fn get_undo(id: UndoId) -> Result<Option<UndoView>, ApiError> {
    crate::backend::call(|s, by| async move { s.undo().get(&by, id).await }).await
}

/// Takes a change of the sender's own back; then `back` to the page, whose notice says what became of it.
///
/// # Errors
/// [`domain::Error::Forbidden`] without the permission that the change needed.
#[server(prefix = "/rpc", endpoint = "undo/apply", output = crate::Json)]
pub async fn undo_change(id: UndoId, #[server(default)] back: String) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.undo().apply(&by, id).await }).await?;
    let back = domain::url::safe_next(&back).unwrap_or("/");
    let joint = if back.contains('?') { '&' } else { '?' };
    crate::backend::redirect(&format!("{back}{joint}undone={id}"));
    Ok(())
}
