//! `/admin/users/new`.

use super::{
    fields::{Choices, permissions, role_field, sites_of_new},
    invitation::no_server,
    skills::trade,
    text::label,
};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    password::new_password,
    session::use_session,
    shared::{form::input_name, labels::language},
};
use domain::{
    Permission,
    user::{Language, Technician, UserQuery},
};
use i18n::{Locale, common, shell, user as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Checkbox, LinkButton, LinkItem, PageHeader, Variant};

const CREATE: &str = "/rpc/user/create";

/// The form of a new account.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    needs(Permission::UserCreate)?;
    let all = backend::call(|s, by| async move {
        Ok(Choices { sites: s.sites().choices(&by).await?, skills: s.users().skills(&by).await? })
    })
    .await?;
    let replay = asked.replay().await;
    let form = form(locale, &Form::new(locale, CREATE, replay.as_ref()), &all);
    Ok(view! {
        <Title text=text::new(locale) />
        <PageHeader
            title=text::new(locale)
            crumbs=vec![LinkItem::new(UserQuery::PATH, text::title(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
    }
    .into_any())
}

fn form(locale: Locale, form: &Form, all: &Choices) -> AnyView {
    let identity = identity(locale, form);
    let rights = view! {
        <div class="stack">
            {role_field(locale, form, "technician")}
            {sites_of_new(locale, form, &all.sites)}
            {permissions(locale, form, &[])}
        </div>
    }
    .into_any();
    view! {
        <form
            method="post"
            action=form.action
            class="group/person stack"
            novalidate
            data-check=""
            data-keep="user:new"
        >
            {form.summary(|field| label(locale, field).to_owned())}
            <Card title=text::identity(locale)>{identity}</Card>
            <Card title=text::rights(locale)>{rights}</Card>
            {trade(locale, form, &Technician::default(), &all.skills)}
            <div class="form-actions">
                <LinkButton href=UserQuery::PATH label=common::cancel(locale) />
                <Button label=common::create(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn identity(locale: Locale, form: &Form) -> AnyView {
    let first = form.input("first_name", text::first_name(locale)).required();
    let last = form.input("last_name", text::last_name(locale)).required();
    let email = form.input("email", text::email(locale)).max(254).required();
    let username = form.input("username", text::username(locale)).max(40);
    let languages = Language::ALL.iter().map(|l| (l.to_string(), language(locale, *l).to_owned())).collect();
    let spoken = form.input("language", text::language(locale)).stored(locale.as_str()).required();
    view! {
        <div class="form-grid">
            {first.line()} {last.line()} {email.email()}
            {username.hint(text::username_hint(locale)).line()} {spoken.select(languages, None)}
            {way_in(locale, form)}
        </div>
    }
    .into_any()
}

/// A password, or an invitation: where that box is ticked no password is asked for, without a script.
fn way_in(locale: Locale, form: &Form) -> AnyView {
    let password = new_password(text::password(locale), input_name("password"), &[], form.error("password"));
    let waits = (!use_session().mail)
        .then(|| view! { <div class="hidden group-has-[.invite_:checked]:block">{no_server(locale)}</div> });
    view! {
        <div class="wide group stack">
            <Checkbox
                label=text::invite(locale)
                name=input_name("invite")
                checked=form.ticked("invite", false)
                hint=text::invite_what(locale)
                class="invite"
            />
            {waits}
            <div class="group-has-[.invite_:checked]:hidden">
                {password}
            </div>
        </div>
    }
    .into_any()
}
