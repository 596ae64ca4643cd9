//! The devices on which one is signed in, and the way to end what one does not recognize.

use super::api::{EndOtherSessions, EndSession};
use crate::{
    account::{
        device::{ago, device},
        session_line::SessionLine,
    },
    form::refused_here,
    shared::replay::Replay,
};
use i18n::{Locale, account as text};
use leptos::{prelude::*, server_fn::ServerFn};
use ui::{Badge, Button, Card, Rows, Size, Tone, Variant};

const END: &str = <EndSession as ServerFn>::PATH;
const END_OTHERS: &str = <EndOtherSessions as ServerFn>::PATH;

/// The card of open sessions.
pub(super) fn card(locale: Locale, lines: Vec<SessionLine>, replay: Option<&Replay>) -> AnyView {
    let others = lines.iter().any(|line| !line.current);
    let rows = lines.into_iter().map(|line| row(locale, line)).collect_view();
    let foot = if others {
        view! {
            <form method="post" action=END_OTHERS class="form-actions">
                <Button label=text::end_others(locale) />
            </form>
        }
        .into_any()
    } else {
        view! { <p class="hint">{text::only_session(locale)}</p> }.into_any()
    };
    let refusal = refused_here(locale, replay, &[END, END_OTHERS]);
    view! {
        <Card title=text::sessions(locale)>
            <div class="stack">
                {refusal}
                <p class="hint">{text::sessions_what(locale)}</p> <Rows>{rows}</Rows> {foot}
            </div>
        </Card>
    }
    .into_any()
}

fn row(locale: Locale, line: SessionLine) -> AnyView {
    let device = device(locale, &line);
    let seen = ago(locale, line.minutes_ago);
    let where_from = if line.address.is_empty() { seen } else { format!("{seen} · {}", line.address) };
    let last = if line.current {
        view! { <Badge label=text::this_device(locale) tone=Tone::Ok /> }.into_any()
    } else {
        view! {
            <form method="post" action=END>
                <input type="hidden" name="id" value=line.id.to_string() />
                <Button label=text::end(locale) variant=Variant::Ghost size=Size::Small />
            </form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <span class="row-text">
                <span class="row-title">{device}</span>
                <span class="row-sub">{where_from}</span>
            </span>
            {last}
        </li>
    }
    .into_any()
}
