//! The page `/docs`: the API described and tried out, from our own origin, without a script from elsewhere.
//!
//! It is rendered once from the OpenAPI document and works as a text without its script.

mod render;

use crate::{AppState, site::Site};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderName, header},
    response::{Html, IntoResponse, Redirect},
    routing::get,
};
use std::sync::{LazyLock, OnceLock};
use utoipa::openapi::OpenApi;

const SCRIPT: &str = include_str!("docs.js");
const STYLE: &str = include_str!("docs.css");
const CACHE: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=300");

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(crate::rest::openapi);

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(document))
        .route("/docs", get(page))
        .route("/docs/docs.js", get(|| file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/docs/docs.css", get(|| file("text/css; charset=utf-8", STYLE)))
        .route("/redoc", get(|| async { Redirect::permanent("/docs") }))
}

async fn document() -> impl IntoResponse {
    ([CACHE], Json(&*DOCUMENT))
}

async fn page(State(site): State<Site>) -> Html<&'static str> {
    static PAGE: OnceLock<String> = OnceLock::new();
    Html(PAGE.get_or_init(|| {
        // The document is written to JSON by the framework's own types.
        let json = serde_json::to_value(&*DOCUMENT).unwrap_or_default();
        render::page(&json, &site.css())
    }))
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), CACHE], text)
}
