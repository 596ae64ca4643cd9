//! The tool bar of a list: search, filters, and the way to clear them. A plain GET form, sent again as filters change.

use i18n::{Locale, common, format};
use leptos::prelude::*;
use ui::{Field, Glyph, Icon, LinkButton, MenuLink, Variant};

/// The form of the list at `path`; `here` is its address as it is filtered now.
pub fn toolbar(label: &'static str, path: &'static str, here: String, content: AnyView) -> AnyView {
    view! {
        <form method="get" action=path role="search" aria-label=label class="toolbar" data-live=here>
            {content}
        </form>
    }
    .into_any()
}

/// The box for words.
pub fn search(label: &'static str, placeholder: &'static str, q: &str) -> AnyView {
    search_called("f-q", label, placeholder, q)
}

/// The same under an id of its own.
pub fn search_called(id: &'static str, label: &'static str, placeholder: &'static str, q: &str) -> AnyView {
    view! {
        <Field
            label=label
            label_hidden=true
            name="q"
            id=id
            kind="search"
            prefix=Icon::Search
            placeholder=placeholder
            maxlength="200"
            value=q.to_owned()
            class="w-72 max-w-full max-phone:w-auto max-phone:min-w-0 max-phone:flex-1"
        />
    }
    .into_any()
}

/// An order of the menu that sorts a list: `to` is the list in it; `descending` is the way of the order at hand.
pub fn order(to: String, label: &'static str, here: bool, descending: bool) -> AnyView {
    let icon = match (here, descending) {
        (false, _) => Icon::ChevronsUpDown,
        (true, false) => Icon::ArrowUp,
        (true, true) => Icon::ArrowDown,
    };
    view! { <MenuLink href=to label=label icon=icon current=here /> }.into_any()
}

/// A filter of one press: `to` is the list with it, or without it when it is on.
pub fn quick(on: bool, to: String, label: &'static str) -> AnyView {
    let mark = on.then(|| view! { <Glyph icon=Icon::Check /> });
    view! {
        <a class="btn btn-quiet" href=to aria-current=on.then_some("true")>
            {mark}
            {label}
        </a>
    }
    .into_any()
}

/// The same, with how many rows it leaves.
pub fn counted(locale: Locale, on: bool, to: String, label: &'static str, count: i64) -> AnyView {
    let mark = on.then(|| view! { <Glyph icon=Icon::Check /> });
    view! {
        <a class="btn btn-quiet" href=to aria-current=on.then_some("true")>
            {mark}
            {label}
            <span class="text-ink-3">{format::whole(locale, count)}</span>
        </a>
    }
    .into_any()
}

/// The link to the list without any filter.
pub fn clear(locale: Locale, to: String) -> AnyView {
    view! { <LinkButton href=to label=common::clear(locale) icon=Icon::FilterX variant=Variant::Ghost /> }
        .into_any()
}
