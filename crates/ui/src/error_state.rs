//! A failure in place of a page or a part of it: what happened, what is safe, what to do.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon};

/// What stands where the content would be. The children are the ways on; `reference` is what to quote to support.
#[component]
pub fn ErrorState(
    #[prop(default = Icon::ServerOff)] icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// A failure of the system (red) rather than a refusal or a missing page (grey).
    #[prop(default = true)]
    failure: bool,
    #[prop(optional, into)] reference: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class=classes("state", &class) role="alert">
            <span class=if failure { "state-icon state-danger" } else { "state-icon" }>
                <Glyph icon=icon size=24 />
            </span>
            <h2 class="state-title">{title}</h2>
            {text.map(|text| view! { <p class="state-text">{text}</p> })}
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
            {reference.map(|text| view! { <p class="state-reference">{text}</p> })}
        </div>
    }
    .into_any()
}
