//! Pages from the server that follow what happens elsewhere.

use super::{
    dom,
    live::{self, Due},
    page,
};
use crate::document::person;
use leptos::{prelude::window, web_sys::UrlSearchParams};

/// A page that watches an intervention says which one it shows: its notifications are read then.
const SEEN: &str = "data-seen";

pub fn watch() {
    if dom::first("[data-bell]").is_none() {
        return;
    }
    live::follow(|due| match due {
        Due::Nothing => {}
        Due::Bell => page::refresh_part("[data-bell]"),
        Due::Page => page::refresh(),
    });
    seen();
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
    // It may arrive once somebody else has signed in.
    form.append("person", &person().unwrap_or_default());
    // Fails only when too much waits to be sent: they stay unread then.
    let _ =
        window().navigator().send_beacon_with_opt_url_search_params("/rpc/notification/seen", Some(&form));
}
