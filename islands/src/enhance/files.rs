//! Forms that send their files as these are chosen (`data-send-files`, with the extensions that are taken; `data-limits`, with the
//! megabytes of the largest file and of the largest video). One with files that were chosen before anybody listened
//! is left to its button.

use super::{dom, page};
use crate::upload::{self, Target};
use domain::document::Limits;
use leptos::{
    prelude::document,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, FormData, HtmlFormElement, HtmlInputElement},
};

/// Where the keyboard goes on once the list has changed.
const DOCUMENTS: &str = "#documents";

pub fn watch() {
    dom::on("change", false, |event: Event| {
        let input = dom::target(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.type_() == "file") else { return };
        let Some(form) = input.form().filter(sends) else { return };
        if let Some(target) = target(&form) {
            upload::chosen(&input, &target, arrived);
        }
    });
}

/// Puts the buttons away that these forms need no more.
pub fn drawn() {
    let Some(body) = document().body() else { return };
    for form in dom::all(&body, "form[data-send-files]") {
        if !holds_files(&form)
            && let Some(by_hand) = by_hand(&form)
        {
            let _ = by_hand.set_attribute("hidden", "");
        }
    }
}

fn by_hand(form: &Element) -> Option<Element> {
    form.query_selector("[data-by-hand]").ok().flatten()
}

/// Whether the form's files are sent from here.
fn sends(form: &HtmlFormElement) -> bool {
    form.has_attribute("data-send-files") && by_hand(form).is_some_and(|part| part.has_attribute("hidden"))
}

fn holds_files(form: &Element) -> bool {
    let inputs = dom::all(form, "input[type=file]").into_iter();
    inputs.filter_map(|e| e.dyn_into::<HtmlInputElement>().ok()).any(|input| !input.value().is_empty())
}

fn target(form: &HtmlFormElement) -> Option<Target> {
    let data = FormData::new_with_form(form).ok()?;
    let value = |name: &str| data.get(name).as_string().unwrap_or_default();
    let of_form = |name: &str| form.get_attribute(name).unwrap_or_default();
    let limits = of_form("data-limits");
    let (max_mb, video_mb) = limits.split_once(' ')?;
    Some(Target {
        accept: of_form("data-send-files"),
        limits: Limits { max_mb: max_mb.parse().ok()?, video_mb: video_mb.parse().ok()? },
        holder: value("entity"),
        id: value("entity_id"),
        kind: value("kind"),
        replaces: value("replaces"),
    })
}

/// Draws the list with the file that has arrived.
fn arrived() {
    spawn_local(async {
        page::redraw(DOCUMENTS).await;
        dom::go_on_at(DOCUMENTS);
    });
}
