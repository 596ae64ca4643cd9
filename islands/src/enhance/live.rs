//! What happens elsewhere, as it happens: the bell counts, and a page that watches (`data-watch="intervention failure"`) is
//! drawn anew. The server says only that something was done; what a page shows is read with the reader's permissions.

use super::{dom, page};
use leptos::{
    ev,
    prelude::{document, set_timeout, window, window_event_listener},
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Event, MessageEvent, PageTransitionEvent, UrlSearchParams, WebSocket},
};
use serde::Deserialize;
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

/// The page is read first.
const AFTER: Duration = Duration::from_millis(800);
/// What happens within this time is drawn together.
const TOGETHER: Duration = Duration::from_millis(400);
/// The longest wait before another try, in seconds.
const LONGEST: u32 = 60;
/// A page that watches an intervention says which one it shows: its notifications are read then.
const SEEN: &str = "data-seen";

thread_local! {
    static SOCKET: RefCell<Option<WebSocket>> = const { RefCell::new(None) };
    /// The place of the last message.
    static SEQ: RefCell<String> = const { RefCell::new(String::new()) };
    /// Tries that failed one after the other.
    static FAILED: Cell<u32> = const { Cell::new(0) };
    static DUE: Cell<Due> = const { Cell::new(Due::Nothing) };
}

/// What is to be drawn anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Nothing,
    Bell,
    Page,
}

#[derive(Deserialize)]
struct Told {
    topic: String,
    seq: String,
}

pub fn watch() {
    if dom::first("[data-bell]").is_none() {
        return;
    }
    SEQ.set(dom::first("[data-place]").and_then(|e| e.get_attribute("data-place")).unwrap_or_default());
    set_timeout(connect, AFTER);
    seen();
    dom::on("visibilitychange", false, |_: Event| {
        if !document().hidden() {
            draw();
        }
    });
    // A page with an open socket cannot be kept for Back.
    let away = window_event_listener(ev::pagehide, |_: PageTransitionEvent| {
        if let Some(socket) = SOCKET.take() {
            socket.set_onclose(None);
            // Fails for no reason but a wrong code.
            let _ = socket.close();
        }
    });
    let back = window_event_listener(ev::pageshow, |event: PageTransitionEvent| {
        if event.persisted() {
            connect();
        }
    });
    // For the life of the document.
    std::mem::forget((away, back));
}

/// Says that the notifications about what this page shows are read, where some wait.
fn seen() {
    let waits = dom::first("[data-bell]").and_then(|bell| bell.get_attribute("data-bell"));
    let Some(id) = dom::first("[data-seen]").and_then(|page| page.get_attribute(SEEN)) else { return };
    if waits.is_none_or(|waits| waits == "0") {
        return;
    }
    let Ok(form) = UrlSearchParams::new() else { return };
    form.append("intervention", &id);
    // Fails only when too much waits to be sent: they stay unread then.
    let _ =
        window().navigator().send_beacon_with_opt_url_search_params("/rpc/notification/seen", Some(&form));
}

fn connect() {
    let location = window().location();
    let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else { return };
    let scheme = if protocol == "https:" { "wss" } else { "ws" };
    let from = SEQ.with_borrow(|seq| if seq.is_empty() { String::new() } else { format!("?after={seq}") });
    let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/ws{from}")) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let told = event.data().as_string().and_then(|text| leptos::serde_json::from_str::<Told>(&text).ok());
        if let Some(told) = told {
            hear(told);
        }
    });
    socket.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    let closed = Closure::<dyn Fn(Event)>::new(|_: Event| {
        let failed = FAILED.get();
        FAILED.set(failed.saturating_add(1));
        // Up to twice as long, so that a thousand browsers do not come back at once.
        let wait = f64::from(LONGEST.min(1 << failed.min(6))) * (1.0 + js_sys::Math::random());
        set_timeout(connect, Duration::from_secs_f64(wait));
    });
    socket.set_onclose(Some(closed.into_js_value().unchecked_ref()));
    SOCKET.set(Some(socket));
}

fn hear(told: Told) {
    FAILED.set(0);
    SEQ.set(told.seq);
    let noun = told.topic.split('.').next().unwrap_or_default();
    let watched = dom::first("[data-watch]").and_then(|page| page.get_attribute("data-watch"));
    let watches =
        watched.is_some_and(|nouns| nouns.split(' ').any(|watched| watched == noun) || noun == "reset");
    let due = match noun {
        "hello" => return,
        _ if watches => Due::Page,
        "notification" | "reset" => Due::Bell,
        _ => return,
    };
    let waiting = DUE.get();
    DUE.set(due.max(waiting));
    if waiting == Due::Nothing && !document().hidden() {
        set_timeout(draw, TOGETHER);
    }
}

fn draw() {
    match DUE.replace(Due::Nothing) {
        Due::Nothing => {}
        Due::Bell => page::refresh_part("[data-bell]"),
        Due::Page => page::refresh(),
    }
}
