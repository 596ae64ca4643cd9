//! `/register`: who wants an account. The answer never tells whether the address has one.

use crate::{
    features::login::Foot,
    layout::role,
    session::{use_locale, use_session},
    shared::{password::NewPasswordField, plain_form::PlainForm, replay::use_replay, status::respond_with},
};
use domain::{access::Role, user::RegistrationDraft};
use i18n::{Locale, common, registration as text, session};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{
    AuthLayout, Banner, Button, ErrorSummary, Field, LinkButton, PasswordField, Select, Size, Tone, Variant,
};

const ACTION: &str = "/session/register";

/// The page that asks for an account; where that is not allowed it says so.
pub fn ask_page() -> AnyView {
    let locale = use_locale();
    let shown = use_session();
    if !shown.registration {
        respond_with(404);
        return closed(locale, shown.product());
    }
    let bare = domain::url::pairs(&use_location().search.get_untracked()).iter().any(|(k, _)| k == "refused");
    let replay = use_replay();
    view! {
        <Title text=text::title(locale) />
        <AuthLayout
            product=shown.product()
            title=text::title(locale)
            text=text::intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <Suspense>
                {move || Suspend::new(async move {
                    let replay = replay.await.ok().flatten();
                    form(locale, PlainForm::new(ACTION, replay), bare)
                })}
            </Suspense>
        </AuthLayout>
    }
    .into_any()
}

fn closed(locale: Locale, product: String) -> AnyView {
    view! {
        <Title text=text::closed(locale) />
        <AuthLayout
            product=product
            title=text::closed(locale)
            text=text::closed_what(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <LinkButton href="/login" rel="external" label=session::back_to_login(locale) size=Size::Large />
        </AuthLayout>
    }
    .into_any()
}

fn form(locale: Locale, form: PlainForm, bare: bool) -> AnyView {
    let check = form.check_on_leave(|read| draft(read).parse().map(drop));
    let names = ["first_name", "last_name", "email"].map(|field| RwSignal::new(form.value(field)));
    let own = Signal::derive(move || names.iter().map(|name| name.get()).collect::<Vec<_>>());
    let keep = |signal: RwSignal<String>| Callback::new(move |typed: String| signal.set(typed));
    let refusal = form.refusal().or_else(|| bare.then(|| i18n::error::invalid(locale).to_owned()));
    let refused: Vec<(String, String)> = form
        .refused_fields()
        .into_iter()
        .map(|(field, why)| {
            let line = common::labelled(locale, label(locale, &field), why);
            (field, line)
        })
        .collect();
    let roles = Role::ALL.iter().rev().map(|of| (of.to_string(), role(locale, *of).to_owned())).collect();
    let wanted = Some(form.value("role")).filter(|role| !role.is_empty());
    let wanted = wanted.unwrap_or_else(|| Role::Technician.to_string());
    view! {
        <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
            {refusal.map(|why| view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })}
            <ErrorSummary title=i18n::error::invalid(locale).to_owned() errors=refused />
            <Field label=session::first_name(locale) name="first_name" value=form.value("first_name") required=true
                autocomplete="given-name" maxlength="60" error=form.error("first_name") on_input=keep(names[0]) />
            <Field label=session::last_name(locale) name="last_name" value=form.value("last_name") required=true
                autocomplete="family-name" maxlength="60" error=form.error("last_name") on_input=keep(names[1]) />
            <Field label=session::email(locale) name="email" kind="email" value=form.value("email") required=true
                autocomplete="email" maxlength="254" error=form.error("email") on_input=keep(names[2]) />
            <Select label=text::role(locale) name="role" options=roles selected=wanted error=form.error("role") />
            <NewPasswordField label=session::new_password(locale) name="password" own=own error=form.error("password") />
            <PasswordField label=session::again(locale) name="again" autocomplete="new-password"
                reveal=session::show_password(locale) required=true error=form.error("again") />
            <Button label=text::send(locale) variant=Variant::Primary size=Size::Large />
            <p>
                <a class="link" href="/login" rel="external">{text::have(locale)}</a>
            </p>
        </form>
    }
    .into_any()
}

fn draft(read: &dyn Fn(&str) -> String) -> RegistrationDraft {
    RegistrationDraft {
        email: read("email"),
        first_name: read("first_name"),
        last_name: read("last_name"),
        role: read("role"),
        password: read("password"),
        again: read("again"),
    }
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
