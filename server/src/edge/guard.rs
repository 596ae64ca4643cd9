//! Limits of one request: how long it may take, and what happens when its handler panics.

use crate::error::{BadRequest, RestError};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use std::{any::Any, time::Duration};

/// Bodies are small, but for uploads, whose routes set their own limit.
pub const BODY_LIMIT: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(60);
/// A file has first to arrive.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(600);

/// The layer that answers 503 in place of an answer that does not come.
pub async fn in_time(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let files = path.contains("/import") || path.contains("/documents") || path.contains("/uploads");
    let patience = if files { PATIENCE_WITH_FILES } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => RestError::Request(BadRequest::TimedOut).into_response(),
    }
}

/// The answer in place of one whose handler panicked; the panic itself is in the log.
pub fn on_panic(_: Box<dyn Any + Send>) -> Response {
    RestError::Domain(Error::Internal { incident: String::new() }).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::{problem, request_id::RequestId};
    use axum::{Router, body::Body, http::StatusCode, middleware, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    #[tokio::test]
    async fn a_panic_is_an_incident_with_the_requests_name() {
        async fn broken() {
            panic!("a defect");
        }
        let router = Router::new()
            .route("/api/broken", get(broken))
            .layer(CatchPanicLayer::custom(on_panic))
            .layer(middleware::from_fn(problem::write));
        let mut request = Request::builder().uri("/api/broken").body(Body::empty()).expect("a request");
        request.extensions_mut().insert(RequestId("name-1".into()));
        let answer = router.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains("name-1") && !body.contains("a defect"), "{body}");
    }
}
