//! Names the request, counts it and writes its line in the log.

use super::request_id::{self, RequestId};
use crate::AppState;
use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

/// The layer. The path is logged without its query, which may hold what somebody searched for.
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let value = HeaderValue::try_from(&*id.0).unwrap_or_else(|_| HeaderValue::from_static("unknown"));
    // The effective name, also for those that look for it in the headers.
    request.headers_mut().insert(request_id::HEADER, value.clone());
    let span = tracing::info_span!("request", id = %id);
    request.extensions_mut().insert(id);

    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();

    let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let status = response.status();
    state.metrics.request(&method, route, status, took);
    let (code, ms) = (status.as_u16(), took.as_secs_f64() * 1000.0);
    span.in_scope(|| {
        tracing::info!(
            %method,
            route,
            status = code,
            duration_ms = ms,
            "{method} {route} {code} in {ms:.1} ms"
        );
    });
    response.headers_mut().insert(request_id::HEADER, value);
    response
}
