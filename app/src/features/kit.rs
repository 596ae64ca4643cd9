//! `/kit`: every component in every state, for those who build pages. Not in a release.

use super::not_found::NotFound;
use leptos::prelude::*;

pub fn kit_page() -> AnyView {
    // A constant: a release does not carry the gallery.
    if cfg!(debug_assertions) {
        view! { <ui::kit::Kit /> }.into_any()
    } else {
        view! { <NotFound /> }.into_any()
    }
}
