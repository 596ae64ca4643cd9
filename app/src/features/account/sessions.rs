//! The devices on which one is signed in, and the way to end what one does not recognize.

use super::api::{EndOtherSessions, EndSession, SessionLine, my_sessions};
use crate::shared::load::loaded;
use i18n::{Locale, account as text, common};
use leptos::{form::ActionForm, prelude::*};
use ui::{Badge, Button, Card, Rows, Size, SkeletonTable, Tone, Variant};

/// The card of open sessions.
pub(super) fn card(locale: Locale) -> AnyView {
    let (end, end_others) = (ServerAction::<EndSession>::new(), ServerAction::<EndOtherSessions>::new());
    let ended = move || (end.version().get(), end_others.version().get());
    let sessions = Resource::new(ended, |_| my_sessions());
    view! {
        <Card title=text::sessions(locale)>
            <div class="stack">
                <p class="hint">{text::sessions_what(locale)}</p>
                {loaded(
                    sessions,
                    move || view! { <SkeletonTable label=common::loading(locale) rows=2 /> }.into_any(),
                    move |lines| list(locale, lines, end, end_others),
                )}
            </div>
        </Card>
    }
    .into_any()
}

fn list(
    locale: Locale,
    lines: Vec<SessionLine>,
    end: ServerAction<EndSession>,
    end_others: ServerAction<EndOtherSessions>,
) -> AnyView {
    let others = lines.iter().any(|line| !line.current);
    let rows = lines.into_iter().map(|line| row(locale, line, end)).collect_view();
    let foot = if others {
        view! {
            <ActionForm action=end_others attr:class="form-actions">
                <Button label=text::end_others(locale) busy=end_others.pending() />
            </ActionForm>
        }
        .into_any()
    } else {
        view! { <p class="hint">{text::only_session(locale)}</p> }.into_any()
    };
    view! {
        <Rows>{rows}</Rows>
        {foot}
    }
    .into_any()
}

fn row(locale: Locale, line: SessionLine, end: ServerAction<EndSession>) -> AnyView {
    let device = device(locale, &line);
    let seen = ago(locale, line.minutes_ago);
    let where_from = if line.address.is_empty() { seen } else { format!("{seen} · {}", line.address) };
    let last = if line.current {
        view! { <Badge label=text::this_device(locale) tone=Tone::Ok /> }.into_any()
    } else {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="id" value=line.id.to_string() />
                <Button label=text::end(locale) variant=Variant::Ghost size=Size::Small />
            </ActionForm>
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

/// The browser and the system of a session.
pub fn device(locale: Locale, line: &SessionLine) -> String {
    match (&line.browser, &line.system) {
        (Some(browser), Some(system)) => text::on(locale, browser, system),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => text::unknown_device(locale).to_owned(),
    }
}

/// How long ago, in words.
pub fn ago(locale: Locale, minutes: i64) -> String {
    match minutes {
        0 => text::now(locale).to_owned(),
        1..60 => text::minutes_ago(locale, minutes),
        60..1440 => text::hours_ago(locale, minutes / 60),
        _ => text::days_ago(locale, minutes / 1440),
    }
}
