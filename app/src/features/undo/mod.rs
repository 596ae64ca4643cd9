//! Taking back what one has just done: the notice that offers it, and what became of it.

pub mod api;
mod text;

use crate::{session::use_locale, shared::error_text};
use api::{UndoChange, get_undo};
use domain::{Noun, UndoId, audit::Action, undo::UndoView};
use i18n::{Locale, common, undo as words};
use leptos::{ev, form::ActionForm, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use ui::{Flash, Tone};

/// The action, in the context of every page.
#[derive(Clone, Copy)]
struct Undo(ServerAction<UndoChange>);

/// Puts the action in the context; called once, by the frame around the pages: a notice goes with its address before
/// the action has ended.
pub fn provide_undo() {
    provide_context(Undo(ServerAction::new()));
}

fn use_undo() -> ServerAction<UndoChange> {
    use_context::<Undo>().map_or_else(ServerAction::new, |undo| undo.0)
}

/// How many times something was taken back since the document was loaded: resources that show what can be have it
/// among what they depend on.
pub fn use_undone() -> Signal<usize> {
    let times = use_undo().version();
    Signal::derive(move || times.get())
}

/// The notice of a change, by its number in the address: `undo=12` once it is made, `undone=12` once it is taken back.
/// `here` is the page's address without either.
pub fn notice(id: UndoId, undone: bool, here: String) -> AnyView {
    let locale = use_locale();
    let undo = use_undo();
    let view = Resource::new(|| (), move |()| get_undo(id));
    let shown = move || {
        let here = here.clone();
        Suspend::new(async move {
            let close = here.clone();
            let flash = move |tone, text: String, offer: Option<AnyView>| {
                let label = common::close(locale);
                view! { <Flash tone=tone text=text close_href=close close_label=label nostrip:offer=offer /> }
                    .into_any()
            };
            match view.await {
                Ok(Some(view)) if view.outcome.is_some() || undone => {
                    let (tone, text) = text::outcome(locale, &view);
                    flash(tone, text, None)
                }
                Ok(Some(view)) => {
                    let back = after(&view, &here);
                    flash(Tone::Ok, text::done(locale, &view), Some(offer(locale, undo, id, back)))
                }
                Ok(None) if undone => flash(Tone::Warn, words::too_late(locale).to_owned(), None),
                // Of another person, or from long ago: an address that was kept.
                Ok(None) | Err(_) => ().into_any(),
            }
        })
    };
    view! { <Transition>{shown}</Transition> }.into_any()
}

/// Where to go once it is undone: where one is, or to what is there again.
fn after(view: &UndoView, here: &str) -> String {
    match (view.noun, view.action, view.row) {
        (Noun::Equipment, Action::Deleted, Some(row)) => format!("/equipments/{row}"),
        _ => here.to_owned(),
    }
}

/// The button, as a form of its own: it works before WASM. Ctrl+Z presses it from anywhere but a field.
fn offer(locale: Locale, undo: ServerAction<UndoChange>, id: UndoId, back: String) -> AnyView {
    let button = NodeRef::<html::Button>::new();
    let live = !Owner::current_shared_context().is_some_and(|page| page.during_hydration());
    Effect::new(move |_| {
        let Some(button) = button.get() else { return };
        // The control that made the change has left with its dialog or row: the keyboard goes on here.
        let lost = document().active_element().is_none_or(|at| at.tag_name() == "BODY");
        if live && lost {
            let _ = button.focus();
        }
    });
    Effect::new(move |_| {
        let listener = window_event_listener(ev::keydown, move |event| {
            let z = event.key().eq_ignore_ascii_case("z") && (event.ctrl_key() || event.meta_key());
            let typed = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
            let in_field = typed.is_some_and(|e| e.matches("input, textarea, select").unwrap_or(false));
            let button = button.try_get_untracked().flatten();
            if z && !event.shift_key()
                && !event.alt_key()
                && !in_field
                && let Some(button) = button.filter(|b| b.closest("[hidden]").is_ok_and(|h| h.is_none()))
            {
                event.prevent_default();
                button.click();
            }
        });
        on_cleanup(move || listener.remove());
    });
    let refused = move || undo.value().get().and_then(Result::err).map(|e| error_text::error(locale, &e.0));
    view! {
        <span role="alert">{refused}</span>
        <ActionForm action=undo>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="back" value=back />
            <button
                node_ref=button
                type="submit"
                class="toast-undo"
                aria-keyshortcuts="Control+Z"
                title="Ctrl+Z"
                aria-busy=move || undo.pending().get().then_some("true")
            >
                {words::undo(locale)}
            </button>
        </ActionForm>
    }
    .into_any()
}
