//! Back to a list is back to the row one came from. The browser remembers how far a page was scrolled, but not a table that
//! scrolls by itself: that is noted in the history.

use super::dom;
use leptos::{
    prelude::{document, window},
    wasm_bindgen::JsValue,
    web_sys::{Element, MouseEvent},
};

pub fn watch() {
    restore();
    dom::on("click", true, |event: MouseEvent| {
        if dom::around(&event, "a[href]").is_some() {
            note();
        }
    });
}

/// The tables of the page that scroll, in their order.
fn tables() -> Vec<Element> {
    document().body().map(|body| dom::all(&body, ".table-scroll")).unwrap_or_default()
}

/// How far the page of this place in the history was scrolled.
fn noted() -> f64 {
    let state = window().history().ok().and_then(|history| history.state().ok());
    state.and_then(|state| state.as_f64()).unwrap_or_default()
}

/// Notes how far the first of them is scrolled.
fn note() {
    let top = tables().first().map_or(0.0, |table| f64::from(table.scroll_top()));
    if let (true, Ok(history)) = (top != noted(), window().history()) {
        // Fails only where the document may not change its history.
        let _ = history.replace_state(&JsValue::from_f64(top), "");
    }
}

/// Scrolls to where the list was left, if one has come back to it.
fn restore() {
    if let Some(table) = tables().first().filter(|table| table.scroll_top() == 0) {
        table.set_scroll_top(noted() as i32);
    }
}
