//! The frame of the signed-in pages: sidebar (232 px, a 64 px rail under 1280 px), one main panel,
//! and under 600 px a dock at the bottom whose last button opens the whole navigation.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Brand, Glyph, Icon, LinkItem};

/// A group of the navigation; the first one has no title.
#[derive(Clone, Debug, PartialEq)]
pub struct NavGroup {
    pub title: Option<String>,
    pub items: Vec<NavItem>,
}

/// One place of the navigation.
#[derive(Clone, Debug, PartialEq)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: Icon,
    /// What waits there; `None` draws nothing.
    pub count: Option<String>,
    /// What waits there is filled in later: the value of `data-waiting`.
    pub waiting: Option<&'static str>,
    /// The count asks for attention.
    pub hot: bool,
    /// The page shown is there.
    pub current: bool,
}

impl NavItem {
    /// A place at `href` that reads `label`.
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: Icon) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            icon,
            count: None,
            waiting: None,
            hot: false,
            current: false,
        }
    }

    /// With what waits there.
    #[must_use]
    pub fn count(mut self, count: Option<String>, hot: bool) -> Self {
        self.count = count;
        self.hot = hot;
        self
    }

    /// With what waits there, filled in later.
    #[must_use]
    pub fn waiting(mut self, name: &'static str) -> Self {
        self.waiting = Some(name);
        self
    }

    /// Marked as the place shown.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// The words the frame itself needs.
#[derive(Clone, Debug)]
pub struct ShellText {
    /// The product's name.
    pub product: String,
    /// "Aller au contenu".
    pub skip: String,
    /// Name of the main navigation, read aloud.
    pub navigation: String,
    /// The dock's last button, "Menu".
    pub menu: String,
}

/// What every page shows at the right of its top bar (search, notifications); read by [`PageHeader`].
#[derive(Clone)]
struct Tools(ViewFn);

/// Whether the caller already stands inside a [`Shell`].
pub(crate) fn framed() -> bool {
    use_context::<Tools>().is_some()
}

/// What waits at a place. Filled in later, it is drawn without words: the link is described by them then.
fn waiting_there(item: &NavItem) -> AnyView {
    let count = item.count.clone().map(|count| {
        view! { <span class=if item.hot { "count count-hot" } else { "count" }>{count}</span> }
    });
    let later = item.waiting.map(|name| {
        view! { <span class="count" data-waiting=name aria-hidden="true" hidden></span> }
    });
    view! { {count} {later} }.into_any()
}

fn nav_link(item: NavItem) -> AnyView {
    let count = waiting_there(&item);
    view! {
        <a class="nav-link" href=item.href title=item.label aria-current=item.current.then_some("page")>
            <Glyph icon=item.icon />
            <span class="nav-label">{item.label.clone()}</span>
            {count}
        </a>
    }
    .into_any()
}

fn nav_group(group: NavGroup) -> AnyView {
    view! {
        {group.title.map(|title| view! { <p class="nav-title">{title}</p> })}
        {group.items.into_iter().map(nav_link).collect_view()}
    }
    .into_any()
}

/// The frame. `children` is the page, which begins with a [`PageHeader`].
#[component]
pub fn Shell(
    text: ShellText,
    #[prop(into)] groups: Signal<Vec<NavGroup>>,
    /// At most three places for the phone's dock.
    #[prop(into)]
    dock: Signal<Vec<NavItem>>,
    #[prop(default = "/".to_owned(), into)] home: String,
    /// Foot of the sidebar: an [`AccountMenu`](crate::AccountMenu).
    #[prop(optional, into)]
    account: ViewFn,
    /// Right of every page's top bar.
    #[prop(optional, into)]
    tools: ViewFn,
    /// Above the page: offline, maintenance, expired licence…
    #[prop(optional, into)]
    banner: ViewFn,
    /// The sidebar stays a rail at any width (calendar).
    #[prop(optional, into)]
    rail: Signal<bool>,
    children: Children,
) -> AnyView {
    provide_context(Tools(tools));
    let page = children();
    view! {
        <a class="skip-link" href="#main" rel="external">
            {text.skip}
        </a>
        <div class=move || if rail.get() { "shell shell-rail" } else { "shell" }>
            // On a phone the sidebar is a sheet that the dock's last button opens.
            <nav class="sidebar" id="shell-nav" popover="auto" aria-label=text.navigation on:click=close_sheet>
                <Brand name=text.product href=home />
                <div class="sidebar-nav">{move || groups.get().into_iter().map(nav_group).collect_view()}</div>
                <div class="sidebar-foot">{account.run()}</div>
            </nav>
            <main class="main" id="main" tabindex="-1">
                {banner.run()}
                {page}
            </main>
            <nav class="dock" aria-label=text.menu>
                {move || {
                    dock.get()
                        .into_iter()
                        .map(|item| {
                            let count = waiting_there(&item);
                            view! {
                                <a href=item.href aria-current=item.current.then_some("page")>
                                    <Glyph icon=item.icon size=24 />
                                    <span>{item.label}</span>
                                    {count}
                                </a>
                            }
                        })
                        .collect_view()
                }} <button type="button" popovertarget="shell-nav">
                    <Glyph icon=Icon::Menu size=24 />
                    <span>{text.menu.clone()}</span>
                </button>
            </nav>
        </div>
    }
    .into_any()
}

/// A link chosen in the phone's sheet closes it: the page changes under it without a reload.
fn close_sheet(event: leptos::ev::MouseEvent) {
    crate::popover::close_after_link(&event);
}

/// The top bar of a page: where it is, its name, the frame's tools, its own actions (children).
#[component]
pub fn PageHeader(
    #[prop(into)] title: Signal<String>,
    /// The pages above this one.
    #[prop(optional)]
    crumbs: Vec<LinkItem>,
    /// Name of the breadcrumb, read aloud.
    #[prop(optional, into)]
    crumbs_label: String,
    #[prop(optional, into)] class: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let tools = use_context::<Tools>().map(|tools| tools.0.run());
    view! {
        <header class=classes("topbar", &class)>
            {(!crumbs.is_empty()).then(|| view! { <crate::Breadcrumb label=crumbs_label items=crumbs /> })}
            <h1>{move || title.get()}</h1>
            <div class="topbar-end">
                {tools}
                {children.map(|children| view! { <div class="topbar-actions">{children()}</div> })}
            </div>
        </header>
    }
    .into_any()
}
