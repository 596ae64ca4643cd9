//! A new password: the rule under the field, and its strength while it is typed.

use crate::session::use_session;
use i18n::session as text;
use islands::password::{said, written_rule};
use leptos::prelude::*;
use ui::PasswordField;

/// The field of a new password. `own` are names that it must not be made of, beside those in the fields of its form.
pub fn new_password(label: &'static str, name: String, own: &[&str], error: Option<String>) -> AnyView {
    let session = use_session();
    let locale = session.locale;
    let strength = [&[written_rule(session.password).as_str()], own].concat().join("\n");
    view! {
        <div class="field">
            <PasswordField
                label=label
                name=name
                autocomplete="new-password"
                reveal=text::show_password(locale)
                required=true
                hint=said(locale, session.password)
                strength=strength
                error=error
            />
            <div aria-live="polite"></div>
        </div>
    }
    .into_any()
}

/// The same again.
pub fn repeated(label: &'static str, name: String, error: Option<String>) -> AnyView {
    view! {
        <PasswordField
            label=label
            name=name
            autocomplete="new-password"
            reveal=text::show_password(use_session().locale)
            required=true
            error=error
        />
    }
    .into_any()
}
