//! Server functions of requests for an account.

use crate::{ApiError, backend};
use domain::{RegistrationId, user::ApprovalDraft};
use leptos::prelude::*;

/// Makes an account of a request; then to its page.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "registration/approve", output = crate::Json)]
pub async fn approve_registration(id: RegistrationId, draft: ApprovalDraft) -> Result<(), ApiError> {
    let user =
        backend::call(|s, by| async move { s.users().approve_registration(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/admin/users/{}?done=saved", user.id));
    Ok(())
}

/// Refuses a request; then to the list.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "registration/refuse", output = crate::Json)]
pub async fn refuse_registration(id: RegistrationId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().refuse_registration(&by, id).await }).await?;
    backend::redirect("/admin/users?done=saved");
    Ok(())
}
