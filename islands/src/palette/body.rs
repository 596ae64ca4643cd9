//! The list of the dialog, and what keys do to it.

use super::dialog::Palette;
use super::{
    api::search_everywhere,
    entry::{Act, Entry, Group, listed, still_answering},
    list::{FORM, option_id, options},
    recent,
};
use crate::session::use_session;
use domain::palette::{Found, asked};
use i18n::palette as text;
use leptos::{
    ev::KeyboardEvent, html, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlElement,
};
use std::time::Duration;

/// How long typing rests before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// The list for what is typed in the dialog.
pub fn body(palette: Palette) -> AnyView {
    let session = use_session();
    let (locale, viewer) = (session.locale, session.viewer.as_ref().map(|v| v.id));
    let (found, failed) = (RwSignal::new(Found::default()), RwSignal::new(false));
    let mut look_up = debounce(PAUSE, move |q: String| {
        spawn_local(async move {
            let answer = search_everywhere(q.clone()).await;
            // The answer to what was typed before is of no more use, nor is one to a closed dialog.
            if palette.typed.try_get_untracked().and_then(|now| asked(&now)) != Some(q) {
                return;
            }
            let _ = failed.try_set(answer.is_err());
            if let Ok(answer) = answer {
                let _ = found.try_set(answer);
            }
        });
    });
    // The line that was chosen by key or pointer; the first until then.
    let chosen = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let typed = palette.typed.get();
        chosen.set(None);
        match asked(&typed) {
            Some(q) => {
                found.update(|found| *found = still_answering(found, &q));
                look_up(q);
            }
            None => {
                found.set(Found::default());
                failed.set(false);
            }
        }
    });
    let opened = viewer.map(recent::opened).unwrap_or_default();
    let groups = Memo::new(move |_| {
        palette.typed.with(|typed| found.with(|found| listed(&session, typed, found, opened.clone())))
    });
    let entries = Memo::new(move |_| groups.with(|all| flat(all)));
    let active = Memo::new(move |_| {
        let at = chosen.with(|key| {
            let key = key.as_ref()?;
            entries.with(|all| all.iter().position(|entry| entry.key() == *key))
        });
        at.unwrap_or(0)
    });
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let (at, some) = (active.get(), entries.with(|all| !all.is_empty()));
        palette.active.set(some.then(|| option_id(at)));
        request_animation_frame(move || show(list, at));
    });
    let point = Callback::new(move |at: usize| {
        if active.get_untracked() != at {
            chosen.set(entries.with_untracked(|all| all.get(at).map(Entry::key)));
        }
    });
    let take = Callback::new(move |at: usize| {
        if let (Some(viewer), Some(entry)) = (viewer, entries.with_untracked(|all| all.get(at).cloned())) {
            recent::note(viewer, &entry);
        }
        // Not before the browser has followed the link.
        set_timeout(move || palette.close(), Duration::ZERO);
    });
    palette.keys.set_value(Some(Callback::new(move |event: KeyboardEvent| {
        let (at, count) = (active.get_untracked(), entries.with_untracked(Vec::len));
        if count == 0 || event.is_composing() {
            return;
        }
        let to = match event.key().as_str() {
            "ArrowDown" => (at + 1) % count,
            "ArrowUp" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            "Enter" => {
                event.prevent_default();
                let entry = entries.with_untracked(|all| all.get(at).cloned());
                return enter(at, entry.map(|e| e.act), event.ctrl_key() || event.meta_key(), take);
            }
            _ => return,
        };
        event.prevent_default();
        point.run(to);
    })));
    on_cleanup(move || {
        let _ = palette.keys.try_set_value(None);
    });
    // What is said of the list: aloud alone, or also shown where the list says nothing.
    let said = Memo::new(move |_| {
        if failed.get() {
            return (true, text::unavailable(locale).to_owned());
        }
        let typed = palette.typed.get();
        let q = typed.trim();
        if q.is_empty() {
            return (false, String::new());
        }
        // The last group is the way to the lists, whatever is found.
        let count = groups.with(|all| flat(all.split_last().map_or(&[], |(_, found)| found)).len());
        match count {
            0 => (true, text::nothing(locale, q)),
            n => (false, text::results(locale, i64::try_from(n).unwrap_or(i64::MAX))),
        }
    });
    view! {
        <form id=FORM method="post" hidden></form>
        <p class="palette-said" class:sr-only=move || !said.get().0 role="status">
            {move || said.get().1}
        </p>
        <div node_ref=list id="palette-list" class="palette-list" role="listbox" aria-label=text::listed(locale)>
            {move || options(locale, groups.get(), active.into(), point, take)}
        </div>
    }
    .into_any()
}

fn flat(groups: &[Group]) -> Vec<Entry> {
    groups.iter().flat_map(|group| group.entries.iter().cloned()).collect()
}

/// Takes the option, in a new tab when asked for one.
fn enter(at: usize, act: Option<Act>, new_tab: bool, take: Callback<usize>) {
    if let (true, Some(Act::Go(href))) = (new_tab, &act) {
        let _ = window().open_with_url_and_target(href, "_blank");
        take.run(at);
        return;
    }
    let option = document().get_element_by_id(&option_id(at));
    if let Some(option) = option.and_then(|o| o.dyn_into::<HtmlElement>().ok()) {
        option.click();
    }
}

/// Scrolls the list, and nothing else, as little as it takes to show the option.
fn show(list: NodeRef<html::Div>, at: usize) {
    let (Some(list), Some(option)) =
        (list.try_get_untracked().flatten(), document().get_element_by_id(&option_id(at)))
    else {
        return;
    };
    let Ok(option) = option.dyn_into::<HtmlElement>() else { return };
    // The title above the first line of a group belongs to it.
    let first = if at == 0 { option.offset_top() } else { 0 };
    let (top, bottom) = (option.offset_top() - first, option.offset_top() + option.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}
