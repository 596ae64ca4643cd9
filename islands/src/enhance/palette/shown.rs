//! The lines that are shown, and the one among them that Enter takes.

use super::{field, lines::Group};
use crate::enhance::dom;
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use std::cell::RefCell;

thread_local! {
    static SHOWN: RefCell<Vec<Element>> = const { RefCell::new(vec![]) };
    /// The line that was chosen by key or pointer; the first until then.
    static CHOSEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What tells a line from the others.
fn key(option: &Element) -> Option<String> {
    let value = || Some(option.get_attribute("formaction")? + &option.get_attribute("value")?);
    option.get_attribute("href").or_else(value)
}

/// Draws the groups, and what is said of them: aloud alone, or also shown where the list says nothing.
pub(super) fn draw(groups: Vec<Group>, (visible, said): (bool, String)) {
    let (Some(list), Some(line), Some(waits)) = (
        document().get_element_by_id("palette-list"),
        dom::first("#palette .palette-said"),
        dom::first("#palette .palette-waits"),
    ) else {
        return;
    };
    if line.text_content().as_deref() != Some(&said) {
        line.set_text_content(Some(&said));
    }
    // None of these fails on an element of the page.
    let _ = line.class_list().toggle_with_force("sr-only", !visible);
    let ready = visible || !groups.is_empty();
    let _ = waits.toggle_attribute_with_force("hidden", ready);
    let _ = list.toggle_attribute_with_force("hidden", !ready);
    list.set_text_content(None);
    let mut options = vec![];
    for Group { element, title, lines } in groups {
        element.set_text_content(None);
        let _ = title.map(|title| element.append_child(&title));
        for line in lines {
            line.option.set_id(&format!("palette-option-{}", options.len()));
            let _ = element.append_child(&line.option);
            options.push(line.option);
        }
        let _ = list.append_child(&element);
    }
    SHOWN.set(options);
    mark();
}

/// The line that Enter takes.
pub(super) fn chosen() -> Option<Element> {
    let at = place();
    SHOWN.with_borrow(|shown| shown.get(at).cloned())
}

fn place() -> usize {
    let chosen = CHOSEN.with_borrow(Clone::clone);
    let at = |key_of: String| {
        SHOWN.with_borrow(|shown| shown.iter().position(|o| key(o).as_ref() == Some(&key_of)))
    };
    chosen.and_then(at).unwrap_or(0)
}

/// The first line is the one again.
pub(super) fn forget() {
    CHOSEN.set(None);
}

/// Chooses a line.
pub(super) fn point(option: &Element) {
    if option.get_attribute("aria-selected").as_deref() != Some("true") {
        CHOSEN.set(key(option));
        mark();
    }
}

/// Chooses as a key of the field says; whether it says something.
pub(super) fn step(pressed: &str) -> bool {
    let (at, count) = (place(), SHOWN.with_borrow(Vec::len));
    if count == 0 {
        return false;
    }
    let to = match pressed {
        "ArrowDown" => (at + 1) % count,
        "ArrowUp" => (at + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return false,
    };
    if let Some(option) = SHOWN.with_borrow(|shown| shown.get(to).cloned()) {
        point(&option);
    }
    true
}

/// Says which line is the one, and scrolls to it.
fn mark() {
    let at = place();
    let shown = SHOWN.with_borrow(Clone::clone);
    for (place, option) in shown.iter().enumerate() {
        // Fails for no attribute of that name.
        let _ = option.set_attribute("aria-selected", if place == at { "true" } else { "false" });
    }
    let Some(field) = field() else { return };
    let _ = match shown.get(at) {
        Some(option) => field.set_attribute("aria-activedescendant", &option.id()),
        None => field.remove_attribute("aria-activedescendant"),
    };
    if let Some(option) = shown.get(at).and_then(|option| option.dyn_ref::<HtmlElement>()) {
        scroll(option, at);
    }
}

/// Scrolls the list, and nothing else, as little as it takes to show the option.
fn scroll(option: &HtmlElement, at: usize) {
    let Some(list) = document().get_element_by_id("palette-list") else { return };
    // The title above the first line of a group belongs to it.
    let first = if at == 0 { option.offset_top() } else { 0 };
    let (top, bottom) = (option.offset_top() - first, option.offset_top() + option.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}
