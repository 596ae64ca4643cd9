//! The search from anywhere: its dialog, and what it lists: pages, actions, what was opened before, and what is found.

mod api;
mod body;
mod dialog;
mod entry;
mod list;
mod recent;

pub use api::{SearchEverywhere, search_everywhere};
pub use body::body;
pub use dialog::{Draw, PATH, Palette, dialog, way};
pub use entry::listed;
pub use list::{FORM, links};

use crate::session::use_locale;
use leptos::prelude::*;

/// The way to the search at the head of a page, with its dialog.
#[island]
pub fn SearchAnywhere() -> impl IntoView {
    let locale = use_locale();
    let search = Palette::new(|palette| palette.draw_with(body));
    view! { {way(locale, search)} {dialog(locale, search)} }
}
