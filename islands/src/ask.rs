//! Questions to the server, and its answers: JSON, which the browser reads. Read by serde, each type would be code of its own.

use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Request, RequestInit, Response, UrlSearchParams},
};
use wasm_bindgen_futures::JsFuture;

/// The answer to a question in an address; nothing unless there is one.
pub async fn get(address: &str) -> Option<JsValue> {
    read(&text_of(address, &RequestInit::new()).await?)
}

/// The answer to a form; nothing unless there is one.
pub async fn post(address: &str, form: &UrlSearchParams) -> Option<JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(form);
    read(&text_of(address, &init).await?)
}

/// An answer as it was sent.
pub async fn text_of(address: &str, init: &RequestInit) -> Option<String> {
    // Asked all the same, the browser would write an error into its console.
    if !window().navigator().on_line() {
        return None;
    }
    let request = Request::new_with_str_and_init(address, init).ok()?;
    request.headers().set("accept", "application/json").ok()?;
    let response: Response =
        JsFuture::from(window().fetch_with_request(&request)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A text as JSON.
pub fn read(text: &str) -> Option<JsValue> {
    js_sys::JSON::parse(text).ok()
}

/// A field of an object, or a place of a list: what is not there is `undefined`.
pub fn field(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A field that is a text.
pub fn text(of: &JsValue, name: &str) -> Option<String> {
    field(of, name).as_string()
}

/// A field that is a number.
pub fn number(of: &JsValue, name: &str) -> Option<f64> {
    field(of, name).as_f64()
}

/// What a list holds; nothing of what is no list.
pub fn items(list: &JsValue) -> Vec<JsValue> {
    list.dyn_ref::<js_sys::Array>().map(|list| list.iter().collect()).unwrap_or_default()
}

/// An object of texts.
pub fn object<const N: usize>(fields: [(&str, &str); N]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, text) in fields {
        // Fails for no object of one's own.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(text));
    }
    object.into()
}
