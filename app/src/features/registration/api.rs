//! Server functions of requests for an account; the forms before sign-in are posted to `/session/…`.

use crate::ApiError;
use domain::{
    RegistrationId,
    user::{ApprovalDraft, RegistrationView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Whether a link that confirms an address can still be used.
///
/// # Errors
/// [`domain::Error::Unavailable`].
#[server(prefix = "/rpc", endpoint = "session/registration-link-is-open", input = GetUrl, output = crate::Json)]
pub async fn registration_link_is_open(token: String) -> Result<bool, ApiError> {
    crate::backend::call_public(|s, _| async move { s.users().registration_link_is_open(&token).await }).await
}

/// The requests to decide, the oldest first.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "registration/list", input = GetUrl, output = crate::Json)]
pub async fn list_registrations() -> Result<Vec<RegistrationView>, ApiError> {
    crate::backend::call(|s, by| async move { s.users().registrations(&by).await }).await
}

/// One request to decide.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "registration/get", input = GetUrl, output = crate::Json)]
pub async fn get_registration(id: RegistrationId) -> Result<RegistrationView, ApiError> {
    crate::backend::call(|s, by| async move { s.users().registration(&by, id).await }).await
}

/// Makes an account of a request; then to its page.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "registration/approve", output = crate::Json)]
pub async fn approve_registration(id: RegistrationId, draft: ApprovalDraft) -> Result<(), ApiError> {
    let user =
        crate::backend::call(|s, by| async move { s.users().approve_registration(&by, id, &draft).await })
            .await?;
    crate::backend::redirect(&format!("/admin/users/{}?done=saved", user.id));
    Ok(())
}

/// Refuses a request; then to the list.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "registration/refuse", output = crate::Json)]
pub async fn refuse_registration(id: RegistrationId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().refuse_registration(&by, id).await }).await?;
    crate::backend::redirect("/admin/users?done=saved");
    Ok(())
}
