//! The search from anywhere: its dialog opens at once, by its link (`data-palette`), by Ctrl+K or ⌘K; its lines come from the server
//! (`pages/src/palette`) and are chosen among by key or pointer.

mod lines;
mod recent;
mod shown;

use super::dom;
use leptos::{
    ev,
    prelude::{document, set_timeout, window, window_event_listener},
    wasm_bindgen::JsCast,
    web_sys::{
        Element, Event, FocusEvent, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlTemplateElement,
        KeyboardEvent, MouseEvent,
    },
};
use std::time::Duration;

/// The way to the dialog.
const LINK: &str = "a[data-palette]";
const ID: &str = "palette";
const OPTION: &str = "#palette [role=option]";

pub fn watch() {
    dom::on("pointerover", false, |event: Event| about_to_open(&event));
    dom::on("focusin", false, |event: FocusEvent| about_to_open(&event));
    dom::on("click", false, |event: MouseEvent| clicked(&event));
    dom::on("close", true, |event: Event| {
        if let Some(dialog) = dom::target(&event).filter(|dialog| dialog.id() == ID) {
            dialog.remove();
        }
    });
    dom::on("input", false, |event: Event| {
        if dom::around(&event, "#palette").is_some() {
            lines::typed();
        }
    });
    // With lines there, Enter takes one; before, and where there is none, it goes to the page.
    dom::on("submit", false, |event: Event| {
        if dom::around(&event, "#palette .palette-head").is_some() {
            // The page takes its place: the browser sends what was typed there.
            set_timeout(close, Duration::ZERO);
        }
    });
    dom::on("mousedown", false, |event: MouseEvent| {
        // The field keeps the focus.
        if dom::around(&event, OPTION).is_some() {
            event.prevent_default();
        }
    });
    dom::on("mousemove", false, |event: MouseEvent| {
        if let Some(option) = dom::around(&event, OPTION) {
            shown::point(&option);
        }
    });
    // For the life of the document.
    std::mem::forget(window_event_listener(ev::keydown, |event| pressed(&event)));
}

fn about_to_open(event: &Event) {
    if dom::around(event, LINK).is_some() {
        lines::load();
    }
}

fn clicked(event: &MouseEvent) {
    // With a key held, the link goes where the browser takes it: to a new tab.
    let held = event.ctrl_key() || event.meta_key() || event.shift_key();
    if !held && dom::around(event, LINK).is_some() {
        event.prevent_default();
        open();
    } else if let Some(option) = dom::around(event, OPTION) {
        if option.has_attribute("href") {
            take(&option);
        }
    } else if dom::around(event, "#palette .palette-close").is_some()
        // Only the dialog itself is around its content: a click there is one beside it.
        || dom::target(event).is_some_and(|at| at.id() == ID)
    {
        close();
    }
}

/// Ctrl+K or ⌘K, unless another dialog is open; and the keys of the field.
fn pressed(event: &KeyboardEvent) {
    let held = event.ctrl_key() || event.meta_key();
    if held && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k") {
        let here = dialog().is_some();
        if here || dom::first(":modal").is_none() && dom::first(LINK).is_some() {
            event.prevent_default();
            if here { close() } else { open() }
        }
        return;
    }
    if event.is_composing() || dom::around(event, "#palette input").is_none() {
        return;
    }
    if event.key() == "Enter" {
        if let Some(option) = shown::chosen() {
            event.prevent_default();
            enter(&option, held);
        }
    } else if shown::step(&event.key()) {
        event.prevent_default();
    }
}

/// Takes the option, in a new tab when asked for one.
fn enter(option: &Element, new_tab: bool) {
    match option.get_attribute("href") {
        Some(href) if new_tab => {
            // Fails only where the browser opens no tab.
            let _ = window().open_with_url_and_target(&href, "_blank");
            take(option);
        }
        _ => {
            if let Some(option) = option.dyn_ref::<HtmlElement>() {
                option.click();
            }
        }
    }
}

fn take(option: &Element) {
    recent::note(option);
    // Not before the browser has followed the link.
    set_timeout(close, Duration::ZERO);
}

fn open() {
    lines::load();
    let Some(pattern) = dom::first("#palette-pattern") else { return };
    let (Some(around), Some(pattern)) = (pattern.parent_element(), pattern.dyn_ref::<HtmlTemplateElement>())
    else {
        return;
    };
    let Ok(copy) = document().import_node_with_deep(&pattern.content(), true) else { return };
    // Fails for no part of the page.
    let _ = around.append_child(&copy);
    if let Some(dialog) = dialog() {
        // Fails only when it has left the document, and then there is nothing to show.
        let _ = dialog.show_modal();
        lines::typed();
    }
    if let Some(field) = field() {
        // Fails for no field of the page.
        let _ = field.focus();
    }
}

/// Takes the dialog away; the browser gives the focus back.
fn close() {
    if let Some(dialog) = dialog() {
        dialog.close();
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    document().get_element_by_id(ID)?.dyn_into().ok()
}

fn field() -> Option<HtmlInputElement> {
    dom::first("#palette input")?.dyn_into().ok()
}

/// What is typed, as long as the dialog is open.
fn words() -> Option<String> {
    Some(field()?.value())
}
