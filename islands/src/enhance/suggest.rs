//! Suggestions of what there is while one types (`data-suggest="equipment"`): the field's own list is filled. The value typed
//! whole is enough.

use super::dom;
use crate::equipment::equipment_choices;
use domain::SiteId;
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement},
};
use std::{cell::Cell, time::Duration};

/// How long it waits for the next letter.
const PAUSE: Duration = Duration::from_millis(200);

thread_local! {
    /// Counts what was typed: an answer that comes late is not shown.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

pub fn watch() {
    dom::on("input", false, |event: Event| {
        let Some(around) = dom::around(&event, "[data-suggest]") else { return };
        let Some(input) = dom::target(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let turn = TURN.get().wrapping_add(1);
        TURN.set(turn);
        set_timeout(
            move || {
                if TURN.get() == turn {
                    spawn_local(look_up(around, input.value(), turn));
                }
            },
            PAUSE,
        );
    });
}

async fn look_up(around: Element, typed: String, turn: u32) {
    let Ok(found) = equipment_choices(typed, site(&around)).await else { return };
    let Ok(Some(list)) = around.query_selector("datalist") else { return };
    if TURN.get() != turn {
        return;
    }
    list.set_inner_html("");
    let itself = around.get_attribute("data-but").unwrap_or_default();
    for machine in found.into_iter().filter(|machine| machine.id.to_string() != itself) {
        let Ok(option) = document().create_element("option") else { continue };
        let _ = option.set_attribute("value", &machine.code);
        option.set_text_content(Some(&machine.name));
        let _ = list.append_child(&option);
    }
}

/// The site that the form has chosen (`data-site` names its control).
fn site(around: &Element) -> Option<SiteId> {
    let name = around.get_attribute("data-site")?;
    let form = around.closest("form").ok().flatten()?;
    let select = form.query_selector(&format!("[name='{name}']")).ok().flatten()?;
    select.dyn_into::<HtmlSelectElement>().ok()?.value().parse().ok()
}
