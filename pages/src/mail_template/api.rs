//! Server functions of the words of mails.

use app::{ApiError, backend};
use domain::{
    mail::{MailTemplate, TemplateDraft},
    user::Language,
};
use islands::mail_preview::href;
use leptos::prelude::*;

/// The address of a template after it was changed.
fn saved_href(template: MailTemplate, language: Language) -> String {
    format!("{}?done=saved", href(template, language))
}

/// Saves the words of a template; then back to it.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "template/save", output = app::Json)]
pub async fn save_template(
    template: MailTemplate,
    language: Language,
    draft: TemplateDraft,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.mails().edit_template(&by, template, language, &draft).await })
        .await?;
    backend::redirect(&saved_href(template, language));
    Ok(())
}

/// Gives a template its original words back, or takes that back; then back to it.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "template/restore", output = app::Json)]
pub async fn restore_template(
    template: MailTemplate,
    language: Language,
    #[server(default)] undo: bool,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match undo {
            true => s.mails().undo_restore(&by, template, language).await,
            false => s.mails().restore_template(&by, template, language).await,
        }
    })
    .await?;
    backend::redirect(&saved_href(template, language));
    Ok(())
}
