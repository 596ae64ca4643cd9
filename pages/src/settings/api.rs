//! Server functions of settings.

use crate::{ApiError, backend, shared::form::input_name};
use domain::{mail::MailTrial, settings::SettingsDraft};
use leptos::prelude::*;

/// Where a section is shown after it was saved or reset.
fn saved_address(section: &str) -> String {
    format!("{}/{section}?done=saved", super::SETTINGS)
}

/// Saves a section; then back to it.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "settings/save", output = crate::Json)]
pub async fn save_settings(section: String, draft: SettingsDraft) -> Result<(), ApiError> {
    let view = backend::call(|s, by| async move { s.settings().update(&by, &section, &draft).await }).await?;
    backend::redirect(&saved_address(&view.key));
    Ok(())
}

/// Gives a section its defaults back; then back to it.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "settings/reset", output = crate::Json)]
pub async fn reset_settings(section: String) -> Result<(), ApiError> {
    let view = backend::call(|s, by| async move { s.settings().reset(&by, &section).await }).await?;
    backend::redirect(&saved_address(&view.key));
    Ok(())
}

/// Has every file looked at; then back to the section.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "settings/check-store", output = crate::Json)]
pub async fn check_store() -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.documents().ask_check(&by).await }).await?;
    backend::redirect("/admin/settings/storage");
    Ok(())
}

/// Where a trial is sent.
pub const TRY: &str = "/rpc/settings/try-mail";
/// The field that the answer to a trial comes back in, beside what was typed.
pub const TRIAL: &str = "trial";

/// Sends the caller a message through the mail server of the form, saved or not.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::TooManyAttempts`].
#[server(prefix = "/rpc", endpoint = "settings/try-mail", output = crate::Json)]
pub async fn try_mail(draft: SettingsDraft) -> Result<MailTrial, ApiError> {
    let mut typed: Vec<_> =
        draft.values.iter().map(|(field, text)| (input_name(field), text.clone())).collect();
    typed.push((input_name("version"), draft.version.clone()));
    let trial = backend::call(|s, by| async move { s.mails().try_out(&by, &draft).await }).await?;
    typed.push((TRIAL.to_owned(), leptos::serde_json::to_string(&trial).unwrap_or_default()));
    backend::come_back("/admin/settings/mail", TRY, typed).await?;
    Ok(trial)
}
