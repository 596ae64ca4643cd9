//! Requests that wait for a decision, above the list of accounts.

use crate::nav::role;
use domain::user::RegistrationView;
use i18n::{Locale, registration as text};
use leptos::prelude::*;
use ui::{Badge, Card, RowLink, Rows, Tone};

/// The card with its count; nothing where nobody waits.
pub fn waiting(locale: Locale, requests: Vec<RegistrationView>) -> Option<AnyView> {
    if requests.is_empty() {
        return None;
    }
    let count = text::waiting(locale, i64::try_from(requests.len()).unwrap_or(i64::MAX));
    let rows = requests
        .into_iter()
        .map(|request| {
            let wants = text::wants(locale, role(locale, request.role));
            view! {
                <RowLink
                    href=format!("/admin/users/requests/{}", request.id)
                    title=format!("{} {}", request.first_name, request.last_name)
                    text=format!("{} · {wants}", request.email)
                />
            }
        })
        .collect_view();
    let card = view! {
        <div class="page-body flex-none">
            <Card
                title=text::requests(locale)
                mark=view! { <Badge label=count tone=Tone::Warn /> }.into_any()
                flush=true
            >
                <Rows>{rows}</Rows>
            </Card>
        </div>
    };
    Some(card.into_any())
}
