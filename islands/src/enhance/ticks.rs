//! The rows of a list that are ticked: how many there are, in the bar of what can be done to them, and the box that ticks
//! them all.

use super::dom;
use crate::document::use_locale;
use leptos::{
    prelude::{document, request_animation_frame},
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement},
};

/// The boxes of the rows.
const ROWS: &str = "td.cell-check input";
/// The box of them all.
const ALL: &str = "th.cell-check input";

pub fn watch() {
    dom::on("change", false, |event: Event| {
        if let Some(all) = dom::around(&event, ALL) {
            tick_all(&all);
        }
        if dom::around(&event, ".cell-check").is_some() {
            count();
        }
    });
    // By then the boxes say again what the server drew.
    dom::on("reset", false, |_: Event| request_animation_frame(count));
}

fn boxes(within: &Element, selector: &str) -> Vec<HtmlInputElement> {
    dom::all(within, selector).into_iter().filter_map(|input| input.dyn_into().ok()).collect()
}

fn tick_all(all: &Element) {
    let wanted = all.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
    let Ok(Some(table)) = all.closest("table") else { return };
    for row in boxes(&table, ROWS) {
        row.set_checked(wanted);
    }
}

/// Says how many are ticked.
pub fn count() {
    let Some(body) = document().body() else { return };
    for line in dom::all(&body, "form [data-ticked]") {
        let Ok(Some(form)) = line.closest("form") else { continue };
        let rows = boxes(&form, ROWS);
        let ticked = rows.iter().filter(|row| row.checked()).count();
        let words = match i64::try_from(ticked) {
            Ok(0) | Err(_) => line.get_attribute("data-ticked").unwrap_or_default(),
            Ok(ticked) => i18n::equipment::chosen(use_locale(), ticked),
        };
        if line.text_content().as_deref() != Some(&words) {
            line.set_text_content(Some(&words));
        }
        for all in boxes(&form, ALL) {
            all.set_checked(ticked > 0 && ticked == rows.len());
            all.set_indeterminate(ticked > 0 && ticked < rows.len());
        }
    }
}
