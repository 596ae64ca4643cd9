//! The search from anywhere as an island.

use crate::{
    palette::{Palette, body, dialog, way},
    session::use_locale,
};
use leptos::prelude::*;

/// The way to the search at the head of a page, with its dialog.
#[island]
pub fn SearchAnywhere() -> impl IntoView {
    let locale = use_locale();
    let search = Palette::new(|palette| palette.draw_with(body));
    view! { {way(locale, search)} {dialog(locale, search)} }
}
