//! What happened, newest first.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon, Tone};

/// A list of events; the children are [`TimelineItem`]s.
#[component]
pub fn Timeline(#[prop(optional, into)] class: String, children: Children) -> AnyView {
    view! { <ol class=classes("timeline", &class)>{children()}</ol> }.into_any()
}

/// One event: an icon, two lines, perhaps a mark, and when.
#[component]
pub fn TimelineItem(
    icon: Icon,
    #[prop(optional)] tone: Tone,
    #[prop(into)] title: String,
    #[prop(optional, into)] href: Option<String>,
    #[prop(optional, into)] text: Option<String>,
    /// Already written for the reader.
    #[prop(into)]
    time: String,
    /// The same instant for machines (RFC 3339).
    #[prop(optional, into)]
    datetime: Option<String>,
    #[prop(optional, into)] mark: Option<AnyView>,
    /// What follows the two lines: photographs, a comment…
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let title = match href {
        Some(href) => view! { <a class="row-link" href=href>{title}</a> }.into_any(),
        None => view! { <span class="row-title">{title}</span> }.into_any(),
    };
    view! {
        <li>
            <span class=format!("timeline-icon timeline-{}", tone.word())>
                <Glyph icon=icon />
            </span>
            <div>
                {title} {text.map(|text| view! { <span class="row-sub">{text}</span> })}
                {children.map(|children| children())}
            </div>
            <div>{mark}</div>
            <time datetime=datetime>{time}</time>
        </li>
    }
    .into_any()
}
