//! Buttons and links that look like buttons. One primary action in a view.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon};

/// What a button weighs in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The one action the page is for.
    Primary,
    /// Any other action: a visible border.
    #[default]
    Plain,
    /// Destroys or stops something.
    Danger,
    /// A discreet action: no border until pointed at.
    Ghost,
    /// A tool: a faint border.
    Quiet,
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// In rows and card headers.
    Small,
    #[default]
    Normal,
    /// 48 px, in sign-in forms.
    Large,
    /// 56 px, the action at the bottom of a phone screen.
    Touch,
}

pub(crate) fn button_class(variant: Variant, size: Size, square: bool, more: &str) -> String {
    let variant = match variant {
        Variant::Primary => " btn-primary",
        Variant::Plain => "",
        Variant::Danger => " btn-danger",
        Variant::Ghost => " btn-ghost",
        Variant::Quiet => " btn-quiet",
    };
    let size = match size {
        Size::Small => " btn-sm",
        Size::Normal => "",
        Size::Large => " btn-lg",
        Size::Touch => " btn-touch",
    };
    classes(&format!("btn{variant}{size}{}", if square { " btn-square" } else { "" }), more)
}

/// A button: `submit` in a form by default, `kind="button"` for one that only acts in the browser.
/// While `busy` the label stays and a spinner joins it. A refused action stays focusable
/// (`aria-disabled`) and says why in `reason`, which is also its description.
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into)] icon: Option<Icon>,
    /// `submit` or `button`.
    #[prop(default = "submit")]
    kind: &'static str,
    #[prop(optional, into)] id: Option<String>,
    /// The pair sent with the form when this button submits it.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// The id of the form it submits, when it stands outside.
    #[prop(optional, into)]
    form: Option<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Why the action is refused; a reason alone disables the button.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> AnyView {
    let off = move || disabled.get() || reason.with(Option::is_some);
    let click = move |event: leptos::ev::MouseEvent| {
        if off() || busy.get() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=kind
            id=id
            class=button_class(variant, size, false, &class)
            name=name
            value=value
            form=form
            disabled=move || disabled.get() && reason.with(Option::is_none)
            aria-disabled=move || off().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=move || reason.get()
            aria-description=move || reason.get()
            on:click=click
        >
            {move || {
                if busy.get() {
                    Some(view! { <Glyph icon=Icon::LoaderCircle class="spin" /> })
                } else {
                    icon.map(|icon| view! { <Glyph icon=icon /> })
                }
            }}
            {label}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into)] icon: Option<Icon>,
    /// An icon after the words, an arrow for instance.
    #[prop(optional, into)]
    end_icon: Option<Icon>,
    /// The browser saves the answer instead of showing it; also keeps the router away from it.
    #[prop(optional)]
    download: bool,
    /// `external` keeps the router away from a link it does not serve.
    #[prop(optional, into)]
    rel: Option<String>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    view! {
        <a
            href=href
            class=button_class(variant, size, false, &class)
            download=download.then_some("")
            rel=rel.or_else(|| download.then(|| "external".to_owned()))
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {label}
            {end_icon.map(|icon| view! { <Glyph icon=icon /> })}
        </a>
    }
    .into_any()
}

/// A square button that shows only an icon: its `label` is read aloud and shown on hover.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(default = Variant::Ghost)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(default = "button")] kind: &'static str,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// `aria-pressed`, for a button that stays in.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// A dot on the corner: something new waits behind it (the label must say it too).
    #[prop(optional, into)]
    dot: Signal<bool>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> AnyView {
    view! {
        <button
            type=kind
            class=button_class(variant, size, true, &class)
            name=name
            value=value
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            aria-label=label.clone()
            title=label
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {move || {
                let icon = if busy.get() { Icon::LoaderCircle } else { icon };
                view! { <Glyph icon=icon class=if busy.get() { "spin" } else { "" } /> }
            }}
            {move || dot.get().then(|| view! { <span class="btn-dot"></span> })}
        </button>
    }
    .into_any()
}

/// A square link that shows only an icon, for the actions of a table row.
#[component]
pub fn IconLink(
    icon: Icon,
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(default = Variant::Ghost)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional)] dot: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    view! {
        <a href=href class=button_class(variant, size, true, &class) aria-label=label.clone() title=label>
            <Glyph icon=icon />
            {dot.then(|| view! { <span class="btn-dot"></span> })}
        </a>
    }
    .into_any()
}
