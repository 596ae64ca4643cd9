//! The mail that the words of a form make (`data-preview`, with the frame's address): the server fills it as one types, and when its
//! button is pressed. It is drawn in a frame of its own, which runs nothing.

use super::{check, dom};
use crate::{ask, mail_preview::PREVIEW};
use leptos::{
    prelude::{document, request_animation_frame, set_timeout},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, Event, HtmlFormElement, MouseEvent},
};
use std::{cell::Cell, time::Duration};

/// So long after the last keystroke the preview follows.
const PAUSE: Duration = Duration::from_millis(400);
/// The button that asks for it.
const BUTTON: &str = "form[data-preview] [formaction]";

thread_local! {
    /// Counts what was asked: an answer that comes late is not drawn.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

pub fn watch() {
    dom::on("input", false, |event: Event| {
        let Some(form) = previewed(&event) else { return };
        let turn = next_turn();
        set_timeout(
            move || {
                if TURN.get() == turn {
                    ask(&form, turn, None);
                }
            },
            PAUSE,
        );
    });
    dom::on("click", false, |event: MouseEvent| {
        if let Some((button, form)) = dom::around(&event, BUTTON).zip(previewed(&event)) {
            event.prevent_default();
            ask(&form, next_turn(), Some(button));
        }
    });
}

fn previewed(event: &Event) -> Option<HtmlFormElement> {
    dom::around(event, "form[data-preview]")?.dyn_into().ok()
}

fn next_turn() -> u32 {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    turn
}

/// Has the form's words filled; `button` is the one that was pressed, if one was.
fn ask(form: &HtmlFormElement, turn: u32, button: Option<Element>) {
    let Some(sent) = dom::sent(form) else { return };
    let form = form.clone();
    busy(button.as_ref(), true);
    spawn_local(async move {
        let answer = ask::post(PREVIEW, &sent).await;
        busy(button.as_ref(), false);
        if TURN.get() != turn || !form.is_connected() {
            return;
        }
        let answer = answer.unwrap_or_default();
        let words = ask::field(&answer, "words");
        if answer.is_object() {
            check::tell(&form, &ask::field(&answer, "errors"));
        }
        if words.is_object() {
            draw(&form, &words, turn);
        } else if button.is_some()
            && let Some(wrong) = dom::first("form[data-preview] [aria-invalid=true]")
        {
            dom::focus(&wrong);
        }
        show("preview", words.is_object());
        show("preview-not", !words.is_object());
    });
}

fn busy(button: Option<&Element>, on: bool) {
    // Neither fails on an element of the page.
    let _ = match button {
        Some(button) if on => button.set_attribute("aria-busy", "true"),
        Some(button) => button.remove_attribute("aria-busy"),
        None => Ok(()),
    };
}

fn show(id: &str, on: bool) {
    if let Some(element) = document().get_element_by_id(id) {
        // Fails for no attribute of that name.
        let _ = element.toggle_attribute_with_force("hidden", !on);
    }
}

fn draw(form: &HtmlFormElement, words: &JsValue, turn: u32) {
    for (id, part) in [("preview-subject", "subject"), ("preview-text", "text")] {
        if let Some(element) = document().get_element_by_id(id) {
            element.set_text_content(ask::text(words, part).as_deref());
        }
    }
    // A frame for each picture: one that went from picture to picture would fill the browser's history.
    let Some(old) = dom::first("#preview iframe") else { return };
    let Some(new) = old.clone_node().ok().and_then(|copy| copy.dyn_into::<Element>().ok()) else { return };
    let (name, form) = (format!("preview-{turn}"), form.clone());
    let _ = (new.remove_attribute("id"), new.remove_attribute("src"), new.set_attribute("name", &name));
    if old.replace_with_with_node_1(&new).is_ok() {
        request_animation_frame(move || post_into(&form, &name));
    }
}

/// Sends the form into the frame of that name, and leaves it as it was.
fn post_into(form: &HtmlFormElement, frame: &str) {
    let (action, target) = (form.get_attribute("action").unwrap_or_default(), form.target());
    form.set_action(&form.get_attribute("data-preview").unwrap_or_default());
    form.set_target(frame);
    // Fails only when the form has left the document, and then there is nothing to draw.
    let _ = form.submit();
    form.set_action(&action);
    let _ = match target.is_empty() {
        true => form.remove_attribute("target"),
        false => form.set_attribute("target", &target),
    };
}
