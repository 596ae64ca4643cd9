//! An empty list: one sentence and what to do next.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon};

/// What stands where rows would be. The children are the next actions, the primary one first.
#[component]
pub fn Empty(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// Nothing exists yet (a blue disc) rather than nothing matches (grey).
    #[prop(optional)]
    first_time: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class=classes("state", &class)>
            <span class=if first_time { "state-icon state-brand" } else { "state-icon" }>
                <Glyph icon=icon size=24 />
            </span>
            <h2 class="state-title">{title}</h2>
            {text.map(|text| view! { <p class="state-text">{text}</p> })}
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
