//! The words of mails as they are tried while one types: their addresses.

use domain::{mail::MailTemplate, user::Language};

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
