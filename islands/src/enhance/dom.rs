//! Small helpers over the browser's own interfaces.

use leptos::{
    prelude::document,
    wasm_bindgen::{JsCast, closure::Closure, convert::FromWasmAbi},
    web_sys,
};

/// Hears an event at the document, for the life of the document. `capture` hears it before the elements do.
pub fn on<E: FromWasmAbi + 'static>(name: &str, capture: bool, act: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(E)>::new(act);
    let function = listener.as_ref().unchecked_ref();
    // Fails for no name of an event.
    let _ = document().add_event_listener_with_callback_and_bool(name, function, capture);
    listener.forget();
}

/// The element that an event happened at.
pub fn target(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// The nearest element around the place of an event that matches.
pub fn around(event: &web_sys::Event, selector: &str) -> Option<web_sys::Element> {
    target(event)?.closest(selector).ok().flatten()
}

/// Every element below `root` that matches.
pub fn all(root: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    let Ok(found) = root.query_selector_all(selector) else { return vec![] };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// The first element of the document that matches.
pub fn first(selector: &str) -> Option<web_sys::Element> {
    document().query_selector(selector).ok().flatten()
}

/// Gives an element the keyboard focus.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

/// Gives the keyboard focus to a place of the page when what had it is gone.
pub fn go_on_at(selector: &str) {
    if document().active_element().is_none_or(|element| element.tag_name() == "BODY")
        && let Some(place) = first(selector)
    {
        focus(&place);
    }
}

/// What a form would send now.
pub fn sent(form: &web_sys::HtmlFormElement) -> Option<web_sys::UrlSearchParams> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// Storage of this tab; absent where the browser refuses it.
pub fn tab_storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}
