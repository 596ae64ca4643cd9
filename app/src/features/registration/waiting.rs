//! Requests that wait for a decision, above the list of accounts.

use super::api::list_registrations;
use crate::layout::role;
use crate::session::may;
use domain::{Permission, user::RegistrationView};
use i18n::{Locale, registration as text};
use leptos::prelude::*;
use ui::{Badge, Card, RowLink, Rows, Tone};

/// The card with its count; nothing where nobody waits, or for those who do not decide.
pub fn waiting(locale: Locale) -> AnyView {
    if !may(Permission::UserManage) {
        return ().into_any();
    }
    let requests = Resource::new(|| (), |()| list_registrations());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let requests = requests.await.unwrap_or_default();
                if requests.is_empty() { ().into_any() } else { card(locale, requests) }
            })}
        </Suspense>
    }
    .into_any()
}

fn card(locale: Locale, requests: Vec<RegistrationView>) -> AnyView {
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
    view! {
        <div class="page-body flex-none">
            <Card
                title=text::requests(locale)
                mark=view! { <Badge label=count tone=Tone::Warn /> }.into_any()
                flush=true
            >
                <Rows>{rows}</Rows>
            </Card>
        </div>
    }
    .into_any()
}
