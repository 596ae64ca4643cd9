//! Modal dialogs on the native `<dialog>`: the browser traps focus, closes on Escape and gives focus back.
//! Only what cannot be undone asks first.

use leptos::html;
use leptos::prelude::*;

use crate::button::{Size, Variant, button_class};
use crate::{Glyph, Icon};

/// A dialog called `id`. It opens by [`DialogButton`], even before WASM, or by setting `open`;
/// a server that renders it with `open` already true shows it in the page.
/// A `<form method="dialog">` inside closes it.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] open: RwSignal<bool>,
    /// The label of the corner button that closes.
    #[prop(into)]
    close_label: String,
    /// It warns before something is destroyed: `role="alertdialog"`.
    #[prop(optional)]
    alert: bool,
    /// 720 px instead of 480.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (wanted, Some(dialog)) = (open.get(), node.get()) else {
            return;
        };
        if wanted && !dialog.matches(":modal").unwrap_or(false) {
            // One that the server drew open is in the page; a modal one starts closed.
            dialog.close();
            // Fails only when the dialog has left the document, and then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    view! {
        <dialog
            node_ref=node
            id=id
            class=if wide { "dialog dialog-wide" } else { "dialog" }
            role=alert.then_some("alertdialog")
            aria-labelledby=title_id
            open=open.get_untracked()
            on:close=move |_| open.set(false)
        >
            <header class="dialog-head">
                <h2 id=title_id.clone()>{title}</h2>
                <form method="dialog">
                    <button class="btn btn-ghost btn-sm btn-square" aria-label=close_label>
                        <Glyph icon=Icon::X />
                    </button>
                </form>
            </header>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
    .into_any()
}

/// The last line of a dialog: a way out that keeps everything, then the action.
#[component]
pub fn DialogActions(#[prop(into)] cancel: String, children: Children) -> AnyView {
    view! {
        <div class="dialog-actions">
            <form method="dialog">
                <button class="btn">{cancel}</button>
            </form>
            {children()}
        </div>
    }
    .into_any()
}

/// A button that opens the dialog called `dialog`, by the browser alone where it can.
#[component]
pub fn DialogButton(
    #[prop(into)] dialog: String,
    #[prop(into)] label: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional, into)] icon: Option<Icon>,
    /// Only the icon is shown, the label is read aloud.
    #[prop(optional)]
    icon_only: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let target = dialog.clone();
    let hidden = icon_only.then(|| label.clone());
    let open = move |_| {
        use leptos::wasm_bindgen::JsCast;
        let element = document().get_element_by_id(&target);
        let Some(dialog) = element.and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok()) else {
            return;
        };
        // By then a browser that knows `command` has opened it itself.
        request_animation_frame(move || {
            if !dialog.open() {
                // Fails only when the dialog has left the document, and then there is nothing to show.
                let _ = dialog.show_modal();
            }
        });
    };
    view! {
        <button
            type="button"
            class=button_class(variant, size, icon_only, &class)
            command="show-modal"
            commandfor=dialog
            aria-haspopup="dialog"
            aria-label=hidden.clone()
            title=hidden
            on:click=open
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {(!icon_only).then_some(label)}
        </button>
    }
    .into_any()
}
