//! `/notifications/new`: writing to colleagues.

use super::meant;
use crate::nav;
use crate::{
    ApiError, ApiResult, backend,
    form::{Form, listed},
    page::Asked,
    session::{may, several_sites},
    shared::{form::input_name, replay::Replay},
};
use domain::{
    Error, Permission, Role, UserId,
    notification::{Addressee, MessageDraft, NotificationQuery, NotificationType},
};
use i18n::{Locale, common, notification as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Checkbox, Icon, LinkButton, LinkItem, PageHeader, Variant};

/// Sends a message.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "notification/send", output = crate::Json)]
pub async fn send_message(draft: MessageDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().send(&by, &draft).await }).await?;
    backend::redirect(&format!("{}?done=sent", NotificationQuery::PATH));
    Ok(())
}

const SEND: &str = <SendMessage as leptos::server_fn::ServerFn>::PATH;

/// The form of a new message. `?to=3,5` ticks people, `?about=PH-001` names what it is about.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::NotificationSend) {
        return Err(Error::Forbidden.into());
    }
    let replay = asked.replay().await.filter(|replay| replay.path == SEND);
    let people = backend::call(|s, by| async move { s.notifications().addressees(&by).await }).await?;
    let chosen: Vec<UserId> = match &replay {
        Some(replay) => listed(replay, "user_ids"),
        None => asked.value("to").unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect(),
    };
    let about = asked.value("about").unwrap_or_default();
    let crumbs = vec![LinkItem::new(NotificationQuery::PATH, text::title(locale))];
    let form = form(locale, &people, &chosen, &about, replay.as_ref());
    Ok(view! {
        <Title text=text::write(locale) />
        <PageHeader title=text::write(locale) crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
    }
    .into_any())
}

fn form(
    locale: Locale,
    people: &[Addressee],
    chosen: &[UserId],
    about: &str,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, SEND, replay);
    let types = NotificationType::ALL.iter().map(|t| (t.to_string(), meant(locale, *t).to_owned())).collect();
    let title = form.input("title", field(locale, "title")).max(120).required().wide();
    let message = form.input("message", field(locale, "message")).max(2_000).required().wide();
    let meant = form.input("type", field(locale, "type")).stored(NotificationType::Info.as_str());
    let hint = if several_sites() { text::about_hint_sites(locale) } else { text::about_hint(locale) };
    let about = form.input("about", field(locale, "about")).stored(about).max(60).hint(hint);
    let fields = view! {
        <div class="form-grid">
            {recipients(locale, &form, people, chosen)} {title.line()} {message.area(5)}
            {meant.select(types, None)} {about.line()}
        </div>
    };
    view! {
        <form method="post" action=SEND class="stack" novalidate data-check="" data-keep="notification:new">
            {form.summary(|name| field(locale, name).to_owned())} <Card>{fields}</Card>
            <div class="form-actions">
                <LinkButton href=NotificationQuery::PATH label=common::cancel(locale) />
                <Button label=text::send(locale) icon=Icon::Send variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// Everybody who can be written to, by their roles.
fn recipients(locale: Locale, form: &Form, people: &[Addressee], chosen: &[UserId]) -> AnyView {
    let groups = Role::ALL.iter().map(|role| {
        let of_role = people.iter().enumerate().filter(|(_, person)| person.role == *role);
        let boxes: Vec<_> = of_role
            .map(|(at, person)| {
                view! {
                    <Checkbox
                        label=person.user.name.clone()
                        name=input_name(&format!("user_ids[{at}]"))
                        value=person.user.id.to_string()
                        checked=chosen.contains(&person.user.id)
                    />
                }
            })
            .collect();
        (!boxes.is_empty()).then(|| {
            view! {
                <p class="hint">{nav::role(locale, *role)}</p>
                <div class="grid gap-1 phone:grid-cols-2">{boxes}</div>
            }
        })
    });
    let nobody = people.is_empty().then(|| view! { <p class="hint">{text::nobody(locale)}</p> });
    let error = form.error("user_ids").map(|why| view! { <p class="error">{why}</p> });
    view! {
        <fieldset class="wide" id="f-draft-user_ids" tabindex="-1">
            <legend class="label">{field(locale, "user_ids")}</legend>
            {error}
            <div class="filter-options">{groups.collect_view()} {nobody}</div>
        </fieldset>
    }
    .into_any()
}

fn field(locale: Locale, name: &str) -> &'static str {
    match name {
        "user_ids" => text::to(locale),
        "title" => text::subject(locale),
        "message" => text::message(locale),
        "type" => text::meant(locale),
        _ => text::about(locale),
    }
}
