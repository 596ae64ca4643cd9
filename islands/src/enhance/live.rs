//! What happens elsewhere, as it happens, and what of it the page at hand shows: its bell, and what it watches
//! (`data-watch="intervention failure"`). The server says only that something was done; what a page shows is read with the
//! reader's permissions.

use super::{dom, waiting};
use crate::ask;
use leptos::{
    ev,
    prelude::{document, set_timeout, window, window_event_listener},
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Event, MessageEvent, PageTransitionEvent, WebSocket},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

/// The page is read first.
const AFTER: Duration = Duration::from_millis(800);
/// What happens within this time is drawn together.
const TOGETHER: Duration = Duration::from_millis(400);
/// The longest wait before another try, in seconds.
const LONGEST: u32 = 60;

thread_local! {
    static SOCKET: RefCell<Option<WebSocket>> = const { RefCell::new(None) };
    /// The place of the last message.
    static SEQ: RefCell<String> = const { RefCell::new(String::new()) };
    /// Tries that failed one after the other.
    static FAILED: Cell<u32> = const { Cell::new(0) };
    /// A try waits until the browser has a network.
    static OFFLINE: Cell<bool> = const { Cell::new(false) };
    static DUE: Cell<Due> = const { Cell::new(Due::Nothing) };
    static DRAW: RefCell<Option<Draw>> = const { RefCell::new(None) };
}

type Draw = Rc<dyn Fn(Due)>;

/// What is to be drawn anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    Nothing,
    Bell,
    Page,
}

/// Listens from now on, for the life of the document. `draw` draws what is due; who follows later draws in place of who did
/// before.
pub fn follow(draw: impl Fn(Due) + 'static) {
    if DRAW.replace(Some(Rc::new(draw))).is_some() {
        return;
    }
    // The page says from which place on it was drawn.
    SEQ.set(dom::first("[data-place]").and_then(|e| e.get_attribute("data-place")).unwrap_or_default());
    set_timeout(connect, AFTER);
    dom::on("visibilitychange", false, |_: Event| {
        if !document().hidden() {
            drawn();
        }
    });
    // A page with an open socket cannot be kept for Back.
    let away = window_event_listener(ev::pagehide, |_: PageTransitionEvent| {
        if let Some(socket) = SOCKET.take() {
            socket.set_onclose(None);
            // One that is still connecting goes with the page: closed by hand it would be a warning in the console.
            if socket.ready_state() != WebSocket::CONNECTING {
                // Fails for no reason but a wrong code.
                let _ = socket.close();
            }
        }
    });
    let back = window_event_listener(ev::pageshow, |event: PageTransitionEvent| {
        if event.persisted() {
            connect();
        }
    });
    let online = window_event_listener(ev::online, |_| {
        if OFFLINE.replace(false) {
            FAILED.set(0);
            connect();
        }
    });
    // For the life of the document.
    std::mem::forget((away, back, online));
}

fn connect() {
    if !window().navigator().on_line() {
        OFFLINE.set(true);
        return;
    }
    let location = window().location();
    let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else { return };
    let scheme = if protocol == "https:" { "wss" } else { "ws" };
    let from = SEQ.with_borrow(|seq| if seq.is_empty() { String::new() } else { format!("?after={seq}") });
    let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/ws{from}")) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let told = event.data().as_string().and_then(|text| ask::read(&text));
        let told = told.and_then(|told| Some((ask::text(&told, "topic")?, ask::text(&told, "seq")?)));
        if let Some((topic, seq)) = told {
            hear(&topic, seq);
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

fn hear(topic: &str, seq: String) {
    FAILED.set(0);
    // Nobody has said from where on: what happened between the drawing and now was not told.
    let unknown = SEQ.replace(seq).is_empty();
    let noun = topic.split('.').next().unwrap_or_default();
    let everything = noun == "reset" || noun == "hello" && unknown;
    let watched = dom::first("[data-watch]").and_then(|page| page.get_attribute("data-watch"));
    let watches = watched.is_some_and(|nouns| everything || nouns.split(' ').any(|watched| watched == noun));
    if everything || matches!(noun, "intervention" | "failure") {
        waiting::changed();
    }
    let due = match noun {
        _ if watches => Due::Page,
        _ if everything || noun == "notification" => Due::Bell,
        _ => return,
    };
    let waiting = DUE.get();
    DUE.set(due.max(waiting));
    if waiting == Due::Nothing && !document().hidden() {
        set_timeout(drawn, TOGETHER);
    }
}

fn drawn() {
    let due = DUE.replace(Due::Nothing);
    let draw = DRAW.with_borrow(Clone::clone);
    if let Some(draw) = draw.filter(|_| due != Due::Nothing) {
        draw(due);
    }
}
