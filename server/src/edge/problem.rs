//! Writes the body of an error: a problem document (RFC 9457) in the caller's language.

use super::request_id::RequestId;
use crate::error::RestError;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use domain::{Error, FieldError, Refusal, error::FieldDiff};
use serde::Serialize;

/// An error as the API tells it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:vigie:problem:` and the kind of error.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Every wrong field, when fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
    /// The fact that makes a rule refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub refusal: Option<Refusal>,
    /// The fields that somebody else has changed meanwhile, with their stored values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub differences: Vec<FieldDiff>,
    pub request_id: String,
}

/// One wrong field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub error: FieldError,
    pub message: String,
}

/// The layer: gives every error answer its body.
pub async fn write(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<RestError>() else { return response };
    let problem = problem(&error, id);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    set_headers(response.headers_mut(), &error);
    *response.body_mut() = Body::from(body);
    response
}

fn set_headers(headers: &mut HeaderMap, error: &RestError) {
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let RestError::Domain(Error::TooManyAttempts { retry_after_seconds }) = error {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_seconds));
    }
}

fn problem(error: &RestError, request_id: String) -> Problem {
    let text = match error {
        RestError::Domain(error) => error.to_string(),
        RestError::Request(bad) => format!("{bad:?}"),
    };
    Problem {
        kind: "urn:vigie:problem:error".into(),
        title: text.clone(),
        status: error.status().as_u16(),
        detail: text,
        errors: vec![],
        refusal: None,
        differences: vec![],
        request_id,
    }
}
