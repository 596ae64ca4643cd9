//! A person as two letters.

use leptos::prelude::*;

/// First letters of the first and last words: "Claire Dumas" gives CD.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The letters of `name` in a disc; the name itself stands beside it.
#[component]
pub fn Avatar(#[prop(into)] name: String, #[prop(optional)] large: bool) -> AnyView {
    view! {
        <span class=if large { "avatar avatar-lg" } else { "avatar" } aria-hidden="true">
            {initials(&name)}
        </span>
    }
    .into_any()
}
