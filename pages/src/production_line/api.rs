//! Server functions of production lines.

use crate::{ApiError, backend, record};
use domain::{LineId, production_line::LineDraft};
use leptos::prelude::*;

/// Where the list is.
pub const LIST: &str = "/admin/lines";

/// Creates a line, or changes the one with that id; then back to its site's lines.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "production-line/save", output = crate::Json)]
pub async fn save_line(#[server(default)] id: Option<LineId>, draft: LineDraft) -> Result<(), ApiError> {
    let saved = record::write(id, draft).await?;
    backend::redirect(&format!("{}&done=saved", super::list_href(Some(saved.site.id))));
    Ok(())
}

/// Deletes a line without equipment; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with the equipment on it.
#[server(prefix = "/rpc", endpoint = "production-line/delete", output = crate::Json)]
pub async fn delete_line(id: LineId) -> Result<(), ApiError> {
    record::delete::<LineDraft>(id).await
}
