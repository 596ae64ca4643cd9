//! The words of a mail as people may edit them: a subject, HTML and plain text, with variables in braces.

use super::MailTemplate;
use crate::{
    FieldCode, FieldErrors, LocalDateTime, Timestamp,
    draft::{Checker, loose},
    user::Language,
};
use serde::{Deserialize, Serialize};

/// The longest part that is taken, in characters.
pub const MAX_PART: u32 = 20_000;
/// The longest subject, in characters.
pub const MAX_SUBJECT: u32 = 200;

/// The parts of a template, in the language of templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateWords {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// What was typed into the parts, and the version that they were read at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateDraft {
    #[serde(default, deserialize_with = "loose")]
    pub version: String,
    #[serde(default, deserialize_with = "loose")]
    pub subject: String,
    #[serde(default, deserialize_with = "loose")]
    pub html: String,
    #[serde(default, deserialize_with = "loose")]
    pub text: String,
}

impl TemplateDraft {
    /// The parts, with a subject of one line. Whether they can be filled is known to the server alone.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<TemplateWords, FieldErrors> {
        let mut c = Checker::default();
        let words = TemplateWords {
            subject: c.line("subject", &self.subject, MAX_SUBJECT),
            html: c.text("html", &self.html, MAX_PART),
            text: c.text("text", &self.text, MAX_PART),
        };
        // A line of its own in the head of a message could be anything.
        if words.subject.contains(char::is_control) {
            c.fail("subject", FieldCode::Malformed);
        }
        c.finish(Some(words))
    }
}

/// A template in one language, in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateLine {
    pub template: MailTemplate,
    pub language: Language,
    /// As it is filled with examples.
    pub subject: String,
    /// Whether its words are not those that the program came with.
    pub changed: bool,
    pub updated_at: Option<Timestamp>,
    pub updated_local: Option<LocalDateTime>,
    /// The username of who saved it last.
    pub updated_by: Option<String>,
}

/// A variable that a template may use, with the example that fills it in the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVariable {
    pub name: String,
    pub example: String,
}

/// A template in one language, to be edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateView {
    #[serde(flatten)]
    pub line: TemplateLine,
    pub words: TemplateWords,
    pub variables: Vec<TemplateVariable>,
    /// The words as they are sent, filled with examples.
    pub preview: TemplateWords,
    /// Whether the words that were last given up for the original can be had back.
    pub can_undo: bool,
    /// 0 when nobody has ever saved it.
    pub version: i64,
}

impl From<&TemplateView> for TemplateDraft {
    fn from(view: &TemplateView) -> Self {
        let TemplateWords { subject, html, text } = view.words.clone();
        Self { version: view.version.to_string(), subject, html, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line() {
        let draft = TemplateDraft {
            subject: "Bonjour\r\nBcc: x@y.fr".into(),
            html: "<p>a</p>".into(),
            text: String::new(),
            ..Default::default()
        };
        let errors = draft.parse().expect_err("two wrong fields");
        assert_eq!(errors.of("subject").map(|e| &e.code), Some(&FieldCode::Malformed));
        assert_eq!(errors.of("text").map(|e| &e.code), Some(&FieldCode::Required));
        assert_eq!(errors.of("html"), None);
    }
}
