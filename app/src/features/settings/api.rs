//! Server functions of settings.

use crate::ApiError;
use domain::{
    document::StoreView,
    mail::MailTrial,
    settings::{SectionView, SettingsDraft},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// One section.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "settings/get", input = GetUrl, output = crate::Json)]
pub async fn get_settings(section: String) -> Result<SectionView, ApiError> {
    crate::backend::call(|s, by| async move { s.settings().section(&by, &section).await }).await
}

/// Where a section is shown after it was saved or reset.
pub fn saved_address(section: &str) -> String {
    format!("/admin/settings/{section}?done=saved")
}

/// Saves a section; then back to it.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "settings/save", output = crate::Json)]
pub async fn save_settings(section: String, draft: SettingsDraft) -> Result<(), ApiError> {
    let view =
        crate::backend::call(|s, by| async move { s.settings().update(&by, &section, &draft).await }).await?;
    crate::backend::redirect_form(&saved_address(&view.key));
    Ok(())
}

/// Gives a section its defaults back; then back to it.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "settings/reset", output = crate::Json)]
pub async fn reset_settings(section: String) -> Result<(), ApiError> {
    let view = crate::backend::call(|s, by| async move { s.settings().reset(&by, &section).await }).await?;
    crate::backend::redirect_form(&saved_address(&view.key));
    Ok(())
}

/// Where files lie, and what lies there.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "settings/store", input = GetUrl, output = crate::Json)]
pub async fn get_store() -> Result<StoreView, ApiError> {
    crate::backend::call(|s, by| async move { s.documents().store(&by).await }).await
}

/// Has every file looked at; then back to the section.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "settings/check-store", output = crate::Json)]
pub async fn check_store() -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.documents().ask_check(&by).await }).await?;
    crate::backend::redirect_form("/admin/settings/storage");
    Ok(())
}

/// The field that the answer to a trial comes back in, beside what was typed.
pub const TRIAL: &str = "trial";

/// Sends the caller a message through the mail server of the form, saved or not.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::TooManyAttempts`].
#[server(prefix = "/rpc", endpoint = "settings/try-mail", output = crate::Json)]
pub async fn try_mail(draft: SettingsDraft) -> Result<MailTrial, ApiError> {
    let mut typed: Vec<_> = draft
        .values
        .iter()
        .map(|(field, text)| (crate::shared::form::input_name(field), text.clone()))
        .collect();
    typed.push((crate::shared::form::input_name("version"), draft.version.clone()));
    let trial = crate::backend::call(|s, by| async move { s.mails().try_out(&by, &draft).await }).await?;
    typed.push((TRIAL.to_owned(), serde_json::to_string(&trial).unwrap_or_default()));
    let action = <TryMail as leptos::server_fn::ServerFn>::PATH;
    crate::backend::come_back("/admin/settings/mail", action, typed).await?;
    Ok(trial)
}
