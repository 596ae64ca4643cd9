//! Short confirmations at the bottom of the screen, and the way to undo what they confirm.
//! They leave by themselves after eight seconds, never while pointed at or focused.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::{Glyph, Icon, Tone};

/// How long a message stays.
const SHOWN: Duration = Duration::from_secs(8);

/// Runs `close` after eight seconds in which nobody points at the message.
fn leave_later(held: RwSignal<bool>, close: impl Fn() + Clone + Send + Sync + 'static) {
    Effect::new(move |_| {
        if !held.get() {
            let close = close.clone();
            if let Ok(timer) = set_timeout_with_handle(close, SHOWN) {
                on_cleanup(move || timer.clear());
            }
        }
    });
}

/// Whether the focus came by the keyboard: a button that was clicked keeps no message on the screen.
fn by_keyboard(event: &leptos::ev::FocusEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.matches(":focus-visible").unwrap_or(true))
}

/// The message that the server draws after a redirect. `close_href` takes it away without WASM; so does whatever is
/// refused after it.
#[component]
pub fn Flash(
    #[prop(default = Tone::Ok)] tone: Tone,
    #[prop(into)] text: String,
    /// The same page without the message.
    #[prop(into)]
    close_href: String,
    #[prop(into)] close_label: String,
    /// What it offers beside its text: a form with one button.
    #[prop(optional)]
    offer: Option<AnyView>,
) -> AnyView {
    let held = RwSignal::new(false);
    let gone = RwSignal::new(false);
    leave_later(held, move || gone.set(true));
    view! {
        <div class="toasts [body:has(.error-summary,.refused)_&]:hidden" data-flash="" hidden=move || gone.get()>
            <div
                class="toast"
                role=if tone == Tone::Danger { "alert" } else { "status" }
                on:mouseenter=move |_| held.set(true)
                on:mouseleave=move |_| held.set(false)
                on:focusin=move |event| held.set(by_keyboard(&event))
                on:focusout=move |_| held.set(false)
            >
                <Glyph icon=tone.icon() class=format!("toast-{}", tone.word()) />
                <span class="toast-text">{text}</span>
                {offer}
                <a
                    class="toast-close"
                    href=close_href
                    aria-label=close_label
                    on:click=move |ev| {
                        ev.prevent_default();
                        gone.set(true);
                    }
                >
                    <Glyph icon=Icon::X size=14 />
                </a>
            </div>
        </div>
    }
    .into_any()
}
