//! Counts in the navigation (`data-waiting="work"`): those that the tab knew last at once, then asked for, and again when
//! something was done.

use super::dom;
use crate::{
    session::{use_locale, use_viewer},
    waiting::{Count, count_waiting, short},
};
use domain::intervention::Waiting;
use leptos::{
    ev,
    prelude::{document, set_timeout, window, window_event_listener},
    task::spawn_local,
    web_sys::Element,
};
use std::{cell::Cell, time::Duration};

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
            if let Ok(counts) = count_waiting().await {
                keep(&counts);
                show();
            }
        });
    };
    set_timeout(ask, after);
}

/// Of the person signed in, in this tab.
fn key() -> Option<String> {
    Some(format!("waiting:{}", use_viewer()?.id))
}

fn keep(counts: &Waiting) {
    if let Some((storage, key)) = dom::tab_storage().zip(key())
        && let Ok(text) = leptos::serde_json::to_string(counts)
    {
        // Fails only where the browser keeps nothing.
        let _ = storage.set_item(&key, &text);
    }
}

fn kept() -> Option<Waiting> {
    let text = dom::tab_storage()?.get_item(&key()?).ok().flatten()?;
    leptos::serde_json::from_str(&text).ok()
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

fn draw(element: &Element, count: Count, counts: &Waiting) {
    let locale = use_locale();
    let (waiting, hot) = count.of(counts);
    element.set_text_content(Some(&short(locale, waiting)));
    // None of these fails on an element of the page.
    let _ = element.toggle_attribute_with_force("hidden", waiting == 0);
    let _ = element.class_list().toggle_with_force("count-hot", hot);
    if let Some(link) = element.closest("a").ok().flatten() {
        let said = if waiting == 0 { String::new() } else { count.words(locale, waiting) };
        let _ = link.set_attribute("aria-description", &said);
    }
}
