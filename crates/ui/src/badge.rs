//! Small marks that say a state, a kind, an urgency, a rank or a count: icon, word, then colour.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Hue, Icon, Tone};

/// A state: icon + word on a soft background.
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(into)] label: String,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    view! {
        <span class=classes(tone.badge(), &class)>
            {icon.map(|icon| view! { <Glyph icon=icon size=14 /> })}
            {label}
        </span>
    }
    .into_any()
}

/// A kind: icon + word in one of five hues; `soft` adds the background.
#[component]
pub fn HueBadge(
    hue: Hue,
    #[prop(into)] label: String,
    icon: Icon,
    #[prop(default = true)] soft: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let base = format!("{} {}", if soft { "badge type-badge" } else { "type" }, hue.class());
    view! {
        <span class=classes(&base, &class)>
            <Glyph icon=icon size=14 />
            {label}
        </span>
    }
    .into_any()
}

/// A square of soft colour around the icon of a kind, at the head of a list row.
#[component]
pub fn HueIcon(hue: Hue, icon: Icon) -> AnyView {
    view! {
        <span class=format!("hue-icon {}", hue.class())>
            <Glyph icon=icon />
        </span>
    }
    .into_any()
}

/// An urgency: level 1 is filled, 2 is outlined, from 3 on it is plain text.
#[component]
pub fn PriorityTag(level: u8, #[prop(into)] label: String, #[prop(optional, into)] class: String) -> AnyView {
    let (base, icon) = match level {
        0 | 1 => ("urg urg-1", Icon::OctagonAlert),
        2 => ("urg urg-2", Icon::TriangleAlert),
        _ => ("urg", Icon::Minus),
    };
    view! {
        <span class=classes(base, &class)>
            <Glyph icon=icon size=14 />
            {label}
        </span>
    }
    .into_any()
}

/// How heavy the box of a rank is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Filled with ink.
    Strong,
    /// Bordered.
    Medium,
    /// A faint border.
    #[default]
    Light,
}

/// A one-letter rank in a box. `label` is the whole meaning, read aloud and shown on hover.
#[component]
pub fn LetterBadge(
    #[prop(into)] letter: String,
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
) -> AnyView {
    let class = match weight {
        Weight::Strong => "letter letter-strong",
        Weight::Medium => "letter letter-medium",
        Weight::Light => "letter",
    };
    view! {
        <span class=class title=label>
            <span aria-hidden="true">{letter}</span>
            <span class="sr-only">{label.clone()}</span>
        </span>
    }
    .into_any()
}

/// A count in a pill; `hot` asks for attention.
#[component]
pub fn Count(#[prop(into)] text: String, #[prop(optional)] hot: bool) -> AnyView {
    view! { <span class=if hot { "count count-hot" } else { "count" }>{text}</span> }.into_any()
}

/// A key of the keyboard.
#[component]
pub fn Kbd(#[prop(into)] keys: String) -> AnyView {
    view! { <kbd class="kbd">{keys}</kbd> }.into_any()
}
