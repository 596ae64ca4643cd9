//! Buttons that take something away: `data-copy` a text, with the word for it in the next `data-copied`; `data-print` the page.

use super::dom;
use leptos::{
    prelude::{document, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Clipboard, Element, MouseEvent},
};
use wasm_bindgen_futures::JsFuture;

pub fn watch() {
    dom::on("click", false, |event: MouseEvent| {
        if let Some(button) = dom::around(&event, "[data-copy]") {
            copy(button);
        }
        if dom::around(&event, "[data-print]").is_some() {
            // Fails only where the browser prints nothing.
            let _ = window().print();
        }
    });
}

/// Shows the buttons of a page just drawn that work here.
pub fn drawn() {
    let Some(body) = document().body() else { return };
    let copies = if clipboard().is_some() { "[data-copy][hidden], " } else { "" };
    for button in dom::all(&body, &format!("{copies}[data-print][hidden]")) {
        let _ = button.remove_attribute("hidden");
    }
}

/// The browser gives it to pages that came over TLS, and to those of the machine itself.
fn clipboard() -> Option<Clipboard> {
    let found = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

fn copy(button: Element) {
    let Some(clipboard) = clipboard() else { return };
    let text = button.get_attribute("data-copy").unwrap_or_default();
    spawn_local(async move {
        if JsFuture::from(clipboard.write_text(&text)).await.is_err() {
            return;
        }
        let line = button.closest(".stack").ok().flatten();
        let line = line.and_then(|around| around.query_selector("[data-copied]").ok().flatten());
        if let Some(line) = line {
            line.set_text_content(line.get_attribute("data-copied").as_deref());
        }
    });
}
