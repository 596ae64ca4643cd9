//! A line across the page: something that lasts, offline for instance.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon, Tone};

/// An icon, the children, and at the end a link or a count.
#[component]
pub fn Banner(
    #[prop(default = Tone::Info)] tone: Tone,
    /// The tone's own icon unless given.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// A card in the page rather than a line across it.
    #[prop(optional)]
    round: bool,
    #[prop(optional, into)] end: Option<AnyView>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    let base = format!("banner banner-{}{}", tone.word(), if round { " banner-round" } else { "" });
    view! {
        <div class=classes(&base, &class) role=(tone == Tone::Danger).then_some("alert")>
            <Glyph icon=icon.unwrap_or(tone.icon()) />
            <div class="banner-text">{children()}</div>
            {end.map(|end| view! { <div class="banner-end">{end}</div> })}
        </div>
    }
    .into_any()
}
