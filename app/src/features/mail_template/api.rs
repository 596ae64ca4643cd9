//! Server functions of the words of mails.

use crate::ApiError;
use domain::{
    mail::{MailTemplate, TemplateDraft, TemplateLine, TemplateView, TemplateWords},
    user::Language,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Where the templates are listed.
pub const LIST: &str = "/admin/settings/templates";

/// The address of a template in one language.
pub fn href(template: MailTemplate, language: Language) -> String {
    format!("{LIST}/{template}/{language}")
}

/// The same after it was changed.
pub fn saved_href(template: MailTemplate, language: Language) -> String {
    format!("{}?done=saved", href(template, language))
}

/// The address of the mail that the words make, as a frame shows it.
pub fn preview_href(template: MailTemplate, language: Language) -> String {
    format!("{}/preview", href(template, language))
}

/// Every template in every language.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "template/list", input = GetUrl, output = crate::Json)]
pub async fn list_templates() -> Result<Vec<TemplateLine>, ApiError> {
    crate::backend::call(|s, by| async move { s.mails().templates(&by).await }).await
}

/// A template in one language.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "template/get", input = GetUrl, output = crate::Json)]
pub async fn get_template(template: MailTemplate, language: Language) -> Result<TemplateView, ApiError> {
    crate::backend::call(|s, by| async move { s.mails().template(&by, template, language).await }).await
}

/// The words of a form, filled with examples.
///
/// # Errors
/// [`domain::Error::Invalid`] with the line of each mistake.
#[server(prefix = "/rpc", endpoint = "template/preview", output = crate::Json)]
pub async fn preview_template(
    template: MailTemplate,
    language: Language,
    draft: TemplateDraft,
) -> Result<TemplateWords, ApiError> {
    let typed = [
        ("draft[version]", &draft.version),
        ("draft[subject]", &draft.subject),
        ("draft[html]", &draft.html),
        ("draft[text]", &draft.text),
    ];
    let typed = typed.map(|(name, text)| (name.to_owned(), text.clone())).to_vec();
    let words =
        crate::backend::call(|s, by| async move { s.mails().preview(&by, template, language, &draft) })
            .await?;
    let action = <PreviewTemplate as leptos::server_fn::ServerFn>::PATH;
    crate::backend::come_back(&href(template, language), action, typed).await?;
    Ok(words)
}

/// Saves the words of a template; then back to it.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "template/save", output = crate::Json)]
pub async fn save_template(
    template: MailTemplate,
    language: Language,
    draft: TemplateDraft,
) -> Result<(), ApiError> {
    crate::backend::call(
        |s, by| async move { s.mails().edit_template(&by, template, language, &draft).await },
    )
    .await?;
    crate::backend::redirect(&saved_href(template, language));
    Ok(())
}

/// Gives a template its original words back, or takes that back; then back to it.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "template/restore", output = crate::Json)]
pub async fn restore_template(
    template: MailTemplate,
    language: Language,
    #[server(default)] undo: bool,
) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move {
        match undo {
            true => s.mails().undo_restore(&by, template, language).await,
            false => s.mails().restore_template(&by, template, language).await,
        }
    })
    .await?;
    crate::backend::redirect_form(&saved_href(template, language));
    Ok(())
}
