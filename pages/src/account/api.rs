//! Forms of one's own account.

use crate::{ApiError, backend};
use domain::{
    SessionId,
    user::{PasswordDraft, ProfileDraft},
};
use leptos::prelude::*;

/// Changes the caller's names.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "account/profile", output = crate::Json)]
pub async fn save_profile(draft: ProfileDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().update_profile(&by, &draft).await }).await?;
    backend::redirect("/account?done=saved");
    Ok(())
}

/// Changes the caller's password and ends their other sessions.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::TooManyAttempts`].
#[server(prefix = "/rpc", endpoint = "account/password", output = crate::Json)]
pub async fn change_password(draft: PasswordDraft) -> Result<(), ApiError> {
    let client = backend::client();
    backend::call(|s, by| async move { s.users().change_password(&by, &draft, &client).await }).await?;
    backend::redirect("/account?done=saved");
    Ok(())
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "account/end-session", output = crate::Json)]
pub async fn end_session(id: SessionId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.sessions().end(&by, id).await }).await?;
    backend::redirect("/account");
    Ok(())
}

/// Ends every session of the caller but this one.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/end-other-sessions", output = crate::Json)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.sessions().end_others(&by).await }).await?;
    backend::redirect("/account");
    Ok(())
}
