//! The banner that says the network is gone: a banner, not an error, because nothing typed is lost.

use super::{dom, keep, page};
use leptos::{
    ev,
    prelude::{document, window, window_event_listener},
    web_sys::MouseEvent,
};
use std::cell::RefCell;

thread_local! {
    /// Where somebody wanted to go while there was none.
    static WANTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub fn watch() {
    show(!window().navigator().on_line());
    // For the life of the document.
    std::mem::forget(window_event_listener(ev::offline, |_| show(true)));
    std::mem::forget(window_event_listener(ev::online, |_| {
        show(false);
        if let Some(address) = WANTED.take() {
            page::go(&address);
        }
    }));
    dom::on("click", true, |event: MouseEvent| {
        if !window().navigator().on_line() && keep::leaves(&event) {
            wait(&event);
        }
    });
}

/// The page stays, rather than the browser's own page in its place, and the other one comes by itself later.
fn wait(event: &MouseEvent) {
    let Some(link) = dom::around(event, "a[href^='/']") else { return };
    event.prevent_default();
    event.stop_immediate_propagation();
    WANTED.set(link.get_attribute("href"));
    if let Some(banner) = dom::first("[data-connection]") {
        banner.scroll_into_view_with_bool(false);
    }
}

fn show(offline: bool) {
    let Some(body) = document().body() else { return };
    for banner in dom::all(&body, "[data-connection]") {
        let _ = match offline {
            true => banner.remove_attribute("hidden"),
            false => banner.set_attribute("hidden", ""),
        };
    }
}
