//! Why a form was refused, when no field is to blame.

use leptos::{html, prelude::*};

use crate::{Banner, Icon, Tone};

/// A banner that takes the focus when it appears, so that it is read aloud and comes into view however far down
/// the button was.
#[component]
pub fn Refused(
    #[prop(default = Tone::Danger)] tone: Tone,
    /// The tone's own icon unless given.
    #[prop(optional, into)]
    icon: Option<Icon>,
    children: Children,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(banner) = node.get() {
            let _ = banner.focus();
        }
    });
    view! {
        <div node_ref=node class="refused" role=(tone != Tone::Danger).then_some("alert") tabindex="-1">
            <Banner tone=tone icon=icon.unwrap_or(tone.icon()) round=true>
                {children()}
            </Banner>
        </div>
    }
    .into_any()
}
