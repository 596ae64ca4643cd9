//! Menus and sheets on the browser's own popover: Escape and a click outside close it, focus comes back,
//! and nothing clips it, all before WASM. What is added here is closing after a client-side navigation.

use leptos::wasm_bindgen::JsCast;

/// For a popover's `on:click`: closes it when a link inside was chosen.
pub(crate) fn close_after_link(event: &leptos::ev::MouseEvent) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    if target.closest("a[href], [data-closes]").ok().flatten().is_none() {
        return;
    }
    if let Some(open) = target.closest("[popover]").ok().flatten()
        && open.matches(":popover-open").unwrap_or(false)
        && let Ok(open) = open.dyn_into::<web_sys::HtmlElement>()
    {
        // Fails only when it is no longer open.
        let _ = open.hide_popover();
    }
}
