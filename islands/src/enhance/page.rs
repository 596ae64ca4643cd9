//! Pages fetched in the background and drawn in place.

use super::{dom, keep, morph::morph, ticking, waiting};
use leptos::{
    prelude::{document, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{self, Request, RequestInit, Response, SupportedType, Url},
};
use wasm_bindgen_futures::JsFuture;

/// What stands above a form that came back refused.
const REFUSAL: &str = ".error-summary:not([hidden]), .refused";

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

/// What a page just drawn needs: dialogs that the server drew open become modal, an error gets the focus.
pub fn arrive() {
    ticking::drawn();
    waiting::show();
    if let Some(body) = document().body() {
        for dialog in dom::all(&body, "dialog[open]:not(:modal)") {
            if let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>() {
                dialog.close();
                // Fails only when it has left the document.
                let _ = dialog.show_modal();
            }
        }
        if let Some(current) = dom::first("[data-row] [aria-current]") {
            current.scroll_into_view_with_bool(false);
        }
        keep::bring_back(&body);
    }
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
    let url = Url::new(&response.url()).map_err(|_| Failure::Unreachable)?;
    Ok(Answer { url, status: response.status(), document })
}

/// Draws the page at hand anew, with what has changed since: filters, the scroll position and what is typed stay. A form
/// that came back refused stays as well, with what is wrong: the page waits for it.
pub fn refresh() {
    if shows_refusal() {
        return refresh_part("[data-bell]");
    }
    spawn_local(async {
        let Ok(here) = window().location().href() else { return };
        if let Ok(answer) = ask(&here, &RequestInit::new()).await
            && answer.is_here()
            && answer.status < 400
            && !shows_refusal()
        {
            answer.draw();
        }
    });
}

/// Whether a form of the page is refused: its address would bring it back empty.
fn shows_refusal() -> bool {
    dom::first(REFUSAL).is_some() || dom::first("[aria-invalid=true]").is_some()
}

/// Draws one element of the page at hand anew.
pub fn refresh_part(selector: &'static str) {
    spawn_local(async move {
        let Ok(here) = window().location().href() else { return };
        let Ok(answer) = ask(&here, &RequestInit::new()).await else { return };
        let new = answer.document.query_selector(selector).ok().flatten();
        if let Some((old, new)) = dom::first(selector).zip(new) {
            morph(&old, &new);
        }
    });
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
