//! Suggestions of what there is while one types (`data-suggest="equipment"`): the field's own list is filled. The value typed
//! whole is enough.

use super::dom;
use crate::ask;
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, UrlSearchParams},
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
    let Ok(question) = UrlSearchParams::new() else { return };
    question.append("q", &typed);
    if let Some(site) = site(&around) {
        question.append("site", &site);
    }
    let address = format!("/rpc/equipment/choices?{}", String::from(question.to_string()));
    let Some(found) = ask::get(&address).await else { return };
    let Ok(Some(list)) = around.query_selector("datalist") else { return };
    if TURN.get() != turn {
        return;
    }
    list.set_inner_html("");
    let itself = around.get_attribute("data-but").unwrap_or_default();
    for machine in ask::items(&found) {
        let id = ask::number(&machine, "id").map(|id| (id as i64).to_string());
        if id.is_some_and(|id| id == itself) {
            continue;
        }
        let Ok(option) = document().create_element("option") else { continue };
        let _ = option.set_attribute("value", &ask::text(&machine, "code").unwrap_or_default());
        option.set_text_content(ask::text(&machine, "name").as_deref());
        let _ = list.append_child(&option);
    }
}

/// The site that the form has chosen (`data-site` names its control).
fn site(around: &Element) -> Option<String> {
    let name = around.get_attribute("data-site")?;
    let form = around.closest("form").ok().flatten()?;
    let select = form.query_selector(&format!("[name='{name}']")).ok().flatten()?;
    Some(select.dyn_into::<HtmlSelectElement>().ok()?.value()).filter(|site| !site.is_empty())
}
