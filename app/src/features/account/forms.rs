//! The forms of the account page.

use super::api::{ChangePassword, SaveProfile};
use crate::{
    layout::role,
    session::use_session,
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        password::NewPasswordField,
        replay::Replay,
    },
};
use domain::user::{Language, Theme, UserView};
use i18n::{Locale, account as text, common, session, shell};
use leptos::{form::ActionForm, prelude::*};
use ui::{Button, Card, Dl, DlItem, Field, PasswordField, Segmented, Variant};

/// Names to change, and what only an administrator changes.
pub(super) fn profile(locale: Locale, account: UserView, replay: Option<Replay>) -> AnyView {
    let save = ServerAction::<SaveProfile>::new();
    let form = Form::new(save, replay);
    let check = form.check_on_leave(|sent: SaveProfile| sent.draft.parse().map(drop));
    let keeper = Keeper::new("account", form.came_back().is_none());
    keeper.follow(save);
    let summary = form.summary(move |field| label(locale, field).to_owned());
    let watched = form.clone();
    let inside = view! {
            <Card title=text::profile(locale)>
                <ActionForm action=save attr:class="stack" attr:novalidate="">
                    {summary}
                    <Dl>
                        <DlItem label=session::email(locale) value=account.email.clone() />
                        <DlItem label=session::username(locale) value=account.username.clone() />
                        <DlItem label=text::role(locale) value=role(locale, account.role) />
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
                        <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
                    </div>
                </ActionForm>
            </Card>
    };
    keeper.around(&watched, check, inside.into_any())
}

/// Language and colours: a plain form, because the whole document changes with them.
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
                <Segmented label=session::language(locale) name="language" options=languages selected=locale.as_str() />
                <Segmented label=session::theme(locale) name="theme" options=themes selected=current.theme.as_str() />
                <div class="form-actions">
                    <Button label=common::save(locale) />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// The current password, and the new one twice.
pub(super) fn password(locale: Locale, account: UserView, replay: Option<Replay>) -> AnyView {
    let change = ServerAction::<ChangePassword>::new();
    let form = Form::new(change, replay);
    let names = vec![
        account.first_name.clone(),
        account.last_name.clone(),
        account.email.clone(),
        account.username.clone(),
    ];
    let own = names.clone();
    let check = form.check_on_leave(move |sent: ChangePassword| {
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        sent.draft.parse(&own).map(drop)
    });
    let sent = form.clone();
    view! {
        <div on:focusout=check on:submit=move |_| sent.sent()>
            <Card title=text::password(locale)>
                <ActionForm action=change attr:class="stack" attr:novalidate="">
                    <p class="hint">{text::password_what(locale)}</p>
                    {form.summary(move |field| label(locale, field).to_owned())}
                    // Tells password managers whose password it is.
                    <input type="text" name="username" autocomplete="username" value=account.username.clone() hidden />
                    <PasswordField
                        label=text::current_password(locale)
                        name=input_name("current_password")
                        reveal=session::show_password(locale)
                        required=true
                        error=form.error("current_password")
                    />
                    <NewPasswordField
                        label=text::new_password(locale)
                        name=input_name("new_password")
                        own=names
                        error=form.error("new_password")
                    />
                    <PasswordField
                        label=text::again(locale)
                        name=input_name("again")
                        autocomplete="new-password"
                        reveal=session::show_password(locale)
                        required=true
                        error=form.error("again")
                    />
                    <div class="form-actions">
                        <Button label=text::change_password(locale) busy=change.pending() />
                    </div>
                </ActionForm>
            </Card>
        </div>
    }
    .into_any()
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
