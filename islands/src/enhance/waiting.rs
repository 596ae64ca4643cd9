//! Counts in the navigation (`data-waiting="work"`): those that the tab knew last at once, then asked for, and again when
//! something was done.

use super::dom;
use crate::{
    ask,
    document::{person, use_locale},
    waiting::{Count, short},
};
use leptos::{
    ev,
    prelude::{document, set_timeout, window, window_event_listener},
    task::spawn_local,
    wasm_bindgen::JsValue,
    web_sys::{Element, RequestInit},
};
use std::{cell::Cell, time::Duration};

/// Where they are asked for.
const ADDRESS: &str = "/rpc/intervention/waiting";
/// The page is read first.
const AFTER: Duration = Duration::from_millis(800);
/// Everybody is told of the same at once and does not ask at once: within so many seconds more.
const SPREAD: f64 = 4.0;

thread_local! {
    /// They will be asked for.
    static DUE: Cell<bool> = const { Cell::new(false) };
}

/// Counts from now on.
pub fn watch() {
    if dom::first("[data-waiting]").is_some() {
        show();
        soon(AFTER);
        // For the life of the document.
        std::mem::forget(window_event_listener(ev::online, |_| soon(AFTER)));
    }
}

/// Something was done that may change them.
pub fn changed() {
    soon(AFTER + Duration::from_secs_f64(SPREAD * js_sys::Math::random()));
}

fn soon(after: Duration) {
    if dom::first("[data-waiting]").is_none() || DUE.replace(true) {
        return;
    }
    let ask = || {
        DUE.set(false);
        // With the network they are asked for again.
        if !window().navigator().on_line() {
            return;
        }
        spawn_local(async {
            if let Some(counts) = ask::text_of(ADDRESS, &RequestInit::new()).await {
                keep(&counts);
                show();
            }
        });
    };
    set_timeout(ask, after);
}

/// Of the person signed in, in this tab.
fn key() -> Option<String> {
    Some(format!("waiting:{}", person()?))
}

fn keep(counts: &str) {
    if let Some((storage, key)) = dom::tab_storage().zip(key()) {
        // Fails only where the browser keeps nothing.
        let _ = storage.set_item(&key, counts);
    }
}

fn kept() -> Option<JsValue> {
    ask::read(&dom::tab_storage()?.get_item(&key()?).ok().flatten()?)
}

/// Draws those that the tab knows.
pub fn show() {
    let (Some(counts), Some(body)) = (kept(), document().body()) else { return };
    for element in dom::all(&body, "[data-waiting]") {
        let name = element.get_attribute("data-waiting");
        if let Some(count) = Count::ALL.iter().find(|count| name.as_deref() == Some(count.as_str())) {
            draw(&element, *count, &counts);
        }
    }
}

fn draw(element: &Element, count: Count, counts: &JsValue) {
    let locale = use_locale();
    let waiting = ask::number(counts, count.as_str()).unwrap_or_default() as i64;
    // A failure that stops its machine asks for attention.
    let hot = count == Count::Failures && ask::field(counts, "stopped").is_truthy();
    element.set_text_content(Some(&short(locale, waiting)));
    // None of these fails on an element of the page.
    let _ = element.toggle_attribute_with_force("hidden", waiting == 0);
    let _ = element.class_list().toggle_with_force("count-hot", hot);
    if let Some(link) = element.closest("a").ok().flatten() {
        let said = if waiting == 0 { String::new() } else { count.words(locale, waiting) };
        let _ = link.set_attribute("aria-description", &said);
    }
}
