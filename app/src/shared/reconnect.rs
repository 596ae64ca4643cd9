//! A page that could not be loaded comes back by itself with the network.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, wasm_bindgen::closure::Closure, web_sys};
use std::time::Duration;

/// The address that answers as soon as the server can be reached; it costs nothing.
const PROBE: &str = "/health/live";
/// How often it is asked while the browser believes to be online.
const PAUSE: Duration = Duration::from_secs(5);

/// Whether the browser itself knows that there is no network.
pub fn is_offline() -> bool {
    cfg!(feature = "hydrate") && !window().navigator().on_line()
}

/// Loads the page again once the server answers: at once when the network returns, and every few seconds otherwise.
/// The answer is waited for first, so that the browser never shows an error page of its own.
pub fn reload_when_back() {
    Effect::new(move |_| {
        let online = window_event_listener(ev::online, |_| probe());
        let timer = set_interval_with_handle(
            || {
                if !is_offline() {
                    probe();
                }
            },
            PAUSE,
        );
        on_cleanup(move || {
            online.remove();
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
}

/// Asks whether the server is there, and loads the page again when it is.
fn probe() {
    let Ok(request) = web_sys::XmlHttpRequest::new() else { return };
    let asked = request.clone();
    let answered = Closure::once_into_js(move || {
        if asked.status().is_ok_and(|status| status == 200) {
            // Fails only where the document may not navigate.
            let _ = window().location().reload();
        }
    });
    request.set_onload(Some(answered.unchecked_ref()));
    if request.open("GET", PROBE).is_ok() {
        // Without network it fails and the next try follows.
        let _ = request.send();
    }
}
