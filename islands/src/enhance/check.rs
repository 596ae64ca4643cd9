//! What is wrong with a field (`data-check` on its form), asked of the server when the field is left: by the same rule that saving
//! asks. Without an answer nothing is said; saving says it then.

use super::{dom, form::SENT};
use crate::ask;
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, FocusEvent, HtmlFormElement, UrlSearchParams},
};
use std::{cell::Cell, time::Duration};
use ui::Icon;

/// Where the server is asked.
const ADDRESS: &str = "/rpc/check";
/// On a field that was asked about: which question was the last.
const ASKED: &str = "data-asked";

thread_local! {
    /// Counts the questions.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

pub fn watch() {
    dom::on("focusout", false, |event: FocusEvent| {
        // On the way to a button nothing may move under the pointer, or the click is lost; the answer to the button
        // will say the same.
        let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
        if to.is_some_and(|to| to.matches("button, a").unwrap_or(false)) {
            return;
        }
        let Some(field) = dom::target(&event).filter(|field| field.has_attribute("name")) else { return };
        let form = field.closest("form[data-check]").ok().flatten();
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
        set_timeout(
            move || {
                // A page that goes away takes the focus with it: that is not leaving a field.
                if form.is_connected() {
                    ask_about(&form, field);
                }
            },
            Duration::ZERO,
        );
    });
}

fn ask_about(form: &HtmlFormElement, field: Element) {
    let (Some(sent), Ok(question)) = (dom::sent(form), UrlSearchParams::new()) else { return };
    question.append("of", &form.get_attribute("action").unwrap_or_default());
    question.append("name", &field.get_attribute("name").unwrap_or_default());
    question.append("sent", &String::from(sent.to_string()));
    if field.matches("[type=checkbox], [type=radio]").unwrap_or(false) {
        question.append("ticked", "true");
    }
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    let turn = turn.to_string();
    let _ = field.set_attribute(ASKED, &turn);
    let (form, before) = (form.clone(), value(&field));
    spawn_local(async move {
        let Some(answer) = ask::post(ADDRESS, &question).await else { return };
        // Asked anew since, drawn anew, typed into, sent or gone: another answer is due.
        let due = field.get_attribute(ASKED).is_some_and(|now| now == turn) && value(&field) == before;
        // Nothing moves under a button that is being pressed.
        let pressed = dom::first("button:active, a:active").is_some();
        if due && field.is_connected() && !form.has_attribute(SENT) && !pressed {
            put(&field, answer.as_string());
        }
    });
}

/// What a control holds, and whether it is ticked.
fn value(field: &Element) -> (Option<String>, Option<bool>) {
    let of = |name: &str| js_sys::Reflect::get(field, &JsValue::from_str(name)).ok();
    (of("value").and_then(|value| value.as_string()), of("checked").and_then(|ticked| ticked.as_bool()))
}

/// On a control whose error was told here.
const TOLD: &str = "data-told";

/// Writes what is wrong with a form under its controls, and takes away what was written there before and no longer holds. What the
/// server has drawn stays. `errors` are pairs: the name of a control, and the sentence.
pub fn tell(form: &HtmlFormElement, errors: &JsValue) {
    let errors = ask::items(errors);
    for control in dom::all(form, "[name][id]") {
        let name = control.get_attribute("name");
        match errors.iter().find(|error| ask::text(error, "0") == name) {
            Some(error) => {
                put(&control, ask::text(error, "1"));
                let _ = control.set_attribute(TOLD, "");
            }
            None if control.has_attribute(TOLD) => {
                put(&control, None);
                let _ = control.remove_attribute(TOLD);
            }
            None => {}
        }
    }
}

/// Writes the error under its control as the server would draw it, or takes it away.
fn put(control: &Element, text: Option<String>) {
    let own = control.get_attribute("id").unwrap_or_default();
    let (id, hint) = (format!("{own}-error"), format!("{own}-hint"));
    if let Some(before) = document().get_element_by_id(&id) {
        before.remove();
    }
    let hint = document().get_element_by_id(&hint).map(|_| hint);
    let described =
        [hint, text.as_ref().map(|_| id.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let _ = match described.is_empty() {
        true => control.remove_attribute("aria-describedby"),
        false => control.set_attribute("aria-describedby", &described),
    };
    let _ = match text {
        Some(_) => control.set_attribute("aria-invalid", "true"),
        None => control.remove_attribute("aria-invalid"),
    };
    let (Some(text), Ok(Some(around))) = (text, control.closest(".field")) else { return };
    let (Ok(line), Ok(words)) = (document().create_element("p"), document().create_element("span")) else {
        return;
    };
    line.set_class_name("error");
    line.set_id(&id);
    line.set_inner_html(&format!(
        r#"<svg class="icon icon-sm" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"></path></svg>"#,
        Icon::CircleAlert.path()
    ));
    words.set_text_content(Some(&text));
    let _ = line.append_child(&words);
    let after = around.query_selector(".hint").ok().flatten();
    let _ = around.insert_before(&line, after.as_deref());
}
