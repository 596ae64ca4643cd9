//! Server functions of the administration of accounts.

use crate::{ApiError, features::account::api::SessionLine};
use domain::{
    Page, SessionId, UserId,
    user::{NewUserDraft, SignInView, UserDetail, UserDraft, UserRow},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// A person's page: the account, and what only those who administer accounts see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPage {
    pub detail: UserDetail,
    pub sessions: Vec<SessionLine>,
    pub sign_ins: Vec<SignInView>,
}

/// The accounts of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "user/list", input = GetUrl, output = crate::Json)]
pub async fn list_users(query: String) -> Result<Page<UserRow>, ApiError> {
    crate::backend::call(|s, by| async move {
        s.users().list(&by, &domain::user::UserQuery::from_url(&query).0).await
    })
    .await
}

/// One account, with its sessions and sign-ins for those who administer it.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "user/get", input = GetUrl, output = crate::Json)]
pub async fn get_user(id: UserId) -> Result<UserPage, ApiError> {
    use domain::error::if_allowed;
    crate::backend::call(|s, by| async move {
        let detail = s.users().detail(&by, id).await?;
        let now = s.now();
        // Where and on what an administrator works is nothing for who ranks lower.
        let Some(sessions) = if_allowed(s.users().sessions(&by, id).await)? else {
            return Ok(UserPage { detail, sessions: vec![], sign_ins: vec![] });
        };
        let sessions = sessions.into_iter().map(|session| SessionLine::new(session, now)).collect();
        Ok(UserPage { detail, sessions, sign_ins: s.users().sign_ins(&by, id).await? })
    })
    .await
}

/// The skills that somebody has, for a choice.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "user/skills", input = GetUrl, output = crate::Json)]
pub async fn skill_choices() -> Result<Vec<String>, ApiError> {
    crate::backend::call(|s, by| async move { s.users().skills(&by).await }).await
}

/// Creates an account; then to its page. Without a site, which shows nothing to anybody but an administrator, only
/// when the sender says so.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "user/create", output = crate::Json)]
pub async fn create_user(draft: NewUserDraft, #[server(default)] without_site: bool) -> Result<(), ApiError> {
    use domain::{Error, FieldCode};
    let done = if draft.invite { "invited" } else { "saved" };
    let user = crate::backend::call(|s, by| async move {
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
    crate::backend::redirect(&format!("/admin/users/{}?done={done}", user.id));
    Ok(())
}

/// Changes an account; then back to its page.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Error::Refused`].
#[server(prefix = "/rpc", endpoint = "user/save", output = crate::Json)]
pub async fn save_user(id: UserId, draft: UserDraft) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().update(&by, id, &draft).await }).await?;
    crate::backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Lets somebody work, or no more; then back to their page.
///
/// # Errors
/// [`domain::Refusal::LastAdmin`], [`domain::Refusal::OwnAccount`].
#[server(prefix = "/rpc", endpoint = "user/active", output = crate::Json)]
pub async fn set_user_active(id: UserId, active: bool) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.users().set_active(&by, id, active).await?;
        Ok(crate::backend::notice(&s, &by, "saved").await)
    })
    .await?;
    crate::backend::redirect(&format!("/admin/users/{id}?{notice}"));
    Ok(())
}

/// Lets somebody try to sign in again at once; then back to their page.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "user/unlock", output = crate::Json)]
pub async fn unlock_user(id: UserId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().unlock(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Sends an invitation once more; then back to the person's page.
///
/// # Errors
/// [`domain::Refusal::InvitationState`].
#[server(prefix = "/rpc", endpoint = "user/invite-again", output = crate::Json)]
pub async fn invite_user_again(id: UserId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().invite_again(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/users/{id}?done=invited"));
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
    crate::backend::call(|s, by| async move { s.users().end_sessions(&by, id, session).await }).await?;
    crate::backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}

/// Takes away the second step of somebody who has lost it; then back to their page.
///
/// # Errors
/// [`domain::Refusal::OwnAccount`], [`domain::Refusal::SecondStepState`].
#[server(prefix = "/rpc", endpoint = "user/remove-second-step", output = crate::Json)]
pub async fn remove_second_step(id: UserId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.users().remove_second_step(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/users/{id}?done=saved"));
    Ok(())
}
