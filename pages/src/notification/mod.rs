//! `/notifications`: what the reader was told, the newest first.

mod line;
mod new;

pub use new::new;

use crate::bell::unread_notifications;
use crate::{
    ApiError, ApiResult, backend,
    page::Asked,
    session::may,
    shared::{
        filters::{menu, option},
        list::pager,
    },
    toolbar::{quick, toolbar},
};
use domain::{
    InterventionId, NotificationId, Page, Permission, UserId,
    notification::{NotificationKind as K, NotificationQuery, NotificationType as T, NotificationView},
};
use i18n::{Locale, notification as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Empty, Icon, LinkButton, PageHeader};

/// Marks one as read.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "notification/read", output = crate::Json)]
pub async fn read_notification(id: NotificationId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().read(&by, id).await }).await?;
    backend::redirect(NotificationQuery::PATH);
    Ok(())
}

/// Marks those about an intervention as read: its page was opened by `person`. Nothing when somebody else is signed in by now.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "notification/seen", output = crate::Json)]
pub async fn seen_intervention(intervention: InterventionId, person: UserId) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match by.user_id() == Some(person) {
            true => s.notifications().read_about(&by, intervention).await.map(drop),
            false => Ok(()),
        }
    })
    .await
}

/// Deletes one.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "notification/delete", output = crate::Json)]
pub async fn delete_notification(id: NotificationId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().delete(&by, id).await }).await?;
    backend::redirect(NotificationQuery::PATH);
    Ok(())
}

/// Marks all as read.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "notification/read-all", output = crate::Json)]
pub async fn read_all_notifications() -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.notifications().read_all(&by).await }).await?;
    backend::redirect(NotificationQuery::PATH);
    Ok(())
}

const DELETE: &str = <DeleteNotification as leptos::server_fn::ServerFn>::PATH;
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
    let write = may(Permission::NotificationSend).then(|| {
        view! { <LinkButton href="/notifications/new" label=text::write(locale) icon=Icon::Send /> }
    });
    let content = match page.data.is_empty() {
        true => nothing(locale, &query),
        false => {
            let rows = page.data.iter().map(|row| line::line(locale, row)).collect_view();
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
        <PageHeader title=text::title(locale)>{all} {write}</PageHeader>
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
    let only_unread = query.read == Some(false);
    let other = NotificationQuery { read: (!only_unread).then_some(false), ..query.at(None) };
    let kinds = K::ALL.iter().map(|k| option(k, name(locale, *k), query.kind.contains(k)));
    let any_kind = NotificationQuery { kind: vec![], ..query.at(None) };
    let kinds = menu(locale, "kind", text::kind(locale), Icon::ListFilter, kinds.collect(), any_kind.href());
    let types = T::ALL.iter().map(|t| option(t, meant(locale, *t), query.meant.contains(t)));
    let any_type = NotificationQuery { meant: vec![], ..query.at(None) };
    let types = menu(locale, "type", text::meant(locale), Icon::ListFilter, types.collect(), any_type.href());
    let kept = [
        ("read", query.read.map(|read| read.to_string())),
        ("intervention", query.intervention.map(|id| id.to_string())),
    ];
    let kept = kept
        .into_iter()
        .filter_map(|(name, value)| Some(view! { <input type="hidden" name=name value=value? /> }));
    let content = view! {
        <div class="filter-row">
            {quick(only_unread, other.href(), text::unread_only(locale))}
            {kinds}
            {types}
            {kept.collect_view()}
        </div>
    };
    toolbar(text::filters(locale), NotificationQuery::PATH, query.href(), content.into_any())
}

fn nothing(locale: Locale, query: &NotificationQuery) -> AnyView {
    let (title, words) = match (query.is_filtered(), query.read) {
        (true, _) | (false, Some(true)) => (text::none_here(locale), ""),
        (false, Some(false)) => (text::none_unread(locale), ""),
        (false, None) => (text::none(locale), text::none_what(locale)),
    };
    view! { <Empty icon=Icon::Bell title=title text=words /> }.into_any()
}

/// How one is meant.
fn meant(locale: Locale, meant: T) -> &'static str {
    match meant {
        T::Info => text::type_info(locale),
        T::Warning => text::type_warning(locale),
        T::Error => text::type_error(locale),
        T::Success => text::type_success(locale),
    }
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
        K::Message => text::kind_message(locale),
    }
}
