//! Looking for a setting by its words.

use super::{
    field::anchor,
    nav::PATH,
    text::{found, label, section},
};
use i18n::{Locale, settings as text};
use leptos::prelude::*;

/// What the search found, each a link to its control.
pub fn results(locale: Locale, q: &str) -> AnyView {
    let found = found(locale, q);
    if found.is_empty() {
        return view! { <p role="status">{text::no_result(locale)}</p> }.into_any();
    }
    let rows = found
        .into_iter()
        .map(|(of, field)| {
            let href = format!("{PATH}/{of}#{}", anchor(field));
            view! {
                <li class="px-5 py-3">
                    <a class="link" href=href>
                        {label(locale, of, field)}
                    </a>
                    <span class="text-ink-3">{format!(" · {}", section(locale, of))}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 class="mb-3 text-xl font-bold">{text::results(locale)}</h2>
        <ul class="card rows">{rows}</ul>
    }
    .into_any()
}
