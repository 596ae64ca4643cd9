//! A form of a page: what was typed and what was wrong when it comes back refused.

use app::shared::{
    error_text,
    form::{input_name, refused},
    replay::Replay,
};
use domain::Error;
use i18n::Locale;
use leptos::prelude::*;

/// The form that posts to one server function.
#[derive(Clone)]
pub struct Form<'a> {
    locale: Locale,
    pub action: &'static str,
    replay: Option<&'a Replay>,
}

impl<'a> Form<'a> {
    /// The form of `action`; `replay` is what came back with the page, if it is of this form.
    pub fn new(locale: Locale, action: &'static str, replay: Option<&'a Replay>) -> Self {
        Self { locale, action, replay: replay.filter(|replay| replay.path == action) }
    }

    /// Whether it was refused.
    pub fn came_back(&self) -> bool {
        self.replay.is_some()
    }

    /// What was typed into a field of the draft, else what is stored.
    pub fn value(&self, field: &str, stored: &str) -> String {
        let typed = self.replay.map(|replay| replay.value(&input_name(field)).unwrap_or_default());
        typed.unwrap_or(stored).to_owned()
    }

    /// Whether a box of the draft was ticked, else whether it is at first.
    pub fn ticked(&self, field: &str, stored: bool) -> bool {
        self.replay.map_or(stored, |replay| replay.value(&input_name(field)).is_some())
    }

    /// The error at a field.
    pub fn error(&self, field: &str) -> Option<String> {
        match self.replay.map(|replay| &replay.error) {
            Some(Error::Invalid(errors)) => {
                errors.of(field).map(|error| error_text::field(self.locale, &error.code))
            }
            _ => None,
        }
    }

    /// Why it was refused, to stand above its fields; `label` names a field.
    pub fn summary(&self, label: impl Fn(&str) -> String) -> AnyView {
        self.replay.map(|replay| refused(self.locale, &replay.error, &label)).into_any()
    }
}
