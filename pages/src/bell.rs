//! The bell: how many notifications wait, and the way to them.

use crate::ApiError;
use domain::notification::{NotificationQuery, Unread};
use i18n::{Locale, format, notification as text};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use ui::{Glyph, Icon};

/// How many of the reader's notifications wait to be read.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "notification/unread", input = GetUrl, output = crate::Json)]
pub async fn unread_notifications() -> Result<Unread, ApiError> {
    crate::backend::call(|s, by| async move { s.notifications().unread(&by).await }).await
}

/// The bell; without a count while it is not known.
pub fn bell(locale: Locale, waiting: Option<Unread>) -> AnyView {
    let Unread { unread, capped } = waiting.unwrap_or_default();
    let count = format::whole(locale, unread) + if capped { "+" } else { "" };
    let name = match unread {
        0 => text::title(locale).to_owned(),
        _ => text::waiting(locale, unread),
    };
    let class = if unread > 0 { "btn btn-quiet" } else { "btn btn-quiet btn-square" };
    let shown = (unread > 0).then(|| {
        view! {
            <span class="count count-hot" aria-hidden="true">
                {count}
            </span>
        }
    });
    view! {
        <a
            class=class
            href=NotificationQuery::PATH
            aria-label=name.clone()
            title=name
            data-bell=unread.to_string()
        >
            <Glyph icon=Icon::Bell />
            {shown}
        </a>
    }
    .into_any()
}
