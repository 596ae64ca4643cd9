//! How strong a new password is, while it is typed: under its field (`data-strength`), by the rule that the server asks. The
//! attribute holds that rule, then names that it must not be made of, one a line; so do the fields of its form that name the person.

use super::dom;
use crate::{
    controls::input_name,
    document::use_locale,
    password::{read_rule, shown, word},
};
use domain::password::Strength;
use i18n::session as text;
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement},
};
use ui::meter_class;

/// On a field of a new password.
const FIELD: &str = "data-strength";
/// On the meter: how strong it says that the password is.
const SHOWN: &str = "data-shown";
/// Fields that name the person.
const NAMES: [&str; 4] = ["first_name", "last_name", "email", "username"];

pub fn watch() {
    dom::on("input", false, |event: Event| {
        // A name that is typed after the password counts as well.
        if let Some(form) = dom::around(&event, "form") {
            draw(&form);
        }
    });
}

/// Shows it on a page just drawn, where something is typed already.
pub fn drawn() {
    if let Some(body) = document().body() {
        draw(&body);
    }
}

fn draw(root: &Element) {
    for field in dom::all(root, &format!("input[{FIELD}]")) {
        if let Ok(field) = field.dyn_into::<HtmlInputElement>() {
            show(&field);
        }
    }
}

fn show(field: &HtmlInputElement) {
    let Some(place) = place(field) else { return };
    let password = field.value();
    if password.is_empty() {
        place.set_text_content(None);
        return;
    }
    let known = field.get_attribute(FIELD).unwrap_or_default();
    let (rule, known) = known.split_once('\n').unwrap_or((&known, ""));
    let own = own(field, known);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let strength = read_rule(rule).strength(&password, &own);
    // Said aloud only when it changes.
    let before = place.first_element_child().and_then(|meter| meter.get_attribute(SHOWN));
    if before.as_deref() != Some(strength.as_str()) {
        meter(&place, strength);
    }
}

/// Where the strength of a field stands: in what is read aloud after it.
fn place(field: &HtmlInputElement) -> Option<Element> {
    let around = field.closest(".field").ok().flatten()?;
    let after = around.next_element_sibling().filter(|next| next.has_attribute("aria-live"));
    after.or_else(|| {
        let place = document().create_element("div").ok()?;
        place.set_attribute("aria-live", "polite").ok()?;
        around.insert_adjacent_element("afterend", &place).ok()?
    })
}

/// What the password must not be made of.
fn own(field: &HtmlInputElement, known: &str) -> Vec<String> {
    let mut own: Vec<String> = known.lines().map(str::to_owned).collect();
    if let Some(form) = field.form() {
        for name in NAMES {
            let typed = dom::all(&form, &format!(r#"[name="{name}"], [name="{}"]"#, input_name(name)));
            own.extend(
                typed.into_iter().filter_map(|e| Some(e.dyn_into::<HtmlInputElement>().ok()?.value())),
            );
        }
    }
    own
}

/// Draws the meter as the server would.
fn meter(place: &Element, strength: Strength) {
    let locale = use_locale();
    let (percent, tone) = shown(strength);
    place.set_inner_html(&format!(
        r#"<div class="meter-block"><p class="meter-head"><span></span><b></b></p>
        <svg class="{}" aria-hidden="true"><rect class="meter-track" width="100%" height="8" rx="2"></rect>
        <rect class="meter-value" width="{percent}%" height="8" rx="2"></rect></svg></div>"#,
        meter_class(Some(tone)),
    ));
    for (part, words) in [("span", text::strength(locale)), ("b", word(locale, strength))] {
        if let Ok(Some(part)) = place.query_selector(part) {
            part.set_text_content(Some(words));
        }
    }
    if let Some(meter) = place.first_element_child() {
        let _ = meter.set_attribute(SHOWN, strength.as_str());
    }
}
