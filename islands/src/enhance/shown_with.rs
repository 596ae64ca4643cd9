//! Parts of a form that go with a choice (`data-shown-with="site_id=3"`): shown while that line of the list is chosen.

use super::dom;
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Event, HtmlSelectElement},
};

pub fn watch() {
    dom::on("change", false, |event: Event| {
        if dom::target(&event).is_some_and(|control| control.has_type::<HtmlSelectElement>()) {
            drawn();
        }
    });
}

/// Follows what is chosen now: a page that comes back holds what was chosen before.
pub fn drawn() {
    let Some(body) = document().body() else { return };
    for part in dom::all(&body, "[data-shown-with]") {
        let with = part.get_attribute("data-shown-with").unwrap_or_default();
        let Some((name, value)) = with.split_once('=') else { continue };
        let list = part.closest("form").ok().flatten();
        let list =
            list.and_then(|form| form.query_selector(&format!("select[name=\"{name}\"]")).ok().flatten());
        let Some(list) = list.and_then(|list| list.dyn_into::<HtmlSelectElement>().ok()) else { continue };
        let _ = part.toggle_attribute_with_force("hidden", list.value() != value);
    }
}
