//! Tabs, chips and segments that are links: the place in the page is in the URL.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon};

/// One link of a row of tabs, chips or segments.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkItem {
    pub href: String,
    pub label: String,
    pub icon: Option<Icon>,
    pub count: Option<String>,
    /// This is the place shown.
    pub current: bool,
}

impl LinkItem {
    /// A link to `href` that reads `label`.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), icon: None, count: None, current: false }
    }

    /// With an icon before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With a count after the words.
    #[must_use]
    pub fn count(mut self, count: impl ToString) -> Self {
        self.count = Some(count.to_string());
        self
    }

    /// Marked as the place shown.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

fn links(items: Vec<LinkItem>, class: &'static str, count: &'static str, current: &'static str) -> AnyView {
    items
        .into_iter()
        .map(|item| {
            view! {
                <a class=class href=item.href aria-current=item.current.then_some(current)>
                    {item.icon.map(|icon| view! { <Glyph icon=icon size=14 /> })}
                    {item.label}
                    {item.count.map(|text| view! { <span class=count>{text}</span> })}
                </a>
            }
        })
        .collect_view()
        .into_any()
}

/// The parts of one page.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] items: Signal<Vec<LinkItem>>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    view! {
        <nav data-row="" class=classes("tabs", &class) aria-label=label>
            {move || links(items.get(), "tab", "count", "page")}
        </nav>
    }
    .into_any()
}

/// Saved views and quick filters, each with its count.
#[component]
pub fn Chips(
    #[prop(into)] label: String,
    #[prop(into)] items: Signal<Vec<LinkItem>>,
    #[prop(optional, into)] class: String,
    /// What stands after the chips, a button that saves the filter for instance.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    view! {
        <nav class=classes("chips", &class) aria-label=label>
            {move || links(items.get(), "chip", "chip-count", "true")}
            {children.map(|children| children())}
        </nav>
    }
    .into_any()
}

/// Two to four ways to show the same thing (table, tree, map).
#[component]
pub fn LinkSegments(
    #[prop(into)] label: String,
    #[prop(into)] items: Signal<Vec<LinkItem>>,
    /// Only the icons are shown; the words are read aloud.
    #[prop(optional)]
    icons_only: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    view! {
        <nav class=classes("seg", &class) aria-label=label>
            {move || {
                items
                    .get()
                    .into_iter()
                    .map(|item| {
                        let title = icons_only.then(|| item.label.clone());
                        view! {
                            <a href=item.href aria-current=item.current.then_some("true") title=title>
                                {item.icon.map(|icon| view! { <Glyph icon=icon size=if icons_only { 18 } else { 14 } /> })}
                                <span class=if icons_only { "sr-only" } else { "" }>{item.label}</span>
                            </a>
                        }
                    })
                    .collect_view()
            }}
        </nav>
    }
    .into_any()
}
