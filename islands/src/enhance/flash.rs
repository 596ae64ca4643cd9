//! Notices: they go by themselves after eight seconds in which nobody points at them; Ctrl+Z takes back what they offer.

use super::{dom, list};
use leptos::{
    ev,
    prelude::{document, set_interval, window},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent},
};
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// How many ticks a notice stays.
const SHOWN: u32 = 8;
/// The ticks that a notice has been shown.
const AGE: &str = "data-age";

pub fn watch() {
    set_interval(age, TICK);
    dom::on("click", false, |event: MouseEvent| {
        if let Some(close) = dom::around(&event, "[data-flash] .toast-close") {
            event.prevent_default();
            take_away(&close);
        }
    });
    let undo = leptos::prelude::window_event_listener(ev::keydown, |event: KeyboardEvent| {
        let z = event.key().eq_ignore_ascii_case("z") && (event.ctrl_key() || event.meta_key());
        let in_field =
            dom::target(&event).is_some_and(|e| e.matches("input, textarea, select").unwrap_or(false));
        if !z || event.shift_key() || event.alt_key() || in_field {
            return;
        }
        if let Some(button) = dom::first("[data-flash]:not([hidden]) .toast-undo") {
            event.prevent_default();
            if let Ok(button) = button.dyn_into::<HtmlElement>() {
                button.click();
            }
        }
    });
    // For the life of the document.
    std::mem::forget(undo);
}

fn age() {
    let Some(body) = document().body() else { return };
    for notice in dom::all(&body, "[data-flash]:not([hidden])") {
        let held = notice.query_selector(":hover, :focus-visible").is_ok_and(|found| found.is_some());
        let age = notice.get_attribute(AGE).and_then(|age| age.parse().ok()).unwrap_or(0_u32);
        let age = if held { 0 } else { age + 1 };
        let _ = notice.set_attribute(AGE, &age.to_string());
        if age >= SHOWN {
            take_away(&notice);
        }
    }
}

/// Where what had the focus has left the page with the change, the keyboard goes on where the change can be undone.
pub fn take_focus() {
    let at = document().active_element();
    let lost = at.is_none_or(|at| at.tag_name() == "BODY" || at.get_client_rects().length() == 0);
    if let (true, Some(button)) = (lost, dom::first("[data-flash]:not([hidden]) .toast-undo")) {
        dom::focus(&button);
    }
}

/// Takes the notice away, and out of the address: a reload does not say it again.
fn take_away(inside: &Element) {
    let Ok(Some(notice)) = inside.closest("[data-flash]") else { return };
    let _ = notice.set_attribute("hidden", "");
    let search = window().location().search().unwrap_or_default();
    let said = |pair: &&str| matches!(pair.split('=').next(), Some("done" | "undo" | "undone" | "deleted"));
    let kept: Vec<&str> = search.trim_start_matches('?').split('&').filter(|pair| !said(pair)).collect();
    let path = window().location().pathname().unwrap_or_default();
    list::note_address(&domain::url::href(&path, &kept.join("&")), true);
}
