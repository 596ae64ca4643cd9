//! The HTTP edge of Vigie: pages, REST, files, health, and the command line that starts them.

pub mod cli;
pub mod config;
pub mod edge;
pub mod error;
pub mod metrics;
pub mod rest;
pub mod serve;
pub mod site;
mod state;

pub use state::AppState;

use axum::{Router, extract::DefaultBodyLimit, middleware};
use edge::{guard, headers, observe, problem};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
};

/// The complete router: what `vigie serve` serves and what the tests call.
pub fn app(state: AppState) -> Router {
    // From the outside in: the first layer sees the request first and the answer last.
    let around = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(state.clone(), observe::observe))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .layer(compression())
        .layer(middleware::from_fn(problem::write))
        .layer(middleware::from_fn(guard::in_time))
        .layer(CatchPanicLayer::custom(guard::on_panic))
        .layer(DefaultBodyLimit::max(guard::BODY_LIMIT));
    Router::new()
        .merge(site::router(&state))
        .merge(rest::router())
        .fallback(site::fallback)
        .layer(around)
        .with_state(state)
}

/// For what is made per request; the site's files are compressed beforehand.
fn compression() -> CompressionLayer<impl Predicate> {
    let worthwhile = SizeAbove::new(1024)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/wasm"))
        .and(NotForContentType::const_new("font/woff2"));
    CompressionLayer::new().quality(CompressionLevel::Precise(3)).compress_when(worthwhile)
}
