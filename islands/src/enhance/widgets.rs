//! Small parts of pages that the browser does not do alone.

use super::dom;
use leptos::{
    prelude::document,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, MouseEvent},
};

pub fn watch() {
    dom::on("click", false, |event: MouseEvent| {
        if let Some(button) = dom::around(&event, "button[commandfor]") {
            open_dialog(&button);
        }
        if let Some(button) = dom::around(&event, "[data-reveal]") {
            reveal(&button);
        }
        if let Some(button) = dom::around(&event, "[data-closes]") {
            close_menu(&button);
        }
        if let Some(link) = dom::around(&event, ".error-summary a") {
            event.prevent_default();
            to_field(&link);
        }
    });
    // Sent as the password that it is: one that is shown would not be taken for the same field when the form comes back.
    dom::on("submit", true, |event: Event| {
        let Some(form) = dom::target(&event) else { return };
        for button in dom::all(&form, "[data-reveal][aria-pressed=true]") {
            show_password(&button, false);
        }
    });
    dom::on("change", false, |event: Event| {
        let input = dom::target(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.type_() == "file") {
            say_files(&input);
        }
    });
}

/// A page was drawn: shows its buttons that reveal passwords, and beside fields of files what is chosen, which the server does
/// not know.
pub fn drawn() {
    let Some(body) = document().body() else { return };
    for button in dom::all(&body, "[data-reveal][hidden]") {
        let _ = button.remove_attribute("hidden");
    }
    for input in dom::all(&body, "input[type=file]") {
        if let Ok(input) = input.dyn_into::<HtmlInputElement>() {
            say_files(&input);
        }
    }
}

/// For browsers that do not know `command`; the others open it themselves.
fn open_dialog(button: &Element) {
    if js_sys::Reflect::has(button, &JsValue::from_str("commandForElement")).unwrap_or(false) {
        return;
    }
    let id = button.get_attribute("commandfor").unwrap_or_default();
    let dialog = document().get_element_by_id(&id).and_then(|e| e.dyn_into::<HtmlDialogElement>().ok());
    let opens = button.get_attribute("command").as_deref() == Some("show-modal");
    if let Some(dialog) = dialog.filter(|dialog| opens && !dialog.open()) {
        // Fails only when the dialog has left the document, and then there is nothing to show.
        let _ = dialog.show_modal();
    }
}

/// Closes the outermost open panel around what was chosen.
fn close_menu(chosen: &Element) {
    let mut found = chosen.closest(":popover-open").ok().flatten();
    let mut outer = None;
    while let Some(panel) = found {
        found = panel.parent_element().and_then(|around| around.closest(":popover-open").ok().flatten());
        outer = panel.dyn_into::<HtmlElement>().ok();
    }
    if let Some(panel) = outer {
        // Fails only when it is no longer open.
        let _ = panel.hide_popover();
    }
}

fn reveal(button: &Element) {
    let shown = button.get_attribute("aria-pressed").as_deref() == Some("true");
    if let Some(field) = show_password(button, !shown) {
        let _ = field.focus();
    }
}

fn show_password(button: &Element, shown: bool) -> Option<HtmlInputElement> {
    let field =
        button.parent_element()?.query_selector("input").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    field.set_type(if shown { "text" } else { "password" });
    let _ = button.set_attribute("aria-pressed", if shown { "true" } else { "false" });
    Some(field)
}

fn to_field(link: &Element) {
    let href = link.get_attribute("href").unwrap_or_default();
    let field = document().get_element_by_id(href.trim_start_matches('#'));
    if let Some(field) = field.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        field.scroll_into_view();
        let _ = field.focus();
    }
}

/// Writes the names of the chosen files beside their field.
fn say_files(input: &HtmlInputElement) {
    let names = input.files().map(|files| {
        let name = |at| files.get(at).map(|file| file.name());
        (0..files.length()).filter_map(name).collect::<Vec<_>>().join(", ")
    });
    let zone = input.closest(".dropzone").ok().flatten();
    let line = zone.and_then(|zone| zone.query_selector(".dropzone-chosen").ok().flatten());
    if let Some(line) = line {
        line.set_text_content(names.as_deref());
    }
}
