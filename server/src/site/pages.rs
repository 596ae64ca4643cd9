//! The pages and the server functions, mounted on the router.

use super::owner;
use crate::{AppState, error::RestError};
use axum::{
    Router,
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{Error, Noun};
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
    server_fn,
};
use pages::session::Session;

/// Every page by its address, and every server function under `/rpc`.
pub fn router(state: &AppState) -> Router<AppState> {
    // Only the addresses are wanted here, so anybody's session will do.
    let anybody = || provide_context(Session::anonymous());
    let (routes, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(pages::App, None, anybody);
    let mut router = Router::new();
    for route in &routes {
        let page = leptos_axum::render_app_async_with_context(context(state), document(state));
        router = router.route(route.path(), get(page));
    }
    for (path, method) in server_fn::axum::server_fn_paths() {
        let context = context(state);
        let answer =
            move |request: Request| leptos_axum::handle_server_fns_with_context(context.clone(), request);
        router = router.route(path, if method == Method::GET { get(answer) } else { post(answer) });
    }
    router.layer(middleware::from_fn(owner::keep))
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
    let services = state.services.clone();
    move || {
        if let Some(nonce) = use_context::<Parts>().and_then(|p| p.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
        pages::backend::provide_request(services.clone());
    }
}

/// The document around the pages.
fn document(state: &AppState) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    let (css, pkg) = (state.site.css(), state.site.pkg().to_owned());
    move || pages::document(css.clone(), pkg.clone())
}
