//! Taking back what one has just done: the notice that offers it, and what became of it.

pub mod api;
mod text;

use crate::session::use_locale;
use api::{UndoChange, get_undo};
use domain::{Noun, UndoId, audit::Action, undo::UndoView};
use i18n::{Locale, common, undo as words};
use leptos::{prelude::*, server_fn::ServerFn};
use ui::{Flash, Tone};

/// The notice of a change, by its number in the address: `undo=12` once it is made, `undone=12` once it is taken back.
/// `here` is the page's address without either.
pub fn notice(id: UndoId, undone: bool, here: String) -> AnyView {
    let locale = use_locale();
    let shown = Suspend::new(async move {
        let close = here.clone();
        let flash = move |tone, text: String, offer: Option<AnyView>| {
            let label = common::close(locale);
            view! { <Flash tone=tone text=text close_href=close close_label=label nostrip:offer=offer /> }
                .into_any()
        };
        match get_undo(id).await {
            Ok(Some(view)) if view.outcome.is_some() || undone => {
                let (tone, text) = text::outcome(locale, &view);
                flash(tone, text, None)
            }
            Ok(Some(view)) => {
                let back = after(&view, &here);
                flash(Tone::Ok, text::done(locale, &view), Some(offer(locale, id, back)))
            }
            Ok(None) if undone => flash(Tone::Warn, words::too_late(locale).to_owned(), None),
            // Of another person, or from long ago: an address that was kept.
            Ok(None) | Err(_) => ().into_any(),
        }
    });
    view! { <Suspense>{shown}</Suspense> }.into_any()
}

/// Where to go once it is undone: where one is, or to what is there again.
fn after(view: &UndoView, here: &str) -> String {
    match (view.noun, view.action, view.row) {
        (Noun::Equipment, Action::Deleted, Some(row)) => format!("/equipments/{row}"),
        _ => here.to_owned(),
    }
}

/// The button, as a form of its own. Ctrl+Z presses it from anywhere but a field (`islands::enhance`).
fn offer(locale: Locale, id: UndoId, back: String) -> AnyView {
    view! {
        <form method="post" action=UndoChange::url()>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="back" value=back />
            <button type="submit" class="toast-undo" aria-keyshortcuts="Control+Z" title="Ctrl+Z">
                {words::undo(locale)}
            </button>
        </form>
    }
    .into_any()
}
