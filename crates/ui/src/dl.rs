//! Pairs of a name and a value.

use leptos::prelude::*;

use crate::ids::classes;

/// A description list; the children are [`DlItem`]s.
#[component]
pub fn Dl(#[prop(optional, into)] class: String, children: Children) -> AnyView {
    view! { <dl class=classes("kv", &class)>{children()}</dl> }.into_any()
}

/// One pair. A value that is not known reads as a dash, never as an empty line.
#[component]
pub fn DlItem(
    #[prop(into)] label: String,
    /// The value as text; the children otherwise.
    #[prop(optional, into)]
    value: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let content = match (children, value) {
        (Some(children), _) => children().into_any(),
        (None, Some(value)) if !value.is_empty() => value.into_any(),
        (None, _) => view! { <span class="text-ink-3">"–"</span> }.into_any(),
    };
    view! {
        <dt>{label}</dt>
        <dd>{content}</dd>
    }
    .into_any()
}
