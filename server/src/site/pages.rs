//! The pages and server functions of `app`, mounted on the router.

use super::owner;
use crate::{AppState, error::RestError};
use app::{App, session::Session};
use axum::{
    Router,
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{Error, Noun};
use leptos::{
    config::LeptosOptions,
    nonce::Nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::LeptosRoutes;

/// Every page by its address, and every server function under `/rpc`.
pub fn router(state: &AppState) -> Router<AppState> {
    // Only the addresses are wanted here, so anybody's session will do.
    let anybody = || provide_context(Session::anonymous());
    let (mut hydrated, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(App, None, anybody);
    let (served, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(pages::App, None, anybody);
    hydrated.retain(|route| served.iter().all(|other| other.path() != route.path()));
    let mut router = Router::new();
    for route in &served {
        let page = leptos_axum::render_app_async_with_context(context(state), page_document(state));
        router = router.route(route.path(), get(page));
    }
    router
        .leptos_routes_with_context(state, hydrated, context(state), document(state))
        .layer(middleware::from_fn(owner::keep))
}

/// What no route answers: a file of the site, or the page that says that there is nothing.
pub async fn fallback(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && let Some(file) = state.site.file(path, request.headers()).await {
        return file;
    }
    let wants_html = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !reads || !wants_html || path.starts_with("/api/") || path.starts_with("/rpc/") {
        return RestError::Domain(Error::NotFound(Noun::Page)).into_response();
    }
    let render = leptos_axum::render_app_async_with_context(context(&state), document(&state));
    let mut page = owner::Kept { owner: None, work: render(request) }.await;
    if page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::NOT_FOUND;
    }
    page
}

/// What pages and server functions find in their context.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (services, chunks) = (state.services.clone(), state.site.chunks());
    move || {
        if let Some(nonce) = use_context::<Parts>().and_then(|p| p.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
        if let Some(chunks) = chunks.clone() {
            provide_context(chunks);
        }
        app::backend::provide_request(services.clone());
    }
}

fn document(state: &AppState) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    let (options, css): (LeptosOptions, String) = (state.leptos.clone(), state.site.css());
    move || {
        use leptos::prelude::IntoAny;
        app::shell(options.clone(), css.clone()).into_any()
    }
}

/// The document of the pages that the server alone draws.
fn page_document(state: &AppState) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    let (css, pkg) = (state.site.css(), state.site.pkg().to_owned());
    move || pages::document(css.clone(), pkg.clone())
}
