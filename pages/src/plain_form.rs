//! Forms that the browser posts by itself, because their answer sets cookies: sign-in, first setup, the second step. They come
//! back filled when the server refuses.

use crate::{
    page::Asked,
    shared::{error_text, replay::Replay},
};
use domain::Error;
use i18n::{Locale, common, error as text};
use leptos::prelude::*;
use ui::{Banner, ErrorSummary, Tone};

/// The form that is posted to one address.
pub struct PlainForm {
    locale: Locale,
    pub action: &'static str,
    replay: Option<Replay>,
    /// What is said when the server refused, but could not keep what was typed.
    unkept: Option<String>,
}

impl PlainForm {
    /// The form that is posted to `action`, as the page is asked for.
    pub async fn new(asked: &Asked, action: &'static str) -> Self {
        let replay = asked.replay().await.filter(|replay| replay.path == action);
        let unkept = asked.value("refused").map(|_| text::invalid(asked.locale).to_owned());
        Self { locale: asked.locale, action, replay, unkept }
    }

    /// The form that says this where what was typed could not be kept.
    #[must_use]
    pub fn with_unkept(mut self, words: String) -> Self {
        self.unkept = self.unkept.map(|_| words);
        self
    }

    /// What was typed before the form came back.
    pub fn value(&self, field: &str) -> String {
        self.replay.as_ref().and_then(|replay| replay.value(field)).unwrap_or_default().to_owned()
    }

    /// Whether it shows what was typed before.
    pub fn is_replayed(&self) -> bool {
        self.replay.is_some()
    }

    /// Whether the server refused it.
    pub fn is_refused(&self) -> bool {
        self.refusal().is_some() || !self.refused_fields().is_empty()
    }

    /// What is wrong at a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.refused_fields().into_iter().find(|(name, _)| name == field).map(|(_, why)| why)
    }

    /// Why it was refused. What is wrong at a field stands there for the eye; it is said aloud as soon as the page is there.
    pub fn why(&self) -> AnyView {
        let spoken = self.refused_fields().into_iter().map(|(_, why)| why).next();
        view! {
            {self.banner()}
            {spoken.map(|why| view! { <p class="sr-only" role="alert">{why}</p> })}
        }
        .into_any()
    }

    /// The same for a longer form: what is wrong, each with a link to its field; `label` names a field.
    pub fn summary(&self, label: impl Fn(&str) -> &'static str) -> AnyView {
        let line = |(field, why): (String, String)| {
            let words = common::labelled(self.locale, label(&field), why);
            (field, words)
        };
        let errors: Vec<_> = self.refused_fields().into_iter().map(line).collect();
        view! {
            {self.banner()}
            <ErrorSummary title=text::invalid(self.locale).to_owned() errors=errors />
        }
        .into_any()
    }

    fn banner(&self) -> Option<AnyView> {
        let why = self.refusal()?;
        Some(view! { <Banner tone=Tone::Danger round=true>{why}</Banner> }.into_any())
    }

    /// Why the server refused, when it was not about fields.
    fn refusal(&self) -> Option<String> {
        match self.replay.as_ref().map(|replay| &replay.error) {
            None => self.unkept.clone(),
            Some(Error::Invalid(_)) => None,
            Some(other) => Some(error_text::error(self.locale, other)),
        }
    }

    /// Every field that the server refused, with the sentence.
    fn refused_fields(&self) -> Vec<(String, String)> {
        match self.replay.as_ref().map(|replay| &replay.error) {
            Some(Error::Invalid(errors)) => {
                let said = |code| error_text::field(self.locale, code);
                errors.0.iter().map(|error| (error.field.clone(), said(&error.code))).collect()
            }
            _ => vec![],
        }
    }
}

/// A value that the form sends along, where there is one.
pub fn hidden(name: &'static str, value: Option<String>) -> AnyView {
    value.map(|value| view! { <input type="hidden" name=name value=value /> }).into_any()
}
