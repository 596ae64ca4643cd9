//! Filters of lists (`<form method="get" data-live>`): the list is drawn anew in place, the address follows, Back leads back.

use super::{dom, page};
use leptos::{
    prelude::{set_timeout, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{
        Event, FormData, HtmlFormElement, HtmlInputElement, MouseEvent, PopStateEvent, RequestInit,
        UrlSearchParams,
    },
};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

/// How long the search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(250);

thread_local! {
    /// Counts what was asked: an answer that comes late is not drawn.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// The address of what is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

pub fn watch() {
    SHOWN.set(here());
    dom::on("input", false, |event: Event| {
        let input = dom::target(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.type_() == "search") else { return };
        let Some(form) = input.form().filter(takes) else { return };
        let turn = next_turn();
        set_timeout(
            move || {
                if TURN.get() == turn {
                    draw(&form, true);
                }
            },
            PAUSE,
        );
    });
    dom::on("click", false, |event: MouseEvent| {
        // Letters that were waited for are void once the list is left by a link.
        if dom::around(&event, "a[href]").is_some() {
            next_turn();
        }
    });
    let back = leptos::prelude::window_event_listener(leptos::ev::popstate, |_: PopStateEvent| {
        let address = here();
        // A link within the page moves in the history too.
        if SHOWN.with_borrow(|shown| *shown != address) {
            fetch(address);
        }
    });
    // For the life of the document.
    std::mem::forget(back);
}

/// The address of the document, without what follows `#`.
pub fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Whether a form is a list's filters.
pub fn takes(form: &HtmlFormElement) -> bool {
    form.has_attribute("data-live")
}

/// Draws the list that the form asks for.
pub fn apply(form: &HtmlFormElement) {
    for open in dom::all(form, ":popover-open") {
        if let Ok(open) = open.dyn_into::<leptos::web_sys::HtmlElement>() {
            // Fails only when it is no longer open.
            let _ = open.hide_popover();
        }
    }
    draw(form, false);
}

/// Notes the address of what is shown now.
pub fn note_address(address: &str, replace: bool) {
    let Ok(history) = window().history() else { return };
    SHOWN.set(address.to_owned());
    let _ = match replace {
        true => history.replace_state_with_url(&JsValue::NULL, "", Some(address)),
        false => history.push_state_with_url(&JsValue::NULL, "", Some(address)),
    };
}

fn next_turn() -> u32 {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    turn
}

fn draw(form: &HtmlFormElement, replace: bool) {
    let Ok(data) = FormData::new_with_form(form) else { return };
    let Ok(query) = UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
    let query = query.to_string().as_string().unwrap_or_default();
    // What is empty says nothing.
    let parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.ends_with('=')).collect();
    let address = domain::url::href(&form.get_attribute("action").unwrap_or_default(), &parts.join("&"));
    note_address(&address, replace);
    fetch(address);
}

fn fetch(address: String) {
    let turn = next_turn();
    spawn_local(async move {
        let answer = page::ask(&address, &RequestInit::new()).await;
        if TURN.get() != turn {
            return;
        }
        match answer {
            // Without network the list stays, and the banner says why.
            Err(page::Failure::Unreachable) => {}
            Ok(answer) if answer.is_here() => {
                SHOWN.set(address);
                answer.draw();
                follow();
                // The list says its own address, which is tidier than what a form sends.
                let list = dom::first("form[data-live]").and_then(|form| form.get_attribute("data-live"));
                if let Some(tidy) = list.filter(|tidy| tidy.starts_with('/')) {
                    note_address(&tidy, true);
                }
            }
            _ => page::go(&address),
        }
    });
}

/// The boxes of the filters say what the address says, whatever was ticked and not applied; not the one being typed in.
fn follow() {
    let Some(body) = leptos::prelude::document().body() else { return };
    for input in dom::all(&body, "form[data-live] input:not(:focus)") {
        if let Ok(input) = input.dyn_into::<HtmlInputElement>() {
            match input.type_().as_str() {
                "checkbox" | "radio" => input.set_checked(input.default_checked()),
                _ => input.set_value(&input.default_value()),
            }
        }
    }
}
