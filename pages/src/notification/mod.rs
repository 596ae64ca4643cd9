//! `/notifications`: what the reader was told, the newest first.

use crate::page::Asked;
use app::{
    ApiError, ApiResult, backend,
    shared::{
        filters::{menu, option},
        list::pager,
    },
};
use domain::{
    InterventionId, NotificationId, Page,
    notification::{NotificationKind as K, NotificationQuery, NotificationView},
};
use i18n::{Locale, format, notification as text};
use islands::bell::unread_notifications;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Button, Empty, Glyph, Icon, PageHeader, Size, Tone, Variant};

/// Marks one as read.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "notification/read", output = app::Json)]
pub async fn read_notification(id: NotificationId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().read(&by, id).await }).await?;
    backend::redirect(NotificationQuery::PATH);
    Ok(())
}

/// Marks those about an intervention as read: its page was opened.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "notification/seen", output = app::Json)]
pub async fn seen_intervention(intervention: InterventionId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().read_about(&by, intervention).await }).await?;
    Ok(())
}

/// Marks all as read.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "notification/read-all", output = app::Json)]
pub async fn read_all_notifications() -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().read_all(&by).await }).await?;
    backend::redirect(NotificationQuery::PATH);
    Ok(())
}

const READ: &str = <ReadNotification as leptos::server_fn::ServerFn>::PATH;
const READ_ALL: &str = <ReadAllNotifications as leptos::server_fn::ServerFn>::PATH;

/// One page of them.
///
/// # Errors
/// [`domain::Error::SignedOut`].
async fn notifications(query: &NotificationQuery) -> ApiResult<Page<NotificationView>> {
    let query = query.clone();
    backend::call(|s, by| async move { s.notifications().list(&by, &query).await }).await
}

/// The page.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = NotificationQuery::from_url(&asked.query);
    let page = notifications(&query).await?;
    let waiting = unread_notifications().await?.unread;
    let all = (waiting > 0).then(|| {
        view! {
            <form method="post" action=READ_ALL>
                <Button label=text::mark_all(locale) icon=Icon::Check />
            </form>
        }
    });
    let content = match page.data.is_empty() {
        true => nothing(locale, &query),
        false => {
            let rows = page.data.iter().map(|row| line(locale, row)).collect_view();
            let pages = pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href());
            view! {
                <ul class="grid gap-2">{rows}</ul>
                {pages}
            }
            .into_any()
        }
    };
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{all}</PageHeader>
        {filters(locale, &query)}
        <div class="page-body" data-watch="notification">
            <div class="page-narrow">
                <div class="stack">{content}</div>
            </div>
        </div>
    }
    .into_any())
}

fn filters(locale: Locale, query: &NotificationQuery) -> AnyView {
    let unread = NotificationQuery { unread: !query.unread, ..query.at(None) };
    let mark = query.unread.then(|| view! { <Glyph icon=Icon::Check /> });
    let without = NotificationQuery { kind: vec![], ..query.at(None) };
    let options = K::ALL.iter().map(|k| option(k, name(locale, *k), query.kind.contains(k)));
    let kept = query.unread.then(|| view! { <input type="hidden" name="unread" value="true" /> });
    view! {
        <form
            method="get"
            action=NotificationQuery::PATH
            role="search"
            aria-label=text::filters(locale)
            class="toolbar"
            data-live=query.href()
        >
            <div class="filter-row">
                <a class="btn btn-quiet" href=unread.href() aria-current=query.unread.then_some("true")>
                    {mark}
                    {text::unread_only(locale)}
                </a>
                {menu(locale, "kind", text::kind(locale), Icon::ListFilter, options.collect(), without.href())}
                {kept}
            </div>
        </form>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &NotificationQuery) -> AnyView {
    let (title, words) = match (query.kind.is_empty(), query.unread) {
        (false, _) => (text::none_here(locale), ""),
        (true, true) => (text::none_unread(locale), ""),
        (true, false) => (text::none(locale), text::none_what(locale)),
    };
    view! { <Empty icon=Icon::Bell title=title text=words /> }.into_any()
}

fn name(locale: Locale, kind: K) -> &'static str {
    match kind {
        K::Assigned => text::kind_assigned(locale),
        K::Returned => text::kind_returned(locale),
        K::Breakdown => text::kind_breakdown(locale),
        K::Late => text::kind_late(locale),
        K::ToValidate => text::kind_to_validate(locale),
        K::Validated => text::kind_validated(locale),
        K::Cancelled => text::kind_cancelled(locale),
        K::Commented => text::kind_commented(locale),
        K::AbsenceProposed => text::kind_absence_proposed(locale),
        K::AbsenceApproved => text::kind_absence_approved(locale),
        K::AbsenceRefused => text::kind_absence_refused(locale),
    }
}

fn icon(kind: K) -> Icon {
    match kind {
        K::Assigned => Icon::User,
        K::Returned => Icon::Undo,
        K::Breakdown => Icon::TriangleAlert,
        K::Late => Icon::Timer,
        K::ToValidate => Icon::ClipboardCheck,
        K::Validated => Icon::CircleCheck,
        K::Cancelled => Icon::X,
        K::Commented => Icon::MessageSquare,
        K::AbsenceProposed => Icon::Calendar,
        K::AbsenceApproved => Icon::CircleCheck,
        K::AbsenceRefused => Icon::X,
    }
}

fn sentence(locale: Locale, told: &NotificationView) -> String {
    let (actor, code) = (&told.actor, &told.code);
    match told.kind {
        K::Assigned => text::assigned(locale, actor, code),
        K::Returned => text::returned(locale, actor, code),
        K::Breakdown => text::breakdown(locale, actor, &told.equipment_code),
        K::Late => text::late(locale, code),
        K::ToValidate => text::to_validate(locale, actor, code),
        K::Validated => text::validated(locale, actor, code),
        K::Cancelled => text::cancelled(locale, actor, code),
        K::Commented => text::commented(locale, actor, code),
        K::AbsenceProposed => text::absence_proposed(locale, actor),
        K::AbsenceApproved => text::absence_approved(locale, actor),
        K::AbsenceRefused => text::absence_refused(locale, actor),
    }
}

/// Where it leads: to the work, to the proposals that wait, or to the reader's own page.
fn address(told: &NotificationView) -> String {
    match (told.intervention_id, told.kind) {
        (Some(id), _) => format!("/interventions/{id}"),
        (None, K::AbsenceProposed) => "/team/absences".to_owned(),
        (None, _) => crate::team::own_page().unwrap_or_else(|| "/team".to_owned()),
    }
}

/// What it is about.
fn subject(locale: Locale, told: &NotificationView) -> String {
    let times = told.absence_id.and_then(|_| told.title.split_once('/'));
    let times = times.and_then(|(from, until)| from.parse().ok().zip(until.parse().ok()));
    times.map_or_else(|| told.title.clone(), |(from, until)| crate::team::period(locale, from, until))
}

fn line(locale: Locale, told: &NotificationView) -> AnyView {
    let tone = match (told.read, told.urgent) {
        (true, _) => Tone::Mute,
        (false, true) => Tone::Danger,
        (false, false) => Tone::Info,
    };
    let new =
        (!told.read).then(|| view! { <Badge label=text::new(locale) icon=Icon::Bell tone=Tone::Info /> });
    let read = (!told.read).then(|| {
        view! {
            <form method="post" action=READ class="relative ml-auto">
                <input type="hidden" name="id" value=told.id.to_string() />
                <Button label=text::mark_read(locale) icon=Icon::Check variant=Variant::Ghost size=Size::Small />
            </form>
        }
    });
    let several = (told.changes > 1).then(|| {
        let changes = format::whole(locale, told.changes.into());
        view! { <span class="text-sm text-ink-3">{text::changes(locale, changes)}</span> }
    });
    let remark = told.remark.clone().map(|remark| {
        view! { <p class="mt-1 line-clamp-3 whitespace-pre-line text-ink-2 wrap-anywhere">{remark}</p> }
    });
    view! {
        <li class="card relative p-4">
            <div class="flex flex-wrap items-center gap-2">
                <Badge label=name(locale, told.kind) icon=icon(told.kind) tone=tone />
                {new}
                <time class="text-sm text-ink-3" datetime=told.at.to_string()>
                    {format::date_time(locale, told.at_local)}
                </time>
                {several}
                {read}
            </div>
            <h2 class="mt-2 font-bold">
                <a class="row-link wrap-anywhere" href=address(told)>
                    {sentence(locale, told)}
                </a>
            </h2>
            <p class="text-ink-2 wrap-anywhere">
                <b class="code">{told.equipment_code.clone()}</b>
                " "
                {subject(locale, told)}
            </p>
            {remark}
        </li>
    }
    .into_any()
}
