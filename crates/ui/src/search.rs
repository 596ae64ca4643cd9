//! The way to search and act from anywhere.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// A link to the search page that looks like a box; where scripts run, a dialog may open in its place (`data-palette`).
#[component]
pub fn SearchLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    /// The shortcut shown, "Ctrl K".
    #[prop(optional, into)]
    keys: Option<String>,
) -> AnyView {
    let shortcut = keys.is_some().then_some("Control+K Meta+K");
    view! {
        <a class="searchbox" href=href aria-keyshortcuts=shortcut data-palette="">
            <Glyph icon=Icon::Search size=14 />
            <span>{label}</span>
            {keys.map(|keys| view! { <kbd class="kbd">{keys}</kbd> })}
        </a>
    }
    .into_any()
}
