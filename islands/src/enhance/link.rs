//! Links within `data-in-place` that lead to another view of the same page: it is drawn in place, and the address follows.

use super::{dom, keep, list, page};
use leptos::{
    prelude::{document, window},
    task::spawn_local,
    web_sys::{MouseEvent, RequestInit, Url},
};

pub fn watch() {
    dom::on("click", false, |event: MouseEvent| {
        if !keep::leaves(&event) {
            return;
        }
        if let Some(to) = stays(&event) {
            event.prevent_default();
            follow(to);
        }
    });
}

/// Where a click leads without leaving the page.
pub fn stays(event: &MouseEvent) -> Option<Url> {
    let link = dom::around(event, "[data-in-place] a[href]")?;
    let base = window().location().href().ok()?;
    let to = Url::new_with_base(&link.get_attribute("href")?, &base).ok()?;
    window().location().pathname().is_ok_and(|here| here == to.pathname()).then_some(to)
}

fn follow(to: Url) {
    spawn_local(async move {
        let address = to.pathname() + &to.search();
        match page::ask(&address, &RequestInit::new()).await {
            Ok(answer) if answer.is_here() && answer.status < 400 => {
                list::note_address(&address, false);
                answer.draw();
                arrive(&to.hash());
            }
            // A link says best what is wrong.
            _ => page::go(&to.href()),
        }
    });
}

/// The keyboard goes on at what the link names; else, when the link itself is gone, around the place where it was.
fn arrive(hash: &str) {
    match document().get_element_by_id(hash.trim_start_matches('#')) {
        Some(place) => dom::focus(&place),
        None => dom::go_on_at("[data-in-place]"),
    }
}
