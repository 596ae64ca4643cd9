//! Cards, the rows of short lists, and pairs of a name and a value.

use leptos::prelude::*;

use crate::ids::classes;

/// A card. With a `title` it has a head, whose `end` holds a link or a button.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    /// Beside the title, a count for instance.
    #[prop(optional, into)]
    mark: Option<AnyView>,
    #[prop(optional, into)] end: Option<AnyView>,
    /// The children touch the edges (rows, table) instead of standing in the padding.
    #[prop(optional)]
    flush: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    let body = if flush {
        ""
    } else if title.is_some() {
        "card-body"
    } else {
        "p-4"
    };
    view! {
        <section class=classes("card", &class)>
            {title
                .map(|title| {
                    view! {
                        <header class="card-head">
                            <h2>{title}</h2>
                            {mark}
                            {end.map(|end| view! { <div class="end">{end}</div> })}
                        </header>
                    }
                })} <div class=body>{children()}</div>
        </section>
    }
    .into_any()
}

/// A short list: the children are `<li class="row">` or [`RowLink`].
#[component]
pub fn Rows(#[prop(optional, into)] class: String, children: Children) -> AnyView {
    view! { <ul class=classes("rows", &class)>{children()}</ul> }.into_any()
}

/// A row that leads somewhere: what stands first, two lines of text, what stands last.
#[component]
pub fn RowLink(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional, into)] start: Option<AnyView>,
    #[prop(optional, into)] end: Option<AnyView>,
) -> AnyView {
    view! {
        <li>
            <a class="row" href=href>
                {start}
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    {text.map(|text| view! { <span class="row-sub">{text}</span> })}
                </span>
                {end}
            </a>
        </li>
    }
    .into_any()
}
