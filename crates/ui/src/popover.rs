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
    // The outermost one: closing it closes those it opened.
    let mut found = target.closest("[popover]").ok().flatten();
    let mut outer = None;
    while let Some(popover) = found {
        found = popover.parent_element().and_then(|parent| parent.closest("[popover]").ok().flatten());
        if popover.matches(":popover-open").unwrap_or(false) {
            outer = popover.dyn_into::<web_sys::HtmlElement>().ok();
        }
    }
    if let Some(open) = outer {
        // Fails only when it is no longer open.
        let _ = open.hide_popover();
    }
}
