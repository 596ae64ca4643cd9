//! Server functions of the administration of accounts.

use crate::{ApiError, backend};
use domain::{
    SessionId, UserId,
    user::{NewUserDraft, UserDraft},
};
use leptos::prelude::*;

/// Creates an account; then to its page. Without a site, which shows nothing to anybody but an administrator, only
/// when the sender says so.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "user/create", output = crate::Json)]
pub async fn create_user(draft: NewUserDraft, #[server(default)] without_site: bool) -> Result<(), ApiError> {
    use domain::{Error, FieldCode};
    let done = if draft.invite { "invited" } else { "saved" };
    let user = backend::call(|s, by| async move {
        if draft.sees_nothing() && !without_site {
            s.check(&by, domain::Permission::UserCreate)?;
            // With every other wrong field, as far as they can be told without writing.
            let mut errors = draft.parse().err().unwrap_or_default();
            errors.0.push(domain::FieldError::new("sites", FieldCode::ChooseOne));
            return Err(Error::Invalid(errors));
        }
        s.users().create(&by, &draft).await
    })
    .await?;
    backend::redirect(&format!("/admin/users/{}?done={done}", user.id));
    Ok(())
}

/// Changes an account; then back to its page.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Error::Refused`].
#[server(prefix = "/rpc", endpoint = "user/save", output = crate::Json)]
pub async fn save_user(id: UserId, draft: UserDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().update(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Lets somebody work, or no more; then back to their page.
///
/// # Errors
/// [`domain::Refusal::LastAdmin`], [`domain::Refusal::OwnAccount`].
#[server(prefix = "/rpc", endpoint = "user/active", output = crate::Json)]
pub async fn set_user_active(id: UserId, active: bool) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.users().set_active(&by, id, active).await?;
        Ok(backend::notice(&s, &by, "saved").await)
    })
    .await?;
    backend::redirect(&format!("/admin/users/{id}?{notice}"));
    Ok(())
}

/// Lets somebody try to sign in again at once; then back to their page.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "user/unlock", output = crate::Json)]
pub async fn unlock_user(id: UserId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().unlock(&by, id).await }).await?;
    backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Sends an invitation once more; then back to the person's page.
///
/// # Errors
/// [`domain::Refusal::InvitationState`].
#[server(prefix = "/rpc", endpoint = "user/invite-again", output = crate::Json)]
pub async fn invite_user_again(id: UserId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().invite_again(&by, id).await }).await?;
    backend::redirect(&format!("/admin/users/{id}?done=invited"));
    Ok(())
}

/// Ends one of somebody's sessions, or all of them; then back to their page.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "user/end-sessions", output = crate::Json)]
pub async fn end_user_sessions(
    id: UserId,
    #[server(default)] session: Option<SessionId>,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().end_sessions(&by, id, session).await }).await?;
    backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Takes away the second step of somebody who has lost it; then back to their page.
///
/// # Errors
/// [`domain::Refusal::OwnAccount`], [`domain::Refusal::SecondStepState`].
#[server(prefix = "/rpc", endpoint = "user/remove-second-step", output = crate::Json)]
pub async fn remove_second_step(id: UserId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.users().remove_second_step(&by, id).await }).await?;
    backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}
