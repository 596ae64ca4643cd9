//! Server functions of failure codes.

use app::{ApiError, backend};
use domain::{FailureCodeId, failure_code::FailureCodeDraft};
use leptos::prelude::*;

/// Creates a code, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "failure-code/save", output = app::Json)]
pub async fn save_failure_code(
    #[server(default)] id: Option<FailureCodeId>,
    draft: FailureCodeDraft,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match id {
            Some(id) => s.failure_codes().update(&by, id, &draft).await,
            None => s.failure_codes().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect("/admin/failure-codes?done=saved");
    Ok(())
}

/// Deletes a code that no failure has; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with the failures that have it.
#[server(prefix = "/rpc", endpoint = "failure-code/delete", output = app::Json)]
pub async fn delete_failure_code(id: FailureCodeId) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.failure_codes().delete(&by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("/admin/failure-codes?{notice}"));
    Ok(())
}
