//! Server functions of the words of mails.

use crate::{
    ApiError, backend,
    session::use_locale,
    shared::{error_text, form::input_name},
};
use domain::{
    Error,
    mail::{MailTemplate, TemplateDraft, TemplateWords},
    user::Language,
};
use islands::mail_preview::{PREVIEW, href};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The address of a template after it was changed.
fn saved_href(template: MailTemplate, language: Language) -> String {
    format!("{}?done=saved", href(template, language))
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
    backend::call(|s, by| async move { s.mails().edit_template(&by, template, language, &draft).await })
        .await?;
    backend::redirect(&saved_href(template, language));
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

/// What the words of a form make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Filled with examples, unless something is wrong.
    pub words: Option<TemplateWords>,
    /// The name of each control with something wrong, and the sentence.
    pub errors: Vec<(String, String)>,
}

/// The words of a form, filled with examples. A form that the browser posts by itself comes back with them.
///
/// # Errors
/// [`domain::Error::Invalid`] with the line of each mistake, where the browser posts by itself.
#[server(prefix = "/rpc", endpoint = "template/preview", output = crate::Json)]
pub async fn preview_template(
    template: MailTemplate,
    language: Language,
    draft: TemplateDraft,
) -> Result<Tried, ApiError> {
    let typed = [
        ("draft[version]", &draft.version),
        ("draft[subject]", &draft.subject),
        ("draft[html]", &draft.html),
        ("draft[text]", &draft.text),
    ];
    let typed = typed.map(|(name, text)| (name.to_owned(), text.clone())).to_vec();
    let (locale, plain) = (use_locale(), backend::is_form());
    let tried = backend::call(|s, by| async move {
        match s.mails().preview(&by, template, language, &draft) {
            Ok(words) => Ok(Tried { words: Some(words), errors: vec![] }),
            Err(Error::Invalid(wrong)) if !plain => {
                let said = wrong.0.iter();
                let said = said.map(|e| (input_name(&e.field), error_text::field(locale, &e.code)));
                Ok(Tried { words: None, errors: said.collect() })
            }
            Err(error) => Err(error),
        }
    })
    .await?;
    backend::come_back(&href(template, language), PREVIEW, typed).await?;
    Ok(tried)
}
