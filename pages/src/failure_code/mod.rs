//! Failure codes: the catalogue that administrators edit.

mod api;
mod form;
mod list;

pub use form::{edit, new};
pub use list::list;

use domain::failure_code::{CodeKind, FailureCodeRef};
use i18n::{Locale, failure as text};

/// The label in the viewer's language.
pub fn label(locale: Locale, code: &FailureCodeRef) -> &str {
    match locale {
        Locale::Fr => &code.label_fr,
        Locale::En => &code.label_en,
    }
}

/// As one chooses it: `VIB · Vibrations`.
pub fn choice(locale: Locale, code: &FailureCodeRef) -> (String, String) {
    (code.id.to_string(), format!("{} · {}", code.code, label(locale, code)))
}

/// What a kind is called.
pub fn kind(locale: Locale, kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Mode => text::mode(locale),
        CodeKind::Mechanism => text::mechanism(locale),
        CodeKind::Cause => text::cause(locale),
    }
}

/// Which question a kind answers.
pub fn question(locale: Locale, kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Mode => text::mode_what(locale),
        CodeKind::Mechanism => text::mechanism_what(locale),
        CodeKind::Cause => text::cause_what(locale),
    }
}
