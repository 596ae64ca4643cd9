//! Forms: one value that knows every field's text and error, wherever they come from: the draft's rule in the
//! browser when a field is left, the server's answer, or the answer to a form sent before WASM was there.

use super::{error_text, replay::Replay};
use crate::{ApiError, session::use_locale};
use domain::{Error, FieldDiff, FieldError, FieldErrors};
use i18n::{Locale, common};
pub use islands::controls::input_name;
use leptos::{form::FromFormData, prelude::*, wasm_bindgen::JsCast, web_sys};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use ui::{ErrorSummary, Icon, Refused, Tone};

/// The state of a form bound to a server function `S` whose argument is `draft`.
#[derive(Clone)]
pub struct Form {
    locale: Locale,
    replay: Option<Replay>,
    /// Errors of fields that were left, by the same rule as on the server.
    checked: RwSignal<FieldErrors>,
    touched: RwSignal<BTreeSet<String>>,
    answer: Signal<Option<Error>>,
}

impl Form {
    /// The form of an action. `replay` is what came back with the page, if it is of this server function.
    pub fn new<S, T>(action: ServerAction<S>, replay: Option<Replay>) -> Self
    where
        S: leptos::server_fn::ServerFn<Output = T, Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
        S::Error: Send + Sync + Clone + 'static,
        T: Clone + Send + Sync + 'static,
    {
        let replay = replay.filter(|r| r.path == S::PATH);
        // A form that came back without an error was not refused: something else was done with it.
        let replayed = replay.as_ref().map(|r| r.error.clone());
        let replayed = replayed.filter(|error| *error != Error::Invalid(FieldErrors::default()));
        let answer = Signal::derive(move || match action.value().get() {
            Some(Err(error)) => Some(error.0),
            Some(Ok(_)) => None,
            None => replayed.clone(),
        });
        let (checked, touched) = (RwSignal::default(), RwSignal::default());
        Self { locale: use_locale(), replay, checked, touched, answer }
    }

    /// The text of a field: what was typed before the form came back, else what is stored.
    pub fn value(&self, field: &str, stored: &str) -> String {
        let typed = self.replay.as_ref().and_then(|r| r.value(&input_name(field)));
        typed.unwrap_or(stored).to_owned()
    }

    /// Whether the form came back with what was typed.
    pub fn came_back(&self) -> Option<&Replay> {
        self.replay.as_ref()
    }

    /// The error of a field, as the reader's sentence.
    pub fn error(&self, field: &str) -> Signal<Option<String>> {
        let (form, field) = (self.clone(), field.to_owned());
        Signal::derive(move || {
            let locale = form.locale;
            if form.touched.with(|t| t.contains(&field)) {
                return form.checked.with(|e| e.of(&field).map(|e| error_text::field(locale, &e.code)));
            }
            form.answer.with(|answer| match answer {
                Some(Error::Invalid(errors)) => errors.of(&field).map(|e| error_text::field(locale, &e.code)),
                _ => None,
            })
        })
    }

    /// The value stored meanwhile, under a field that somebody else changed.
    pub fn stored_meanwhile(&self, field: &str) -> Signal<Option<String>> {
        let (form, field) = (self.clone(), field.to_owned());
        Signal::derive(move || {
            form.answer.with(|answer| match answer {
                Some(Error::Stale(fields)) => fields.iter().find(|f| f.field == field).map(|f| {
                    let shown =
                        if f.current.is_empty() { common::empty_value(form.locale) } else { &f.current };
                    common::current_value(form.locale, shown)
                }),
                _ => None,
            })
        })
    }

    /// The form whose values stored meanwhile read as `text` says: the name behind an id, for instance.
    #[must_use]
    pub fn with_stored_text(mut self, text: impl Fn(&FieldDiff) -> String + Send + Sync + 'static) -> Self {
        let answer = self.answer;
        self.answer = Signal::derive(move || match answer.get() {
            Some(Error::Stale(fields)) => {
                let read = |d: FieldDiff| FieldDiff { current: text(&d), field: d.field };
                Some(Error::Stale(fields.into_iter().map(read).collect()))
            }
            other => other,
        });
        self
    }

    /// The form whose errors are also those of something else that is done with it.
    #[must_use]
    pub fn or_answer(mut self, other: Signal<Option<Error>>) -> Self {
        let own = self.answer;
        self.answer = Signal::derive(move || own.get().or_else(|| other.get()));
        self
    }

    /// Checks the form with the draft's own rule when a field is left, and shows the errors of the fields
    /// that were left so far. For `on:focusout` of the `<form>`.
    pub fn check_on_leave<S: FromFormData + 'static>(
        &self,
        rule: impl Fn(S) -> Result<(), FieldErrors> + Send + Sync + 'static,
    ) -> impl Fn(leptos::ev::FocusEvent) + Send + 'static {
        let (form, rule) = (self.clone(), Arc::new(rule));
        move |event| {
            let element = |target: Option<web_sys::EventTarget>| target?.dyn_into::<web_sys::Element>().ok();
            // On the way to a button nothing may move under the pointer, or the click is lost; the answer to
            // the button will say the same.
            if element(event.related_target()).is_some_and(|to| to.matches("button, a").unwrap_or(false)) {
                return;
            }
            let Some(target) = element(event.target()) else { return };
            let Some(name) = target.get_attribute("name") else { return };
            let Some(html) = target.closest("form").ok().flatten() else { return };
            let Ok(html) = html.dyn_into::<web_sys::HtmlFormElement>() else { return };
            let (form, rule) = (form.clone(), Arc::clone(&rule));
            let check = move || {
                // A page that goes away takes the focus with it: that is not leaving a field.
                if !html.is_connected() {
                    return;
                }
                let Ok(data) = web_sys::FormData::new_with_form(&html) else { return };
                let Ok(sent) = S::from_form_data(&data) else { return };
                form.checked.set(rule(sent).err().unwrap_or_default());
                form.touched.update(|touched| {
                    let field = field_of(&name);
                    // What is wrong with a list is told of the whole or of one of its items.
                    if let Some((list, _)) = field.split_once('[') {
                        touched.insert(list.to_owned());
                    }
                    touched.insert(field);
                });
            };
            set_timeout(check, Duration::ZERO);
        }
    }

    /// After an answer the server's errors hold again until a field is left.
    pub fn sent(&self) {
        self.touched.update(BTreeSet::clear);
    }

    /// What stands above the form when it was refused: the fields to correct as links, what changed
    /// meanwhile, or the sentence.
    pub fn summary(&self, label: impl Fn(&str) -> String + Clone + Send + Sync + 'static) -> AnyView {
        let (answer, locale) = (self.answer, self.locale);
        let summary = move || answer.get().map(|error| refused(locale, &error, &label));
        view! { {summary} }.into_any()
    }

    /// What the server answered, when it refused.
    pub fn answer(&self) -> Signal<Option<Error>> {
        self.answer
    }

    /// Whether the refusal was that somebody else saved meanwhile: the next try must carry the new version.
    pub fn is_stale(&self) -> Signal<bool> {
        let answer = self.answer;
        Signal::derive(move || answer.with(|a| matches!(a, Some(Error::Stale(_)))))
    }
}

/// Why a form was refused: the fields to correct as links, what changed meanwhile, or the sentence.
pub fn refused(locale: Locale, error: &Error, label: &impl Fn(&str) -> String) -> AnyView {
    let text = error_text::error(locale, error);
    match error {
        Error::Invalid(FieldErrors(fields)) if !fields.is_empty() => {
            let line = |e: &FieldError| {
                let words = common::labelled(locale, label(&e.field), error_text::field(locale, &e.code));
                (input_name(&e.field), words)
            };
            let errors: Vec<_> = fields.iter().map(line).collect();
            view! { <ErrorSummary title=text errors=errors /> }.into_any()
        }
        Error::Stale(_) => view! {
            <Refused tone=Tone::Warn icon=Icon::Users>
                <strong>{common::changed_meanwhile(locale)}</strong>
                ". "
                {common::changed_meanwhile_what(locale)}
            </Refused>
        }
        .into_any(),
        _ => view! { <Refused>{text}</Refused> }.into_any(),
    }
}

/// The draft's field of a control's name; the opposite of [`input_name`].
fn field_of(name: &str) -> String {
    let mut field = String::new();
    for part in name.strip_prefix("draft").unwrap_or(name).split('[').map(|p| p.trim_end_matches(']')) {
        if part.is_empty() {
            continue;
        }
        if part.bytes().all(|b| b.is_ascii_digit()) {
            field.push_str(&format!("[{part}]"));
        } else {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(part);
        }
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_and_its_control_name_each_other() {
        for (field, name) in
            [("code", "draft[code]"), ("specifications[2].unit", "draft[specifications][2][unit]")]
        {
            assert_eq!(input_name(field), name);
            assert_eq!(field_of(name), field);
        }
    }
}
