//! The banner that says the network is gone: a banner, not an error, because nothing typed is lost.

use super::dom;
use leptos::{
    ev,
    prelude::{document, window, window_event_listener},
};

pub fn watch() {
    show(!window().navigator().on_line());
    // For the life of the document.
    std::mem::forget(window_event_listener(ev::offline, |_| show(true)));
    std::mem::forget(window_event_listener(ev::online, |_| show(false)));
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
