//! `/admin/users/new`.

use super::{
    api::CreateUser,
    fields::{Choices, choices, permissions, roles, sites_of_new},
    invitation::no_server,
    skills::trade,
    text::{label, language},
};
use crate::{
    session::{use_locale, use_session},
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        load::loaded,
        password::NewPasswordField,
        record::{Editing, use_record},
    },
};
use domain::{
    Noun, Permission, UserId,
    user::{Language, Technician, UserQuery},
};
use i18n::{common, shell, user as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{Button, Card, Checkbox, Field, LinkButton, LinkItem, PageHeader, Select, SkeletonDetail, Variant};

/// The form of a new account.
pub fn new_page() -> AnyView {
    let locale = use_locale();
    let data = use_record(Noun::User, Permission::UserCreate, |_: Option<UserId>| choices(true));
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page((all, replay): Editing<Choices>) -> AnyView {
    let locale = use_locale();
    let create = ServerAction::<CreateUser>::new();
    let form = Form::new(create, replay);
    let check = form.check_on_leave(|sent: CreateUser| sent.draft.parse().map(drop));
    let keeper = Keeper::new("user:new", form.came_back().is_none());
    keeper.follow(create);
    let names = ["first_name", "last_name", "email"].map(|field| RwSignal::new(form.value(field, "")));
    let own = Signal::derive(move || names.iter().map(|name| name.get()).collect::<Vec<_>>());
    let keep = |signal: RwSignal<String>| Callback::new(move |typed: String| signal.set(typed));
    let languages = Language::ALL.iter().map(|l| (l.to_string(), language(locale, *l).to_owned())).collect();
    let invite = form.value("invite", "") == "true";
    let waits = (!use_session().mail)
        .then(|| view! { <div class="hidden group-has-[.invite_:checked]:block">{no_server(locale)}</div> });
    let summary = form.summary(move |field| label(locale, field).to_owned());
    let identity = view! {
                        <div class="form-grid">
                            <Field label=text::first_name(locale) name=input_name("first_name") required=true
                                value=form.value("first_name", "") autocomplete="off" error=form.error("first_name") on_input=keep(names[0]) />
                            <Field label=text::last_name(locale) name=input_name("last_name") required=true
                                value=form.value("last_name", "") autocomplete="off" error=form.error("last_name") on_input=keep(names[1]) />
                            <Field label=text::email(locale) name=input_name("email") kind="email" required=true maxlength="254"
                                value=form.value("email", "") autocomplete="off" error=form.error("email") on_input=keep(names[2]) />
                            <Field label=text::username(locale) name=input_name("username") maxlength="40"
                                value=form.value("username", "") autocomplete="off" optional=common::optional(locale)
                                hint=text::username_hint(locale) error=form.error("username") />
                            <Select label=text::language(locale) name=input_name("language") options=languages
                                selected=form.value("language", locale.as_str()) error=form.error("language") />
                            // Where the box is ticked no password is asked for, with or without a script.
                            <div class="wide group stack">
                                <Checkbox label=text::invite(locale) name=input_name("invite") checked=invite
                                    hint=text::invite_what(locale) class="invite" />
                                {waits}
                                <div class="group-has-[.invite_:checked]:hidden">
                                    <NewPasswordField label=text::password(locale) name=input_name("password") own=own
                                        error=form.error("password") />
                                </div>
                            </div>
                        </div>
                        }
    .into_any();
    let rights = view! {
    <div class="stack">
        {roles(locale, &form, "technician")}
        {sites_of_new(locale, &form, all.sites)}
        {permissions(locale, &form, &[])}
    </div>
    }
    .into_any();
    let trade = trade(locale, &form, &Technician::default(), 0, Signal::stored(0), all.skills);
    let inside = view! {
        <ActionForm action=create attr:class="group/person stack" attr:novalidate="">
            {summary}
            <Card title=text::identity(locale)>{identity}</Card>
            <Card title=text::rights(locale)>{rights}</Card>
            {trade}
            <div class="form-actions">
                <LinkButton href=UserQuery::PATH label=common::cancel(locale) />
                <Button label=common::create(locale) variant=Variant::Primary busy=create.pending() />
            </div>
        </ActionForm>
    }
    .into_any();
    view! {
        <Title text=text::new(locale) />
        <PageHeader
            title=text::new(locale)
            crumbs=vec![LinkItem::new(UserQuery::PATH, text::title(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="page-body">
            <div class="page-narrow">{keeper.around(&form, check, inside)}</div>
        </div>
    }
    .into_any()
}
