//! What was opened from the list, by this person in this browser.

use super::lines::Line;
use crate::{ask, document::person};
use leptos::{
    prelude::{document, window},
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, Storage},
};

/// How many are kept.
const KEPT: usize = 5;

/// Absent where the browser refuses storage; the list works without.
fn storage() -> Option<(Storage, String)> {
    Some((window().local_storage().ok().flatten()?, format!("vigie:opened:{}", person()?)))
}

fn kept() -> Vec<JsValue> {
    let text = storage().and_then(|(storage, key)| storage.get_item(&key).ok().flatten());
    text.and_then(|text| ask::read(&text)).map(|all| ask::items(&all)).unwrap_or_default()
}

/// The newest first. `patterns` are lines as the server draws them, each with the address that those like it begin with.
pub(super) fn opened(patterns: &[Line]) -> Vec<Line> {
    kept().iter().filter_map(|kept| line(patterns, kept)).collect()
}

fn line(patterns: &[Line], kept: &JsValue) -> Option<Line> {
    let [href, code, label, note] =
        ["href", "code", "label", "note"].map(|name| ask::text(kept, name).unwrap_or_default());
    // What another program may have written there is no address of ours.
    domain::url::safe_next(&href)?;
    let like = |pattern: &&Line| {
        pattern.option.get_attribute("href").is_some_and(|begins| href.starts_with(&begins))
    };
    let option = patterns.iter().find(like)?.option.clone_node_with_deep(true).ok()?;
    let option = option.dyn_into::<Element>().ok()?;
    for (name, value) in [("href", &href), ("data-code", &code), ("data-label", &label)] {
        option.set_attribute(name, value).ok()?;
    }
    let words = option.query_selector(".palette-words").ok()??;
    let part = |tag: &str, class: &str, text: &str| {
        let part = document().create_element(tag).ok()?;
        part.set_class_name(class);
        part.set_text_content(Some(text));
        Some(part)
    };
    let name = document().create_element("b").ok()?;
    if !code.is_empty() {
        name.append_child(&part("span", "code", &code)?.into()).ok()?;
        name.append_with_str_1(" ").ok()?;
    }
    name.append_with_str_1(&label).ok()?;
    words.set_text_content(None);
    words.append_child(&name).ok()?;
    if !note.is_empty() {
        words.append_with_str_1(" ").ok()?;
        words.append_child(&part("span", "palette-note", &note)?.into()).ok()?;
    }
    Some(Line::of(option))
}

/// Notes that a line was taken.
pub(super) fn note(option: &Element) {
    if !option.has_attribute("data-kept") {
        return;
    }
    let of = |name: &str| option.get_attribute(name).unwrap_or_default();
    let note = option.query_selector(".palette-note").ok().flatten().and_then(|note| note.text_content());
    let (href, code, label, note) = (of("href"), of("data-code"), of("data-label"), note.unwrap_or_default());
    let all = js_sys::Array::new();
    all.push(&ask::object([("href", &href), ("code", &code), ("label", &label), ("note", &note)]));
    let others = kept().into_iter().filter(|kept| ask::text(kept, "href").as_ref() != Some(&href));
    for other in others.take(KEPT - 1) {
        all.push(&other);
    }
    if let (Some((storage, key)), Ok(text)) = (storage(), js_sys::JSON::stringify(&all)) {
        // Full or refused: then nothing is remembered.
        let _ = storage.set_item(&key, &String::from(text));
    }
}
