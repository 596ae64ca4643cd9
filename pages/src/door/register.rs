//! `/register`: who wants an account. The answer never tells whether the address has one.

use super::{Head, person::person};
use crate::nav::role;
use crate::{
    ApiResult,
    backend::respond_with,
    page::Asked,
    password::{new_password, repeated},
    plain_form::PlainForm,
    session::use_session,
};
use domain::access::Role;
use i18n::{Locale, registration as text, session};
use leptos::prelude::*;
use ui::{Button, LinkButton, Select, Size, Variant};

const ACTION: &str = "/session/register";

/// The page that asks for an account; where that is not allowed it says so.
pub async fn register(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !use_session().registration {
        respond_with(404);
        return Ok(closed(locale));
    }
    let form = PlainForm::new(&asked, ACTION).await;
    Ok(Head::new(text::title(locale), text::intro(locale)).above(fields(locale, &form)))
}

fn closed(locale: Locale) -> AnyView {
    let way = view! { <LinkButton href="/login" label=session::back_to_login(locale) size=Size::Large /> };
    Head::new(text::closed(locale), text::closed_what(locale)).above(way.into_any())
}

fn fields(locale: Locale, form: &PlainForm) -> AnyView {
    let roles = Role::ALL.iter().rev().map(|of| (of.to_string(), role(locale, *of).to_owned())).collect();
    let wanted = Some(form.value("role")).filter(|role| !role.is_empty());
    let wanted = wanted.unwrap_or_else(|| Role::Technician.to_string());
    view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.summary(|field| label(locale, field))}
            {person(locale, form)}
            <Select
                label=text::role(locale)
                name="role"
                options=roles
                selected=wanted
                error=form.error("role")
            />
            {new_password(session::new_password(locale), "password".to_owned(), &[], form.error("password"))}
            {repeated(session::again(locale), "again".to_owned(), form.error("again"))}
            <Button label=text::send(locale) variant=Variant::Primary size=Size::Large />
            <p>
                <a class="link" href="/login">
                    {text::have(locale)}
                </a>
            </p>
        </form>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "first_name" => session::first_name(locale),
        "last_name" => session::last_name(locale),
        "email" => session::email(locale),
        "role" => text::role(locale),
        "password" => session::new_password(locale),
        _ => session::again(locale),
    }
}
