//! The forms of the account page.

use super::api::{ChangePassword, SaveProfile};
use crate::nav::role;
use crate::{
    form::Form,
    password::{new_password, repeated},
    session::use_session,
    shared::{form::input_name, replay::Replay},
};
use domain::user::{Language, Theme, UserView};
use i18n::{Locale, account as text, common, session, shell};
use leptos::{prelude::*, server_fn::ServerFn};
use ui::{Button, Card, Dl, DlItem, Field, PasswordField, Segmented, Variant};

const PROFILE: &str = <SaveProfile as ServerFn>::PATH;
const PASSWORD: &str = <ChangePassword as ServerFn>::PATH;

/// Names to change, and what only an administrator changes.
pub(super) fn profile(locale: Locale, account: &UserView, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, PROFILE, replay);
    let (email, username, of) = (account.email.clone(), account.username.clone(), account.role);
    let inside = view! {
        <form method="post" action=PROFILE class="stack" novalidate data-check="" data-keep="account">
            {form.summary(|field| label(locale, field).to_owned())} <Dl>
                <DlItem label=session::email(locale) value=email />
                <DlItem label=session::username(locale) value=username />
                <DlItem label=text::role(locale) value=role(locale, of) />
            </Dl>
            <div class="form-grid">
                <Field
                    label=session::first_name(locale)
                    name=input_name("first_name")
                    value=form.value("first_name", &account.first_name)
                    required=true
                    autocomplete="given-name"
                    error=form.error("first_name")
                />
                <Field
                    label=session::last_name(locale)
                    name=input_name("last_name")
                    value=form.value("last_name", &account.last_name)
                    required=true
                    autocomplete="family-name"
                    error=form.error("last_name")
                />
            </div>
            <div class="form-actions">
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any();
    view! { <Card title=text::profile(locale)>{inside}</Card> }.into_any()
}

/// Language and colours: the whole document changes with them.
pub(super) fn preferences(locale: Locale) -> AnyView {
    let current = use_session();
    let option = |value: &'static str, label: &'static str| (value.to_owned(), label.to_owned());
    let languages = vec![
        option(Language::Fr.as_str(), common::language_fr(locale)),
        option(Language::En.as_str(), common::language_en(locale)),
    ];
    let themes = vec![
        option(Theme::Auto.as_str(), shell::theme_auto(locale)),
        option(Theme::Light.as_str(), shell::theme_light(locale)),
        option(Theme::Dark.as_str(), shell::theme_dark(locale)),
        option(Theme::Sun.as_str(), shell::theme_sun(locale)),
    ];
    view! {
        <Card title=text::preferences(locale)>
            <form method="post" action="/session/preferences" class="stack">
                <input type="hidden" name="back" value="/account?done=saved" />
                <Segmented
                    label=session::language(locale)
                    name="language"
                    options=languages
                    selected=locale.as_str()
                />
                <Segmented
                    label=session::theme(locale)
                    name="theme"
                    options=themes
                    selected=current.theme.as_str()
                />
                <div class="form-actions">
                    <Button label=common::save(locale) />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// The current password, and the new one twice.
pub(super) fn password(locale: Locale, account: &UserView, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, PASSWORD, replay);
    let own = [&account.first_name, &account.last_name, &account.email, &account.username];
    let fresh = new_password(
        text::new_password(locale),
        input_name("new_password"),
        &own.map(String::as_str),
        form.error("new_password"),
    );
    let inside = view! {
        <form method="post" action=PASSWORD class="stack" novalidate data-check="">
            <p class="hint">{text::password_what(locale)}</p>
            {form.summary(|field| label(locale, field).to_owned())}
            // Tells password managers whose password it is.
            <input
                type="text"
                name="username"
                autocomplete="username"
                value=account.username.clone()
                hidden
            />
            <PasswordField
                label=text::current_password(locale)
                name=input_name("current_password")
                reveal=session::show_password(locale)
                required=true
                error=form.error("current_password")
            />
            {fresh}
            {repeated(text::again(locale), input_name("again"), form.error("again"))}
            <div class="form-actions">
                <Button label=text::change_password(locale) />
            </div>
        </form>
    }
    .into_any();
    view! { <Card title=text::password(locale)>{inside}</Card> }.into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "first_name" => session::first_name(locale),
        "last_name" => session::last_name(locale),
        "current_password" => text::current_password(locale),
        "new_password" => text::new_password(locale),
        _ => text::again(locale),
    }
}
