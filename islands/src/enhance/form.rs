//! Forms that post: sent in the background, once, with the button that was pressed. A refusal is drawn in place with the
//! errors at their fields; success leads where the server says. Without network nothing is lost, and it is said.

use super::{dom, flash, keep, list, page};
use crate::document::use_locale;
use i18n::error as text;
use leptos::{
    ev,
    prelude::{document, window_event_listener},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, FormData, HtmlElement, HtmlFormElement, RequestInit, SubmitEvent, UrlSearchParams},
};

/// On a form that has been sent and is not yet answered.
pub const SENT: &str = "data-sent";
/// On a form that leads to another step of its page.
const STEP: &str = "data-step";

pub fn watch() {
    dom::on("submit", false, |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        let form = dom::target(&event).and_then(|e| e.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        let button = event.submitter();
        if list::takes(&form) {
            event.prevent_default();
            list::apply(&form);
            return;
        }
        let Some(action) = enhanced(&form, button.as_ref()) else {
            // Asked for again with what is typed in its address: what was kept would cover what the server fills in.
            if button.is_some_and(|button| button.get_attribute("formmethod").as_deref() == Some("get")) {
                keep::forget(&form);
                keep::let_go(&form);
            }
            return;
        };
        event.prevent_default();
        if form.has_attribute(SENT) {
            return;
        }
        let Some(init) = request(&form, button.as_ref()) else { return };
        let _ = form.set_attribute(SENT, "");
        if let Some(button) = &button {
            let _ = button.set_attribute("aria-busy", "true");
        }
        spawn_local(async move {
            match page::ask(&action, &init).await {
                // Stays as it is until the other page is there: another press has no effect.
                Ok(answer) if !answer.refuses() && (form.has_attribute(STEP) || !answer.is_here()) => {
                    leave(&form, &answer);
                }
                answer => {
                    release(&form);
                    match answer {
                        Ok(answer) => answered(&form, &answer),
                        Err(failure) => not_sent(&form, failure),
                    }
                }
            }
        });
    });
    // A page that comes back as it was left holds no sent form.
    let back = window_event_listener(ev::pageshow, |_| {
        let body = document().body();
        for form in body.iter().flat_map(|body| dom::all(body, &format!("form[{SENT}]"))) {
            release(&form);
        }
    });
    // For the life of the document.
    std::mem::forget(back);
}

/// The form may be sent again.
fn release(form: &Element) {
    let _ = form.remove_attribute(SENT);
    for button in dom::all(form, "[aria-busy]") {
        let _ = button.remove_attribute("aria-busy");
    }
}

/// The address of a form that is sent here; `None` leaves it to the browser. Signing in and out, and what changes every
/// page, loads a new document. Read from attributes: a property may be a control of that name.
fn enhanced(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<String> {
    let of_button = |name: &str| button.and_then(|button| button.get_attribute(name));
    let method = of_button("formmethod").or_else(|| form.get_attribute("method")).unwrap_or_default();
    let action = of_button("formaction").or_else(|| form.get_attribute("action")).unwrap_or_default();
    let plain =
        form.has_attribute("data-plain") || form.has_attribute("target") || action.starts_with("/session/");
    (method.eq_ignore_ascii_case("post") && action.starts_with('/') && !plain).then_some(action)
}

fn request(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<RequestInit> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(name) = button.and_then(|b| b.get_attribute("name")) {
        let value = button.and_then(|b| b.get_attribute("value")).unwrap_or_default();
        let _ = data.append_with_str(&name, &value);
    }
    let init = RequestInit::new();
    init.set_method("POST");
    match form.get_attribute("enctype").as_deref() {
        Some("multipart/form-data") => init.set_body(&data),
        _ => init.set_body(&JsValue::from(UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?)),
    }
    Some(init)
}

/// Goes to the page that the server says.
fn leave(form: &HtmlFormElement, answer: &page::Answer) {
    // Somebody whose session has ended signs in and finds again what was typed.
    if answer.url.pathname() != "/login" {
        keep::forget(form);
    }
    keep::let_go(form);
    page::go(&answer.address());
}

/// Draws the answer in place.
fn answered(form: &HtmlFormElement, answer: &page::Answer) {
    if answer.refuses() {
        answer.draw();
        return;
    }
    done(form);
    // What it has taken the place of: another form of the same record.
    let other = form.get_attribute("data-drop").and_then(|id| document().get_element_by_id(&id));
    if let Some(other) = other.and_then(|other| other.dyn_into::<HtmlFormElement>().ok()) {
        done(&other);
    }
    if let Ok(Some(dialog)) = form.closest("dialog")
        && let Ok(dialog) = dialog.dyn_into::<leptos::web_sys::HtmlDialogElement>()
    {
        dialog.close();
    }
    // Where the keyboard goes on when the button that had the focus is gone.
    let place = form.closest("[tabindex='-1']").ok().flatten();
    list::note_address(&answer.address(), true);
    answer.draw();
    flash::take_focus();
    let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    if let Some(place) = place.filter(|place| lost && place.is_connected()) {
        dom::focus(&place);
    }
}

/// Nothing is typed into it any more.
fn done(form: &HtmlFormElement) {
    keep::forget(form);
    keep::let_go(form);
    form.reset();
}

/// Says at the form that it was not sent, or that it failed.
fn not_sent(form: &HtmlFormElement, failure: page::Failure) {
    let locale = use_locale();
    let why = match failure {
        page::Failure::Unreachable => text::not_sent(locale).to_owned(),
        page::Failure::Status(413) => text::too_much(locale).to_owned(),
        page::Failure::Status(429) => text::too_often(locale).to_owned(),
        page::Failure::Status(_) => text::unavailable(locale).to_owned(),
    };
    const CLASS: &str = "not-sent";
    if let Ok(Some(before)) = form.query_selector(&format!(".{CLASS}")) {
        before.remove();
    }
    let Ok(note) = document().create_element("p") else { return };
    note.set_class_name(&format!("banner banner-danger banner-round {CLASS}"));
    let _ = note.set_attribute("role", "alert");
    let _ = note.set_attribute("tabindex", "-1");
    note.set_text_content(Some(&why));
    let _ = form.insert_before(&note, form.first_child().as_ref());
    note.scroll_into_view_with_bool(false);
    dom::focus(&note);
}
