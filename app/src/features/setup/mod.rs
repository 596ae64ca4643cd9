//! `/setup`: the first administrator, made with the one-time link that the server prints.

mod api;

use crate::{
    features::{
        login::Foot,
        site::choices::{CURRENCIES, ZONES},
    },
    session::{use_locale, use_session},
    shared::{password::NewPasswordField, plain_form::PlainForm, replay::use_replay},
};
use domain::{money, session::SetupDraft};
use i18n::{Locale, common, session as text};
use leptos::{prelude::*, web_sys};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, ErrorSummary, Field, PasswordField, Select, Size, Tone, Variant};

const ACTION: &str = "/session/setup";

/// The page of the first start.
pub fn setup_page() -> AnyView {
    let locale = use_locale();
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let token = query.into_iter().find(|(key, _)| key == "token").map(|(_, token)| token).unwrap_or_default();
    let asked = token.clone();
    let open = Resource::new(move || asked.clone(), api::setup_is_open);
    let replay = use_replay();
    view! {
        <Title text=text::setup_title(locale) />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    if open.await.unwrap_or(false) {
                        let replay = replay.await.ok().flatten();
                        form(locale, PlainForm::new(ACTION, replay), token)
                    } else {
                        closed(locale)
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// Without the link there is nothing to do here but to learn where it is.
fn closed(locale: Locale) -> AnyView {
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::setup_closed(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <p>{text::setup_closed_what(locale)}</p>
        </AuthLayout>
    }
    .into_any()
}

fn form(locale: Locale, form: PlainForm, token: String) -> AnyView {
    let check = form.check_on_leave(|read| draft(read).parse().map(drop));
    let (first_name, last_name) =
        (RwSignal::new(form.value("first_name")), RwSignal::new(form.value("last_name")));
    let email = RwSignal::new(form.value("email"));
    let own = Signal::derive(move || vec![first_name.get(), last_name.get(), email.get()]);
    let refused: Vec<(String, String)> = form
        .refused_fields()
        .into_iter()
        .map(|(field, why)| {
            let line = common::labelled(locale, label(locale, &field), why);
            (field, line)
        })
        .collect();
    let keep = |signal: RwSignal<String>| Callback::new(move |typed: String| signal.set(typed));
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::setup_title(locale)
            text=text::setup_intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
                {form.refusal().map(|why| view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })}
                <ErrorSummary title=i18n::error::invalid(locale).to_owned() errors=refused />
                <input type="hidden" name="token" value=token />
                <div class="form-grid">
                    <Field label=text::first_name(locale) name="first_name" value=form.value("first_name") required=true
                        autocomplete="given-name" maxlength="60" error=form.error("first_name") on_input=keep(first_name) />
                    <Field label=text::last_name(locale) name="last_name" value=form.value("last_name") required=true
                        autocomplete="family-name" maxlength="60" error=form.error("last_name") on_input=keep(last_name) />
                    <Field label=text::email(locale) name="email" kind="email" value=form.value("email") required=true
                        autocomplete="email" maxlength="254" error=form.error("email") on_input=keep(email) />
                    <Field label=text::username(locale) name="username" value=form.value("username")
                        optional=common::optional(locale) hint=text::username_hint(locale)
                        autocomplete="username" maxlength="40" error=form.error("username") />
                </div>
                <NewPasswordField label=text::new_password(locale) name="password" own=own error=form.error("password") />
                <PasswordField label=text::again(locale) name="again" autocomplete="new-password"
                    reveal=text::show_password(locale) required=true error=form.error("again") />
                <Field label=text::site_name(locale) name="site_name" value=form.value("site_name")
                    optional=common::optional(locale) hint=text::site_hint(locale) autocomplete="organization"
                    maxlength="120" error=form.error("site_name") />
                {place(locale, &form)}
                <Button label=text::setup_send(locale) variant=Variant::Primary size=Size::Large />
            </form>
        </AuthLayout>
    }
    .into_any()
}

/// Time zone and currency: those of the configuration, and once the page is live those that the browser suggests.
fn place(locale: Locale, form: &PlainForm) -> AnyView {
    let session = use_session();
    let or = |typed: String, default: String| if typed.is_empty() { default } else { typed };
    let zone = RwSignal::new(or(form.value("timezone"), session.timezone));
    let currency = RwSignal::new(or(form.value("currency"), session.currency));
    if !form.came_back() {
        Effect::new(move |_| {
            if let Some(here) = browser_zone() {
                currency.set(money::currency_of_zone(&here).to_owned());
                zone.set(here);
            }
        });
    }
    let mut currencies = CURRENCIES.to_vec();
    let typed = currency.get_untracked();
    if !currencies.contains(&typed.as_str()) {
        currencies.push(&typed);
    }
    let currencies = currencies.into_iter().map(|c| (c.to_owned(), c.to_owned())).collect();
    view! {
        <div class="form-grid">
            <Field label=text::timezone(locale) name="timezone" value=zone list="time-zones" required=true
                hint=text::timezone_hint(locale) autocomplete="off" maxlength="64" error=form.error("timezone") />
            <Select label=text::currency(locale) name="currency" options=currencies selected=currency
                hint=text::currency_hint(locale) error=form.error("currency") />
        </div>
        <datalist id="time-zones">
            {ZONES.iter().map(|zone| view! { <option value=*zone></option> }).collect_view()}
        </datalist>
    }
    .into_any()
}

/// The zone of the browser's clock, IANA name.
fn browser_zone() -> Option<String> {
    use web_sys::js_sys::{Array, Intl::DateTimeFormat, Object, Reflect};
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string().filter(|zone| !zone.is_empty())
}

fn draft(read: &dyn Fn(&str) -> String) -> SetupDraft {
    SetupDraft {
        first_name: read("first_name"),
        last_name: read("last_name"),
        email: read("email"),
        username: read("username"),
        password: read("password"),
        again: read("again"),
        site_name: read("site_name"),
        timezone: read("timezone"),
        currency: read("currency"),
    }
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
