//! Why a form was refused, above its fields.

use super::error_text;
use domain::{Error, FieldError, FieldErrors};
use i18n::{Locale, common};
pub use islands::controls::input_name;
use leptos::prelude::*;
use ui::{ErrorSummary, Icon, Refused, Tone};

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
