//! Rows of a form that are added and taken away (`data-rows`, `data-add-row`, `data-empty-row`). One that is taken away is
//! emptied and hidden, so that the others keep their places.

use super::dom;
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{
        Element, Event, EventInit, HtmlFormElement, HtmlInputElement, HtmlTemplateElement, MouseEvent,
    },
};

pub fn watch() {
    dom::on("click", false, |event: MouseEvent| {
        if let Some(button) = dom::around(&event, "[data-add-row]") {
            let name = button.get_attribute("data-add-row").unwrap_or_default();
            let row = button.closest("form").ok().flatten().and_then(|form| add(&list(&form, &name)?));
            if let Some(input) = row.and_then(|row| row.query_selector("input").ok().flatten()) {
                dom::focus(&input);
            }
        }
        if let Some(button) = dom::around(&event, "[data-empty-row]")
            && let Some(row) = button.parent_element()
        {
            empty(&row);
        }
    });
}

/// Makes a form as large as what was kept needs it, before it is filled.
pub fn make_room(form: &HtmlFormElement, fields: &[(String, String)]) {
    for list in dom::all(form, "[data-rows]") {
        let name = list.get_attribute("data-rows").unwrap_or_default();
        let place = |field: &str| -> Option<u32> {
            field.strip_prefix(&name)?.strip_prefix('[')?.split(']').next()?.parse().ok()
        };
        let needed = fields.iter().filter_map(|(field, _)| place(field)).max().map_or(0, |last| last + 1);
        while list.child_element_count() < needed && add(&list).is_some() {}
    }
}

fn list(form: &Element, name: &str) -> Option<Element> {
    dom::all(form, "[data-rows]")
        .into_iter()
        .find(|list| list.get_attribute("data-rows").as_deref() == Some(name))
}

fn number(list: &Element, name: &str) -> Option<u32> {
    list.get_attribute(name)?.parse().ok()
}

/// Adds a row made after the pattern beside the list: its number there is the pattern's.
fn add(list: &Element) -> Option<Element> {
    let (count, pattern) = (list.child_element_count(), number(list, "data-pattern")?);
    if count >= number(list, "data-most")? {
        return None;
    }
    let template = list.next_element_sibling()?.dyn_into::<HtmlTemplateElement>().ok()?;
    let (place, shown) = (pattern.to_string(), (pattern + 1).to_string());
    let html =
        template.inner_html().replace(&shown, &(count + 1).to_string()).replace(&place, &count.to_string());
    let row = document().create_element("template").ok()?.dyn_into::<HtmlTemplateElement>().ok()?;
    row.set_inner_html(&html);
    let row = row.content().first_element_child()?;
    list.append_child(&row).ok()?.dyn_into().ok()
}

/// Empties the controls of a row, and says so to who keeps the form.
fn empty(row: &Element) {
    for input in dom::all(row, "input") {
        if let Ok(input) = input.dyn_into::<HtmlInputElement>() {
            input.set_value("");
        }
    }
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = row.dispatch_event(&event);
    }
    let _ = row.set_attribute("hidden", "");
}
