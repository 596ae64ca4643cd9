//! `/kit`: every component in every state, for those who build pages. The server offers it in development.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

pub struct KitPage;

#[lazy_route]
impl LazyRoute for KitPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ui::kit::Kit /> }.into_any()
    }
}
