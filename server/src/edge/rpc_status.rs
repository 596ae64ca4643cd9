//! Server functions whose arguments cannot be read answer 500 by themselves; their error says what it is.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use domain::Error;

/// An error's body is short; anything longer is not one.
const MOST: usize = 64 * 1024;

/// The layer around the server functions: the status of the error in the body.
pub async fn of_the_error(request: Request, next: Next) -> Response {
    let is_rpc = request.uri().path().starts_with("/rpc/");
    let response = next.run(request).await;
    if !is_rpc || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else { return Response::from_parts(parts, Body::empty()) };
    if let Ok(error) = serde_json::from_slice::<Error>(&body) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(body))
}
