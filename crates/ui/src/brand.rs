//! The mark: a watchman's eye over the horizon.

use leptos::prelude::*;

/// The square mark alone, 30 px unless the class says otherwise.
#[component]
pub fn Mark(#[prop(default = "brand-mark")] class: &'static str) -> AnyView {
    view! {
        <svg class=class viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" fill="var(--color-brand)"></rect>
            <path
                d="M6.5 20.5a9.5 9.5 0 0 1 19 0"
                fill="none"
                stroke="var(--color-on-brand)"
                stroke-width="2.6"
                stroke-linecap="round"
            ></path>
            <circle cx="16" cy="20" r="3.6" fill="var(--color-on-brand)"></circle>
            <path d="M6.5 25.5h19" stroke="var(--color-on-brand)" stroke-width="2" stroke-linecap="round" opacity=".55"></path>
        </svg>
    }
    .into_any()
}

/// The mark and the product's name, a link home.
#[component]
pub fn Brand(#[prop(into)] name: String, #[prop(default = "/".to_owned(), into)] href: String) -> AnyView {
    view! {
        <a class="brand" href=href title=name.clone()>
            <Mark />
            <span class="nav-label">{name.clone()}</span>
        </a>
    }
    .into_any()
}
