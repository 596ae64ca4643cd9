//! Forms that the browser posts by itself, because their answer sets cookies: sign-in and first setup. Fields
//! are checked by the domain's rule when they are left, and come back filled when the server refuses.

use super::{error_text, replay::Replay};
use crate::session::use_locale;
use domain::{Error, FieldErrors};
use i18n::Locale;
use leptos::{prelude::*, web_sys};
use std::collections::BTreeSet;

/// The state of one such form.
#[derive(Clone)]
pub struct PlainForm {
    locale: Locale,
    replay: Option<Replay>,
    checked: RwSignal<FieldErrors>,
    touched: RwSignal<BTreeSet<String>>,
}

impl PlainForm {
    /// The form that is posted to `action`; `replay` is what came back with the page, if it is of this form.
    pub fn new(action: &str, replay: Option<Replay>) -> Self {
        let replay = replay.filter(|r| r.path == action);
        Self { locale: use_locale(), replay, checked: RwSignal::default(), touched: RwSignal::default() }
    }

    /// What was typed before the form came back.
    pub fn value(&self, field: &str) -> String {
        self.replay.as_ref().and_then(|r| r.value(field)).unwrap_or_default().to_owned()
    }

    /// Whether the form was refused and shows what was typed.
    pub fn came_back(&self) -> bool {
        self.replay.is_some()
    }

    /// Why the server refused, when it was not about fields.
    pub fn refusal(&self) -> Option<String> {
        match &self.replay.as_ref()?.error {
            Error::Invalid(_) => None,
            other => Some(error_text::error(self.locale, other)),
        }
    }

    /// Every field that the server refused, as (field, sentence).
    pub fn refused_fields(&self) -> Vec<(String, String)> {
        match self.replay.as_ref().map(|r| &r.error) {
            Some(Error::Invalid(errors)) => {
                let text = |code| error_text::field(self.locale, code);
                errors.0.iter().map(|e| (e.field.clone(), text(&e.code))).collect()
            }
            _ => vec![],
        }
    }

    /// A field's error: by the rule once it was left, else what the server said.
    pub fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let refused = self.refused_fields().into_iter().find(|(name, _)| name == field);
        let form = self.clone();
        Signal::derive(move || {
            if form.touched.with(|touched| touched.contains(field)) {
                let found = form.checked.with(|errors| errors.of(field).cloned());
                return found.map(|e| error_text::field(form.locale, &e.code));
            }
            refused.as_ref().map(|(_, text)| text.clone())
        })
    }

    /// Checks the form when a field is left. The rule reads the fields by name. For `on:focusout`.
    pub fn check_on_leave(
        &self,
        rule: impl Fn(&dyn Fn(&str) -> String) -> Result<(), FieldErrors> + 'static,
    ) -> impl Fn(leptos::ev::FocusEvent) + 'static {
        use leptos::wasm_bindgen::JsCast;
        let form = self.clone();
        move |event| {
            // On the way to a button nothing may move under the pointer, or the click is lost.
            let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok());
            if to.is_some_and(|to| to.matches("button, a").unwrap_or(false)) {
                return;
            }
            let left = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
            let Some(left) = left.filter(|input| !input.name().is_empty()) else { return };
            let Some(data) = left.form().and_then(|f| web_sys::FormData::new_with_form(&f).ok()) else {
                return;
            };
            let read = |name: &str| data.get(name).as_string().unwrap_or_default();
            // A field that was only walked through is not wrong yet.
            if read(&left.name()).is_empty() && !form.touched.with_untracked(|t| t.contains(&left.name())) {
                return;
            }
            form.checked.set(rule(&read).err().unwrap_or_default());
            form.touched.update(|touched| {
                touched.insert(left.name());
            });
        }
    }
}
