//! Pages fetched in the background and drawn in place.

use super::{
    again, copy, dom, files, follow, keep, list::here, morph::morph, shown_with, strength, ticking, ticks,
    waiting, widgets,
};
use crate::document::PERSON;
use leptos::{
    prelude::{document, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{self, Request, RequestInit, Response, SupportedType, Url},
};
use std::cell::Cell;
use wasm_bindgen_futures::JsFuture;

/// What stands above a form that came back refused.
pub(super) const REFUSAL: &str = ".error-summary:not([hidden]), .refused";

thread_local! {
    /// Counts how often the page was asked for anew.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// Which of these it was drawn from last.
    static DRAWN: Cell<u32> = const { Cell::new(0) };
}

/// A page as the server answered it.
pub struct Answer {
    /// Where it was found in the end, after any redirect.
    pub url: Url,
    pub status: u16,
    pub document: web_sys::Document,
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached.
    Unreachable,
    /// It answered with something else, and this status.
    Status(u16),
}

impl Answer {
    /// Whether the server refused: by its status, or by coming back with the form.
    pub fn refuses(&self) -> bool {
        self.status >= 400 || self.url.search_params().has("replay")
    }

    /// Whether it is another version of the page at hand.
    pub fn is_here(&self) -> bool {
        window().location().pathname().is_ok_and(|here| here == self.url.pathname())
    }

    /// Draws it in place of the page at hand.
    pub fn draw(&self) {
        let (Some(old), Some(new)) = (document().body(), self.document.body()) else { return };
        document().set_title(&self.document.title());
        let roots = document().document_element().zip(self.document.document_element());
        if let Some((old, new)) = roots
            && let Some(person) = new.get_attribute(PERSON)
        {
            // Fails for no attribute of that name.
            let _ = old.set_attribute(PERSON, &person);
        }
        for added in morph(&old, &new) {
            take_over(&added);
        }
        arrive();
    }

    /// Its address and what follows the path, without what brought a refused form back.
    pub fn address(&self) -> String {
        self.url.search_params().delete("replay");
        format!("{}{}", self.url.pathname(), self.url.search())
    }
}

/// What a page just drawn needs: dialogs that the server drew open become modal, an error is unfolded and gets
/// the focus.
pub fn arrive() {
    ticking::drawn();
    files::drawn();
    waiting::show();
    widgets::drawn();
    copy::drawn();
    strength::drawn();
    shown_with::drawn();
    again::drawn();
    if let Some(body) = document().body() {
        for dialog in dom::all(&body, "dialog[open]:not(:modal)") {
            if let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>() {
                dialog.close();
                // Fails only when it has left the document.
                let _ = dialog.show_modal();
            }
        }
        for row in dom::all(&body, "[data-row]") {
            if let Some(row) = row.dyn_ref() {
                ui::reveal(row);
            }
        }
        // What is wrong is seen, folded away or not.
        for folded in dom::all(&body, "details:not([open]):has(.error)") {
            let _ = folded.set_attribute("open", "");
        }
        keep::bring_back(&body);
    }
    ticks::count();
    follow::offer();
    if let Some(summary) = dom::first(REFUSAL) {
        dom::focus(&summary);
    }
}

/// Asks for a page.
///
/// # Errors
/// [`Failure`].
pub async fn ask(url: &str, init: &RequestInit) -> Result<Answer, Failure> {
    let request = Request::new_with_str_and_init(url, init).map_err(|_| Failure::Unreachable)?;
    // As a browser asks for a page: the server redirects, and keeps a refused form.
    request.headers().set("accept", "text/html").map_err(|_| Failure::Unreachable)?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request))
        .await
        .and_then(JsCast::dyn_into)
        .map_err(|_| Failure::Unreachable)?;
    let html = response.headers().get("content-type").ok().flatten();
    if !html.is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(Failure::Status(response.status()));
    }
    let text = JsFuture::from(response.text().map_err(|_| Failure::Unreachable)?)
        .await
        .map_err(|_| Failure::Unreachable)?;
    let parser = web_sys::DomParser::new().map_err(|_| Failure::Unreachable)?;
    let document = parser
        .parse_from_string(&text.as_string().unwrap_or_default(), SupportedType::TextHtml)
        .map_err(|_| Failure::Unreachable)?;
    // Here scripts run: what stands for where they do not would be taken for a part of the page.
    for other in document.body().iter().flat_map(|body| dom::all(body, "noscript")) {
        other.remove();
    }
    let url = Url::new(&response.url()).map_err(|_| Failure::Unreachable)?;
    Ok(Answer { url, status: response.status(), document })
}

/// Draws the page at hand anew, with what has changed since: filters, the scroll position and what is typed stay. A form
/// that came back refused stays as well, with what is wrong: the page waits for it.
pub fn refresh() {
    spawn_local(async {
        redraw("[data-bell]").await;
    });
}

/// The same, to be waited for. While the page waits for a refused form, `part` of it alone is drawn anew. Whether to ask for the
/// page again: not once it is gone, or its reader signed out.
pub async fn redraw(part: &'static str) -> bool {
    if shows_refusal() {
        redraw_part(part).await;
        return true;
    }
    let (asked, turn) = (here(), next_turn());
    let Ok(answer) = ask(&asked, &RequestInit::new()).await else { return true };
    if !answer.is_here() || answer.status >= 400 {
        return answer.status >= 500;
    }
    // Another view of the page may be there by now, or a later answer.
    if !shows_refusal() && here() == asked && DRAWN.get() < turn {
        DRAWN.set(turn);
        answer.draw();
    }
    true
}

/// Whether a form of the page is refused: its address would bring it back empty.
fn shows_refusal() -> bool {
    dom::first(REFUSAL).is_some() || dom::first("[aria-invalid=true]").is_some()
}

/// Draws one element of the page at hand anew.
pub fn refresh_part(selector: &'static str) {
    spawn_local(redraw_part(selector));
}

async fn redraw_part(selector: &'static str) {
    let Ok(answer) = ask(&here(), &RequestInit::new()).await else { return };
    let new = answer.document.query_selector(selector).ok().flatten();
    if let Some((old, new)) = dom::first(selector).zip(new) {
        for added in morph(&old, &new) {
            take_over(&added);
        }
        files::drawn();
    }
}

fn next_turn() -> u32 {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    turn
}

/// Loads a page as a link does.
pub fn go(address: &str) {
    // Fails only where the document may not navigate.
    let _ = window().location().assign(address);
}

/// Makes the islands of elements that were added live; the document's own script knows how.
fn take_over(added: &web_sys::Element) {
    let function = js_sys::Reflect::get(&window(), &JsValue::from_str("takeOver"));
    if let Ok(function) = function.and_then(JsCast::dyn_into::<js_sys::Function>) {
        let _ = function.call1(&JsValue::NULL, added);
    }
}
