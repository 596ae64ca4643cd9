//! Menus: a button and a panel that the browser itself opens, closes and places. Also filters of a list.

use leptos::prelude::*;

use crate::button::button_class;
use crate::popover::close_after_link;
use crate::{Avatar, Glyph, Icon, Size, Variant};

/// Where a panel hangs on its button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Below, from the button's left edge.
    #[default]
    Start,
    /// Below, up to the button's right edge.
    End,
    /// Above.
    Up,
}

impl Align {
    const fn class(self) -> &'static str {
        match self {
            Align::Start => "popover menu-panel",
            Align::End => "popover menu-panel menu-end",
            Align::Up => "popover menu-panel menu-up",
        }
    }
}

/// A button that opens a panel; the children are [`MenuLink`]s, [`MenuButton`]s, or anything.
#[component]
pub fn Menu(
    /// Unique in the page: the panel's id.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] icon: Option<Icon>,
    /// Only the icon is shown, the label is read aloud.
    #[prop(optional)]
    icon_only: bool,
    #[prop(default = Variant::Quiet)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional)] align: Align,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    let hidden = icon_only.then(|| label.clone());
    view! {
        <button
            type="button"
            class=button_class(variant, size, icon_only, &class)
            popovertarget=id.clone()
            aria-label=hidden.clone()
            title=hidden
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {(!icon_only).then(|| view! { {label} <Glyph icon=Icon::ChevronDown size=14 /> })}
        </button>
        <div id=id class=align.class() popover="auto" on:click=|ev| close_after_link(&ev)>
            {children()}
        </div>
    }
    .into_any()
}

/// A line of a menu that goes to a page.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional)] current: bool,
    /// The browser saves the answer instead of showing it.
    #[prop(optional)]
    download: bool,
) -> AnyView {
    view! {
        <a
            class="menu-item"
            href=href
            aria-current=current.then_some("true")
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {label}
        </a>
    }
    .into_any()
}

/// A line of a menu that acts: it submits the form around it (or `form`), or runs `on_click`.
#[component]
pub fn MenuButton(
    #[prop(into)] label: String,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(default = "submit")] kind: &'static str,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] form: Option<String>,
    /// It destroys something.
    #[prop(optional)]
    danger: bool,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> AnyView {
    view! {
        <button
            type=kind
            class=if danger { "menu-item menu-danger" } else { "menu-item" }
            name=name
            value=value
            form=form
            data-closes=""
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {label}
        </button>
    }
    .into_any()
}

/// A title inside a menu.
#[component]
pub fn MenuTitle(#[prop(into)] text: String) -> AnyView {
    view! { <p class="menu-title">{text}</p> }.into_any()
}

/// A line between two parts of a menu.
#[component]
pub fn MenuRule() -> AnyView {
    view! { <div class="menu-rule"></div> }.into_any()
}

/// The foot of the sidebar: who is signed in; the children are the lines of their menu.
#[component]
pub fn AccountMenu(
    #[prop(default = "account-menu".to_owned(), into)] id: String,
    #[prop(into)] name: String,
    /// Role and site.
    #[prop(optional, into)]
    note: Option<String>,
    children: Children,
) -> AnyView {
    view! {
        <button type="button" class="account" popovertarget=id.clone()>
            <Avatar name=name.clone() large=true />
            <span class="nav-label min-w-0 flex-1">
                <span class="account-name">{name}</span>
                {note.map(|note| view! { <span class="account-note">{note}</span> })}
            </span>
            <span class="nav-label">
                <Glyph icon=Icon::ChevronsUpDown size=14 />
            </span>
        </button>
        <div id=id class="popover menu-panel menu-up" popover="auto" on:click=|ev| close_after_link(&ev)>
            {children()}
        </div>
    }
    .into_any()
}
