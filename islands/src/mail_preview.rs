//! The words of mails as they are tried while one types: their addresses, and the server function that fills them.

use crate::ApiError;
use domain::{
    mail::{MailTemplate, TemplateDraft, TemplateWords},
    user::Language,
};
use leptos::prelude::*;

/// Where the templates are listed.
pub const TEMPLATES: &str = "/admin/settings/templates";
/// Where the words of a form are sent to be filled.
pub const PREVIEW: &str = "/rpc/template/preview";

/// The address of a template in one language.
pub fn href(template: MailTemplate, language: Language) -> String {
    format!("{TEMPLATES}/{template}/{language}")
}

/// The address of the mail that the words make, as a frame shows it.
pub fn frame_href(template: MailTemplate, language: Language) -> String {
    format!("{}/preview", href(template, language))
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
    crate::backend::come_back(&href(template, language), PREVIEW, typed).await?;
    Ok(words)
}
