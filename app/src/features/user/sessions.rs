//! Where somebody is signed in, for those who administer accounts.

use super::api::EndUserSessions;
use crate::features::account::{
    api::SessionLine,
    sessions::{ago, device},
};
use domain::UserId;
use i18n::{Locale, account, user as text};
use leptos::{form::ActionForm, prelude::*};
use ui::{Button, Card, Rows, Size, Variant};

/// The sessions of a person, each with its end.
pub(super) fn open_sessions(
    locale: Locale,
    id: UserId,
    sessions: Vec<SessionLine>,
    end: ServerAction<EndUserSessions>,
) -> AnyView {
    if sessions.is_empty() {
        return view! {
            <Card title=text::sessions(locale)>
                <p class="hint">{text::no_session(locale)}</p>
            </Card>
        }
        .into_any();
    }
    let rows = sessions
        .into_iter()
        .map(|line| {
            let seen = format!("{} · {}", ago(locale, line.minutes_ago), line.address);
            let (device, session, current) = (device(locale, &line), line.id, line.current);
            let last = match current {
                true => view! { <span class="text-ink-3">{account::this_device(locale)}</span> }.into_any(),
                false => view! {
                    <ActionForm action=end>
                        <input type="hidden" name="id" value=id.to_string() />
                        <input type="hidden" name="session" value=session.to_string() />
                        <Button label=text::end(locale) variant=Variant::Ghost size=Size::Small />
                    </ActionForm>
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
        })
        .collect_view();
    view! {
        <Card title=text::sessions(locale)>
            <div class="stack">
                <Rows>{rows}</Rows>
                <ActionForm action=end attr:class="form-actions">
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=text::end_all(locale) busy=end.pending() />
                </ActionForm>
            </div>
        </Card>
    }
    .into_any()
}
