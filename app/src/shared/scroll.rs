//! Back to a list is back to the row one came from. The browser remembers how far a page was scrolled, but not
//! a table that scrolls by itself, nor a page whose rows arrive later.

use leptos::{ev, prelude::*, web_sys};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the page at hand was reached by Back or Forward. One document has one history.
static BACK: AtomicBool = AtomicBool::new(false);
/// Whether the history is being watched.
static WATCHED: AtomicBool = AtomicBool::new(false);

/// The place in one list.
#[derive(Clone, Copy)]
pub struct Place {
    address: Signal<String>,
}

/// Keeps the place of the list at `address`. Call [`Place::remember`] when it is left by a click, and
/// [`Place::restore`] where its rows are drawn.
pub fn keep_scroll(address: Signal<String>) -> Place {
    Effect::new(move |_| {
        if !WATCHED.swap(true, Ordering::Relaxed) {
            // For the life of the document: the page that one comes back to is not there yet.
            let _ = window_event_listener(ev::popstate, |_| BACK.store(true, Ordering::Relaxed));
            let _ = window_event_listener(ev::click, |_| BACK.store(false, Ordering::Relaxed));
        }
    });
    Place { address }
}

impl Place {
    /// Notes how far the list is scrolled.
    pub fn remember(self) {
        let table = table().map_or(0, |table| table.scroll_top());
        let page = window().scroll_y().unwrap_or_default();
        if let Some(storage) = storage() {
            let _ = storage.set_item(&self.key(), &format!("{table} {page}"));
        }
    }

    /// Scrolls to where the list was left, if one has come back to it.
    pub fn restore(self) {
        Effect::new(move |_| {
            if !BACK.swap(false, Ordering::Relaxed) {
                return;
            }
            let Some(kept) = storage().and_then(|s| s.get_item(&self.key()).ok().flatten()) else { return };
            request_animation_frame(move || {
                let mut parts = kept.split(' ');
                if let (Some(Ok(top)), Some(table)) = (parts.next().map(str::parse), table()) {
                    table.set_scroll_top(top);
                }
                if let Some(Ok(y)) = parts.next().map(str::parse) {
                    window().scroll_to_with_x_and_y(0.0, y);
                }
            });
        });
    }

    fn key(self) -> String {
        format!("vigie:scroll:{}", self.address.get_untracked())
    }
}

fn table() -> Option<web_sys::Element> {
    document().query_selector(".table-scroll").ok().flatten()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
