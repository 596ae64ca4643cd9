//! A row of links that scrolls shows the one of the place where the reader is.

use leptos::{wasm_bindgen::JsCast, web_sys};

/// Scrolls the row sideways until its current link is seen. The page stays where it is.
pub fn reveal(row: &web_sys::HtmlElement) {
    let link = row.query_selector("[aria-current]").ok().flatten();
    let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    let (start, width) = (link.offset_left() - row.offset_left(), link.offset_width());
    let seen = row.scroll_left();
    if start < seen || start + width > seen + row.client_width() {
        row.set_scroll_left(start + width / 2 - row.client_width() / 2);
    }
}
