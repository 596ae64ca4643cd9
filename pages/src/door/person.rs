//! Who one is, in the forms of the first setup and of a request for an account.

use crate::plain_form::PlainForm;
use i18n::{Locale, session as text};
use leptos::prelude::*;
use ui::Field;

/// First name, last name and e-mail.
pub(super) fn person(locale: Locale, form: &PlainForm) -> AnyView {
    view! {
        <Field
            label=text::first_name(locale)
            name="first_name"
            value=form.value("first_name")
            required=true
            autocomplete="given-name"
            maxlength="60"
            error=form.error("first_name")
        />
        <Field
            label=text::last_name(locale)
            name="last_name"
            value=form.value("last_name")
            required=true
            autocomplete="family-name"
            maxlength="60"
            error=form.error("last_name")
        />
        <Field
            label=text::email(locale)
            name="email"
            kind="email"
            value=form.value("email")
            required=true
            autocomplete="email"
            maxlength="254"
            error=form.error("email")
        />
    }
    .into_any()
}
