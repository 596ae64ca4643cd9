//! `Idempotency-Key`: a POST that is sent again has no second effect and gets the first answer.

use super::guard::BODY_LIMIT;
use crate::{
    AppState,
    error::{BadRequest, RestError, RestResult},
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Caller, Error, FieldCode};
use services::{Answer, Services, Turn};
use sha2::{Digest, Sha256};

const HEADER: &str = "idempotency-key";
const MAX_KEY: usize = 200;
/// Answers to a POST are one row as JSON.
const MAX_ANSWER: usize = 4 << 20;

/// The layer, inside of the one that finds the caller: two people may use the same key.
pub async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (Some(by), true) = (request.extensions().get::<Caller>().cloned(), concerns(&request)) else {
        return next.run(request).await;
    };
    match keyed(state.services, by, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

/// A POST to the API with a key. Not signing in, whose answers are secrets; not forms with a file, which would have to
/// be held in memory to be compared (a resumable upload is sent again without a second effect).
fn concerns(request: &Request) -> bool {
    let (path, headers) = (request.uri().path(), request.headers());
    request.method() == Method::POST
        && headers.contains_key(HEADER)
        && path.starts_with("/api/")
        && !path.starts_with("/api/v1/auth/")
        && !headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/"))
}

async fn keyed(services: Services, mut by: Caller, request: Request, next: Next) -> RestResult<Response> {
    let key = key_of(request.headers())?;
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| BadRequest::TooLarge)?;
    let address = parts.uri.path_and_query().map_or(parts.uri.path(), |whole| whole.as_str());
    let hash = hash(parts.method.as_str(), address, &body);
    if let Turn::Again(answer) = services.idempotency().begin(&by, &key, &hash).await? {
        return Ok(replay(answer));
    }
    by.idempotency_key = Some(key.clone());
    parts.extensions.insert(by.clone());
    let request = Request::from_parts(parts, Body::from(body));
    let (after, who, which) = (services.clone(), by.clone(), key.clone());
    // On its own: a client that hangs up must not leave the key without an answer.
    let work = tokio::spawn(async move {
        let (response, answer) = read(next.run(request).await).await;
        let kept = match answer {
            Some(answer) => services.idempotency().finish(&by, &key, &answer).await,
            None => services.idempotency().release(&by, &key).await,
        };
        if let Err(error) = kept {
            tracing::error!(%error, "the answer of a request with a key could not be kept: {error}");
        }
        response
    });
    work.await.map_err(|defect| {
        after.idempotency().abandon(&who, &which);
        tracing::error!(error = %defect, "a request with a key ended in a defect: {defect}");
        Error::Internal { incident: String::new() }.into()
    })
}

fn key_of(headers: &HeaderMap) -> RestResult<String> {
    let key = headers.get(HEADER).and_then(|v| v.to_str().ok()).map(str::trim).unwrap_or_default();
    match key.len() {
        1..=MAX_KEY => Ok(key.to_owned()),
        0 => Err(RestError::field("Idempotency-Key", FieldCode::Malformed)),
        _ => Err(RestError::field("Idempotency-Key", FieldCode::TooLong { max: 200 })),
    }
}

/// SHA-256 of the whole request, so that a key does not answer for another address, its query included.
fn hash(method: &str, address: &str, body: &Bytes) -> String {
    let mut sha = Sha256::new();
    for part in [method.as_bytes(), address.as_bytes(), body] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The answer to send and, where it is final, to keep. A defect, an outage or a limit is not: it may go
/// better next time.
async fn read(response: Response) -> (Response, Option<Answer>) {
    let status = response.status();
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ANSWER).await else {
        return (RestError::from(Error::Internal { incident: String::new() }).into_response(), None);
    };
    let text = |name: HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let is_final = !status.is_server_error()
        && !matches!(
            status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
        );
    let answer = is_final.then(|| Answer {
        status: status.as_u16(),
        content_type: text(header::CONTENT_TYPE),
        location: text(header::LOCATION),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    });
    (Response::from_parts(parts, Body::from(bytes)), answer)
}

fn replay(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for (name, value) in [(header::CONTENT_TYPE, answer.content_type), (header::LOCATION, answer.location)] {
        if let Some(value) = value.and_then(|v| HeaderValue::try_from(v).ok()) {
            headers.insert(name, value);
        }
    }
    response
}
