//! `/setup`: the first administrator, made with the one-time link that the server prints.

use super::{Head, person::person};
use crate::{
    ApiResult, backend,
    page::Asked,
    password::{new_password, repeated},
    plain_form::{PlainForm, hidden},
    session::use_session,
    site::choices::{CURRENCIES, ZONES},
};
use domain::money::currency_of_zone;
use i18n::{Locale, common, session as text};
use leptos::prelude::*;
use ui::{Button, Field, Select, Size, Variant};

const ACTION: &str = "/session/setup";

/// The page of the first start.
pub async fn setup(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let token = asked.value("token").unwrap_or_default();
    let link = token.clone();
    let open =
        backend::call_public(|s, _| async move { s.sessions().setup_token_is_valid(&link).await }).await?;
    if !open {
        return Ok(closed(locale));
    }
    let form = PlainForm::new(&asked, ACTION).await;
    let content = view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.summary(|field| label(locale, field))} {hidden("token", Some(token))} {account(locale, &form)}
            {new_password(text::new_password(locale), "password".to_owned(), &[], form.error("password"))}
            {repeated(text::again(locale), "again".to_owned(), form.error("again"))} {place(locale, &form)}
            <Button label=text::setup_send(locale) variant=Variant::Primary size=Size::Large />
        </form>
    };
    Ok(Head::new(text::setup_title(locale), text::setup_intro(locale)).above(content.into_any()))
}

/// Without the link there is nothing to do here but to learn where it is.
fn closed(locale: Locale) -> AnyView {
    let what = view! { <p>{text::setup_closed_what(locale)}</p> };
    let head = Head { name: text::setup_title(locale), title: text::setup_closed(locale), text: "" };
    head.above(what.into_any())
}

fn account(locale: Locale, form: &PlainForm) -> AnyView {
    view! {
        <div class="form-grid">
            {person(locale, form)}
            <Field
                label=text::username(locale)
                name="username"
                value=form.value("username")
                optional=common::optional(locale)
                hint=text::username_hint(locale)
                autocomplete="username"
                maxlength="40"
                error=form.error("username")
            />
        </div>
    }
    .into_any()
}

/// The first site. Its time zone and currency are those of the configuration; where scripts run, those that the browser's
/// clock suggests.
fn place(locale: Locale, form: &PlainForm) -> AnyView {
    let session = use_session();
    let or = |typed: String, default: String| if typed.is_empty() { default } else { typed };
    let zone = or(form.value("timezone"), session.timezone);
    let currency = or(form.value("currency"), session.currency);
    let mut currencies = CURRENCIES.to_vec();
    if !currencies.contains(&currency.as_str()) {
        currencies.push(&currency);
    }
    let currencies = currencies.into_iter().map(|code| (code.to_owned(), code.to_owned())).collect();
    let suggests = !form.is_replayed();
    let zones = ZONES.iter().map(|zone| {
        let currency = suggests.then(|| currency_of_zone(zone));
        view! { <option value=*zone data-currency=currency></option> }
    });
    let zones = zones.collect_view();
    view! {
        <Field
            label=text::site_name(locale)
            name="site_name"
            value=form.value("site_name")
            optional=common::optional(locale)
            hint=text::site_hint(locale)
            autocomplete="organization"
            maxlength="120"
            error=form.error("site_name")
        />
        <div class="form-grid">
            <Field
                label=text::timezone(locale)
                name="timezone"
                value=zone
                list="time-zones"
                required=true
                hint=text::timezone_hint(locale)
                autocomplete="off"
                maxlength="64"
                error=form.error("timezone")
            />
            <Select
                label=text::currency(locale)
                name="currency"
                options=currencies
                selected=currency
                hint=text::currency_hint(locale)
                error=form.error("currency")
            />
        </div>
        <datalist id="time-zones">{zones}</datalist>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "first_name" => text::first_name(locale),
        "last_name" => text::last_name(locale),
        "email" => text::email(locale),
        "username" => text::username(locale),
        "password" => text::new_password(locale),
        "again" => text::again(locale),
        "timezone" => text::timezone(locale),
        "currency" => text::currency(locale),
        _ => text::site_name(locale),
    }
}
