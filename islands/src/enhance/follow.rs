//! Parts of a form that follow what a control of it says: the groups of a list that belong to what is chosen
//! (`data-groups-of`), an amount as it is understood (`data-amount`).

use super::dom;
use crate::{document::use_locale, number::decimal_mark};
use domain::money;
use i18n::{equipment as text, format};
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement, HtmlOptGroupElement, HtmlSelectElement},
};

pub fn watch() {
    dom::on("change", false, |event: Event| {
        if dom::around(&event, "select").is_some() {
            offer();
        }
    });
    dom::on("input", false, |event: Event| {
        if let Some(input) = dom::target(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
            understand(&input);
        }
    });
}

/// Leaves the groups of what is chosen to choose from, and nothing chosen of another. `data-order` says to which value
/// each group belongs.
pub fn offer() {
    let Some(body) = document().body() else { return };
    for around in dom::all(&body, "form [data-groups-of]") {
        offer_in(&around);
    }
}

fn offer_in(around: &Element) -> Option<()> {
    let name = around.get_attribute("data-groups-of")?;
    let of =
        around.closest("form").ok().flatten()?.query_selector(&format!("[name='{name}']")).ok().flatten()?;
    let chosen = of.dyn_into::<HtmlSelectElement>().ok()?.value();
    let select = around.query_selector("select").ok().flatten()?.dyn_into::<HtmlSelectElement>().ok()?;
    let order = around.get_attribute("data-order")?;
    for (group, value) in dom::all(around, "optgroup").into_iter().zip(order.split(' ')) {
        let Ok(group) = group.dyn_into::<HtmlOptGroupElement>() else { continue };
        let other = !chosen.is_empty() && value != chosen;
        group.set_hidden(other);
        group.set_disabled(other);
        if other && group.query_selector("option:checked").ok().flatten().is_some() {
            select.set_value("");
        }
    }
    Some(())
}

/// Repeats an amount as it is understood, where others would read it otherwise.
fn understand(input: &HtmlInputElement) {
    let name = input.name();
    let lines = input.form().map(|form| dom::all(&form, "[data-amount]")).unwrap_or_default();
    let line = lines.into_iter().find(|line| line.get_attribute("data-amount").as_deref() == Some(&name));
    let Some(line) = line else { return };
    let (locale, typed) = (use_locale(), input.value());
    let read = money::settled(&typed, decimal_mark(locale));
    let words = if read == typed {
        String::new()
    } else {
        text::replacement_read(locale, format::number(locale, &read))
    };
    line.set_text_content(Some(&words));
}
