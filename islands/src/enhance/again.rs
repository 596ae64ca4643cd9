//! Work under way (`data-again="1"`): the page is drawn anew every so many seconds, until the server draws it without.

use super::{dom, page};
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
};
use std::{cell::Cell, time::Duration};

thread_local! {
    /// It will be drawn anew.
    static DUE: Cell<bool> = const { Cell::new(false) };
}

/// The page was drawn: it is drawn anew in a while, if it says so.
pub fn drawn() {
    let every = dom::first("[data-again]").and_then(|part| part.get_attribute("data-again"));
    let Some(seconds) = every.and_then(|seconds| seconds.parse().ok()) else { return };
    if DUE.replace(true) {
        return;
    }
    let ask = || {
        spawn_local(async {
            // Nobody looks: when somebody does, it is asked for.
            let goes_on = document().hidden() || page::redraw("[data-bell]").await;
            DUE.set(false);
            if goes_on {
                drawn();
            }
        });
    };
    set_timeout(ask, Duration::from_secs(seconds));
}
