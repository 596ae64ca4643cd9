//! Previous and next page of a list. Pages are links, so the list is its URL.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// The range shown ("1 à 50 sur 128") and the links around it; a link that is `None` is drawn off.
#[component]
pub fn Pager(
    /// Name of the navigation, read aloud.
    #[prop(into)]
    label: String,
    /// The range shown.
    #[prop(into)]
    text: String,
    #[prop(optional_no_strip)] previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
    #[prop(into)] previous_label: String,
    #[prop(into)] next_label: String,
) -> AnyView {
    let step = |href: Option<String>, label: String, icon: Icon, rel: &'static str| match href {
        Some(href) => view! {
            <a class="page" href=href rel=rel aria-label=label.clone() title=label>
                <Glyph icon=icon />
            </a>
        }
        .into_any(),
        None => view! {
            <span class="page page-off" aria-hidden="true">
                <Glyph icon=icon />
            </span>
        }
        .into_any(),
    };
    view! {
        <nav class="pager" aria-label=label>
            <span class="pager-text">{text}</span>
            {step(previous, previous_label, Icon::ChevronLeft, "prev")}
            {step(next, next_label, Icon::ChevronRight, "next")}
        </nav>
    }
    .into_any()
}
