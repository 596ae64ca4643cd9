//! `/`: on to the page of one's role.

use crate::session::use_viewer;
use leptos::prelude::*;
use leptos_router::components::Redirect;

#[component]
pub fn Home() -> impl IntoView {
    let home = use_viewer().map_or("/login", |viewer| viewer.role.home());
    view! { <Redirect path=home /> }.into_any()
}
