//! The browser's entry point on pages from the server: makes their forms better and their islands live.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the module is loaded, before it takes the islands over one by one.
#[wasm_bindgen]
pub fn start() {
    // What went wrong is for those who mend it; the words for it would be a part of what everybody loads.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    islands::enhance::start();
}
