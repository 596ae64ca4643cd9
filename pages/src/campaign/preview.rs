//! What an action would add, before anything is made.

use domain::campaign::CampaignPreview;
use i18n::{Locale, campaign as text};
use leptos::prelude::*;

/// Machines that are named.
const NAMED: usize = 20;

/// How many machines, and the first of them.
pub fn machines(locale: Locale, preview: &CampaignPreview) -> AnyView {
    let first = preview.first.iter().take(NAMED).map(|machine| {
        view! {
            <li>
                <a class="link code" href=format!("/equipments/{}", machine.id)>
                    {machine.code.clone()}
                </a>
                " "
                {machine.name.clone()}
            </li>
        }
    });
    let first = first.collect_view();
    let more = preview.machines - i64::try_from(NAMED.min(preview.first.len())).unwrap_or_default();
    let more = (more > 0).then(|| view! { <p class="text-ink-3">{text::more(locale, more)}</p> });
    let retired = (preview.retired > 0)
        .then(|| view! { <p class="hint">{text::left_out_retired(locale, preview.retired)}</p> });
    view! {
        <p role="status">
            <b>{text::would_add(locale, preview.machines)}</b>
        </p>
        <ul class="mt-2 grid gap-1 phone:grid-cols-2">{first}</ul>
        {more}
        {retired}
    }
    .into_any()
}
