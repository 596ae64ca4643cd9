//! Every route. The lists are in the main chunk; heavy pages are lazy.

use crate::{
    features::{kit::KitPage, not_found::NotFound},
    layout::Frame,
    session::use_session,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The whole application. Signed in or not is settled for the life of the document: signing in and out load
/// a new one.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = use_session();
    provide_context(session.clone());
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Vigie".to_owned() } else { format!("{title} · Vigie") } />
        <Router>
            {match session.viewer.clone() {
                Some(viewer) => {
                    view! {
                        <Frame session viewer>
                            <Pages />
                        </Frame>
                    }
                        .into_any()
                }
                None => view! { <Pages /> }.into_any(),
            }}
        </Router>
    }
}

// One line per page, so that a page is found by its address.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/kit") view={Lazy::<KitPage>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
    .into_any()
}
