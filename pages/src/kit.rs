//! `/kit`: every component in every state, for those who build pages. Not in a release.

use crate::{ApiResult, not_found::NotFound, page::Asked};
use leptos::prelude::*;

/// The gallery.
pub async fn gallery(_: Asked) -> ApiResult<AnyView> {
    // A constant: a release does not carry the gallery.
    Ok(if cfg!(debug_assertions) {
        view! { <ui::kit::Kit /> }.into_any()
    } else {
        view! { <NotFound /> }.into_any()
    })
}
