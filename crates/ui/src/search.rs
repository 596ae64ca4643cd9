//! The way to search and act from anywhere.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// A link to the search page that looks like a box; once live, `on_open` may show a palette instead.
#[component]
pub fn SearchLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    /// The shortcut shown, "Ctrl K".
    #[prop(optional, into)]
    keys: Option<String>,
    #[prop(optional, into)] on_open: Option<Callback<()>>,
) -> AnyView {
    let shortcut = keys.is_some().then_some("Control+K Meta+K");
    view! {
        <a
            class="searchbox"
            href=href
            aria-keyshortcuts=shortcut
            on:click=move |ev| {
                // With a key held, the link goes where the browser takes it: to a new tab.
                let held = ev.ctrl_key() || ev.meta_key() || ev.shift_key();
                if let Some(on_open) = on_open.filter(|_| !held) {
                    ev.prevent_default();
                    on_open.run(());
                }
            }
        >
            <Glyph icon=Icon::Search size=14 />
            <span>{label}</span>
            {keys.map(|keys| view! { <kbd class="kbd">{keys}</kbd> })}
        </a>
    }
    .into_any()
}
