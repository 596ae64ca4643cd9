//! Server functions of one's own account.

use crate::ApiError;
use domain::{
    SessionId, Timestamp,
    session::SessionView,
    user::{PasswordDraft, ProfileDraft, SignInView, UserView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// An open session, with how long ago it was last used: the browser's clock is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    pub browser: Option<String>,
    pub system: Option<String>,
    pub address: String,
    pub current: bool,
    pub minutes_ago: i64,
}

impl SessionLine {
    /// The line of a session, `now` by the server's clock.
    pub fn new(session: SessionView, now: Timestamp) -> Self {
        let (browser, system) = session.device();
        Self {
            id: session.id,
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            address: session.address.clone(),
            current: session.current,
            minutes_ago: now.seconds_since(session.last_seen_at).max(0) / 60,
        }
    }
}

/// The caller's own latest sign-ins, failed ones too.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/sign-ins", input = GetUrl, output = crate::Json)]
pub async fn my_sign_ins() -> Result<Vec<SignInView>, ApiError> {
    crate::backend::call(|s, by| async move { s.users().my_sign_ins(&by).await }).await
}

/// The caller's own account.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/mine", input = GetUrl, output = crate::Json)]
pub async fn my_account() -> Result<UserView, ApiError> {
    crate::backend::call(|s, by| async move { s.users().me(&by).await }).await
}

/// The caller's open sessions.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/sessions", input = GetUrl, output = crate::Json)]
pub async fn my_sessions() -> Result<Vec<SessionLine>, ApiError> {
    crate::backend::call(|s, by| async move {
        let now = s.now();
        let line = |session| SessionLine::new(session, now);
        Ok(s.sessions().list(&by).await?.into_iter().map(line).collect())
    })
    .await
}

/// Changes the caller's names.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "account/profile", output = crate::Json)]
pub async fn save_profile(draft: ProfileDraft) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().update_profile(&by, &draft).await }).await?;
    crate::backend::redirect("/account?done=saved");
    Ok(())
}

/// Changes the caller's password and ends their other sessions.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::TooManyAttempts`].
#[server(prefix = "/rpc", endpoint = "account/password", output = crate::Json)]
pub async fn change_password(draft: PasswordDraft) -> Result<(), ApiError> {
    let client = crate::backend::client();
    crate::backend::call(|s, by| async move { s.users().change_password(&by, &draft, &client).await })
        .await?;
    crate::backend::redirect("/account?done=saved");
    Ok(())
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "account/end-session", output = crate::Json)]
pub async fn end_session(id: SessionId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.sessions().end(&by, id).await }).await?;
    crate::backend::redirect("/account");
    Ok(())
}

/// Ends every session of the caller but this one.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "account/end-other-sessions", output = crate::Json)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.sessions().end_others(&by).await }).await?;
    crate::backend::redirect("/account");
    Ok(())
}
