//! Where the keyboard goes on.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// Gives the focus back to where it was, if that is still in the page.
pub(crate) fn give_back(before: StoredValue<Option<web_sys::Element>, LocalStorage>) {
    let element = before.try_get_value().flatten();
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Not before the dialog has left.
        request_animation_frame(move || {
            if element.is_connected() {
                let _ = element.focus();
            }
        });
    }
}
