//! Where somebody is signed in, for those who administer accounts.

use crate::account::{
    device::{ago, device},
    session_line::SessionLine,
};
use domain::UserId;
use i18n::{Locale, account, user as text};
use leptos::prelude::*;
use ui::{Button, Card, Rows, Size, Variant};

pub(super) const END: &str = "/rpc/user/end-sessions";

/// The sessions of a person, each with its end. The keyboard goes on here once a button is gone.
pub(super) fn open_sessions(locale: Locale, id: UserId, sessions: &[SessionLine]) -> AnyView {
    let content = match sessions.is_empty() {
        true => view! { <p class="hint">{text::no_session(locale)}</p> }.into_any(),
        false => list(locale, id, sessions),
    };
    view! {
        <div id="user-sessions" tabindex="-1">
            <Card title=text::sessions(locale)>{content}</Card>
        </div>
    }
    .into_any()
}

fn list(locale: Locale, id: UserId, sessions: &[SessionLine]) -> AnyView {
    let rows = sessions.iter().map(|line| row(locale, id, line)).collect_view();
    view! {
        <div class="stack">
            <Rows>{rows}</Rows>
            <form method="post" action=END class="form-actions">
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=text::end_all(locale) />
            </form>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, id: UserId, line: &SessionLine) -> AnyView {
    let seen = format!("{} · {}", ago(locale, line.minutes_ago), line.address);
    let device = device(locale, line);
    let last = match line.current {
        true => view! { <span class="text-ink-3">{account::this_device(locale)}</span> }.into_any(),
        false => view! {
            <form method="post" action=END>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="session" value=line.id.to_string() />
                <Button label=text::end(locale) variant=Variant::Ghost size=Size::Small />
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="row">
            <span class="row-text">
                <span class="row-title">{device}</span>
                <span class="row-sub">{seen}</span>
            </span>
            {last}
        </li>
    }
    .into_any()
}
