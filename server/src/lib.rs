//! The HTTP edge of Vigie: pages, REST, files, health, and the command line that starts them.

mod breakdown_form;
pub mod cli;
pub mod config;
pub mod connection;
mod disk;
mod docs;
mod document_form;
pub mod edge;
pub mod error;
mod export;
mod health;
mod import_form;
mod labels;
mod listener;
mod live;
mod mail_preview;
pub mod metrics;
mod pdf;
mod private;
mod report;
pub mod rest;
pub mod serve;
pub mod session;
pub mod site;
mod state;

pub use state::AppState;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware,
};
use edge::{
    drain, form_replay, guard, headers, idempotency, last_slash, leftover, observe, prefetch, problem,
    request_id, rpc_status,
};
use rest::document_content::AsItIs;
use session::{SessionConfig, SessionState};
use std::time::Duration;
use tower::{Layer, ServiceBuilder, util::MapRequestLayer};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    cors::{AllowOrigin, CorsLayer},
};

/// The complete router: what `vigie serve` serves and what the tests call.
pub fn app(state: AppState) -> Router {
    let session = SessionState::new(
        state.services.clone(),
        SessionConfig {
            public_url: state.config.server.public_url.clone(),
            trusted_hops: state.config.server.trusted_hops,
        },
    );
    // From the outside in: the first layer sees the request first and the answer last.
    let around = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(state.clone(), drain::close))
        .layer(middleware::from_fn(leftover::read_away))
        .layer(middleware::from_fn_with_state(state.clone(), observe::observe))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .layer(compression())
        .layer(middleware::from_fn(problem::write))
        .option_layer(cors(&state))
        .layer(middleware::from_fn(guard::in_time))
        .layer(CatchPanicLayer::custom(guard::on_panic))
        .layer(middleware::from_fn(prefetch::without_traces))
        .layer(middleware::from_fn_with_state(session.clone(), session::layer))
        .layer(middleware::from_fn_with_state(state.clone(), idempotency::once))
        .layer(middleware::from_fn(problem::write))
        .layer(DefaultBodyLimit::max(guard::BODY_LIMIT));
    let router: Router = Router::new()
        .merge(
            site::router(&state)
                .layer(middleware::from_fn(rpc_status::of_the_error))
                .layer(middleware::from_fn_with_state(state.clone(), form_replay::keep)),
        )
        .merge(session::routes(session))
        .merge(rest::router())
        .merge(import_form::router())
        .merge(labels::router())
        .merge(report::router())
        .merge(mail_preview::router())
        .merge(document_form::router())
        .merge(breakdown_form::router())
        .merge(docs::router())
        .merge(export::router())
        .merge(health::router())
        .merge(live::router())
        .fallback(site::fallback)
        .layer(around)
        .with_state(state);
    // Before the routes are looked at, which a layer of theirs is not.
    Router::new().fallback_service(MapRequestLayer::new(last_slash::left_out).layer(router))
}

/// Pages of the configured origins may call the API with a token; no cookie goes with such a call.
fn cors(state: &AppState) -> Option<CorsLayer> {
    let origins = state.config.server.cors_origins.iter().filter_map(|o| HeaderValue::try_from(o).ok());
    let origins: Vec<HeaderValue> = origins.collect();
    if origins.is_empty() {
        return None;
    }
    let known = AllowOrigin::predicate(move |origin, request| {
        request.uri.path().starts_with("/api/") && origins.contains(origin)
    });
    let headers = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::ACCEPT_LANGUAGE,
        HeaderName::from_static("idempotency-key"),
        request_id::HEADER,
    ];
    Some(
        CorsLayer::new()
            .allow_origin(known)
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers(headers)
            .expose_headers([header::LOCATION, header::RETRY_AFTER, request_id::HEADER])
            .max_age(Duration::from_secs(3600)),
    )
}

/// For what is made per request; the site's files are compressed beforehand.
fn compression() -> CompressionLayer<impl Predicate> {
    let worthwhile = SizeAbove::new(1024)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/wasm"))
        .and(NotForContentType::const_new("font/woff2"))
        .and(|_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions| {
            extensions.get::<AsItIs>().is_none()
        });
    CompressionLayer::new().quality(CompressionLevel::Precise(3)).compress_when(worthwhile)
}
