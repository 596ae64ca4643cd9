//! Short confirmations at the bottom of the screen, and the way to undo what they confirm.
//! They leave by themselves after eight seconds, never while pointed at or focused.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::{Glyph, Icon, Tone};

/// How long a message stays.
const SHOWN: Duration = Duration::from_secs(8);

/// What a message offers beside its text.
#[derive(Clone)]
pub enum ToastAction {
    /// Runs in the browser, then the message leaves.
    Run { label: String, run: Callback<()> },
    /// Goes to a page.
    Link { label: String, href: String },
}

#[derive(Clone)]
struct Toast {
    key: u32,
    tone: Tone,
    text: String,
    action: Option<ToastAction>,
}

/// The messages of the page; a copy can be kept in any event handler.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toaster {
    fn new() -> Self {
        Self { toasts: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Shows a message.
    pub fn push(self, tone: Tone, text: impl Into<String>) {
        self.show(tone, text.into(), None);
    }

    /// Shows a message that can be undone, or leads somewhere.
    pub fn push_action(self, tone: Tone, text: impl Into<String>, action: ToastAction) {
        self.show(tone, text.into(), Some(action));
    }

    fn show(self, tone: Tone, text: String, action: Option<ToastAction>) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.toasts.update(|toasts| {
            // Three at most: an older confirmation has been read or never will be.
            if toasts.len() == 3 {
                toasts.remove(0);
            }
            toasts.push(Toast { key, tone, text, action });
        });
    }

    fn close(self, key: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.key != key));
    }
}

/// Puts a [`Toaster`] in the context; called once, by the layout that draws [`Toasts`].
pub fn provide_toaster() -> Toaster {
    let toaster = Toaster::new();
    provide_context(toaster);
    toaster
}

/// The toaster of the layout. Without one, messages go nowhere.
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(Toaster::new)
}

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

/// The region where messages appear; drawn once, by the layout. `close_label`: "Fermer".
#[component]
pub fn Toasts(#[prop(into)] label: String, #[prop(into)] close_label: String) -> AnyView {
    let toaster = use_toaster();
    view! {
        <section class="toasts" role="status" aria-live="polite" aria-label=label>
            <For each=move || toaster.toasts.get() key=|toast| toast.key let(toast)>
                <ToastView toaster=toaster toast=toast close_label=close_label.clone() />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn ToastView(toaster: Toaster, toast: Toast, close_label: String) -> AnyView {
    let key = toast.key;
    let held = RwSignal::new(false);
    leave_later(held, move || toaster.close(key));
    let action = toast.action.map(|action| match action {
        ToastAction::Run { label, run } => view! {
            <button
                type="button"
                on:click=move |_| {
                    run.run(());
                    toaster.close(key);
                }
            >
                {label}
            </button>
        }
        .into_any(),
        ToastAction::Link { label, href } => view! { <a href=href>{label}</a> }.into_any(),
    });
    view! {
        <div
            class="toast"
            on:mouseenter=move |_| held.set(true)
            on:mouseleave=move |_| held.set(false)
            on:focusin=move |event| held.set(by_keyboard(&event))
            on:focusout=move |_| held.set(false)
        >
            <Glyph icon=toast.tone.icon() class=format!("toast-{}", toast.tone.word()) />
            <span class="toast-text">{toast.text}</span>
            {action}
            <button type="button" class="toast-close" aria-label=close_label on:click=move |_| toaster.close(key)>
                <Glyph icon=Icon::X size=14 />
            </button>
        </div>
    }
    .into_any()
}

/// The same message drawn by the server after a redirect. `close_href` takes it away without WASM; so does whatever is
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
