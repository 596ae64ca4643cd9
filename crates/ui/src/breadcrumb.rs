//! The way down to the page.

use leptos::prelude::*;

use crate::{Glyph, Icon, LinkItem};

/// The pages above this one, outermost first; the page itself is the title that follows.
#[component]
pub fn Breadcrumb(#[prop(into)] label: String, items: Vec<LinkItem>) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <a href=item.href>{item.label}</a>
                    <Glyph icon=Icon::ChevronRight size=14 />
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="breadcrumb" aria-label=label>
            <ol>{items}</ol>
        </nav>
    }
    .into_any()
}
