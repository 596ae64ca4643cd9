//! Writes the body of an error: a problem document (RFC 9457) for programs, a page for people, in the
//! caller's language.

use super::{language::Language, request_id::RequestId};
use crate::error::{BadRequest, RestError};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, FieldErrors, Refusal, error::FieldDiff};
use i18n::{Locale, http as text};
use pages::shared::error_text;
use serde::Serialize;

/// An error as the API tells it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:vigie:problem:` and the kind of error.
    #[serde(rename = "type")]
    #[schema(example = "urn:vigie:problem:invalid")]
    pub kind: String,
    #[schema(example = "Some fields need correcting.")]
    pub title: String,
    #[schema(example = 422)]
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
    /// The request's name in the log.
    pub request_id: String,
}

/// One wrong field.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// `specifications[2].unit`
    #[schema(example = "code")]
    pub field: String,
    /// What is wrong, with its bounds beside it where it has some.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub code: domain::FieldCode,
    #[schema(example = "Required.")]
    pub message: String,
}

/// The layer: gives every error answer its body. It stands twice in the stack: inside of the session, where
/// the person's language is known, and around everything, for what the layers between refuse.
pub async fn write(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // Errors are rare; what only they need is gathered from a copy of the request's head.
    let head = Head::of(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let response = bare(response, &head);
    match response.extensions().get::<RestError>().cloned() {
        Some(error) => head.answer(response, error),
        None => response,
    }
}

/// Errors that axum itself answers, such as a method that an address does not know.
fn bare(response: Response, head: &Head) -> Response {
    if response.extensions().get::<RestError>().is_some() || !head.is_api() {
        return response;
    }
    let bad = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => BadRequest::Method,
        StatusCode::PAYLOAD_TOO_LARGE => BadRequest::TooLarge,
        _ => return response,
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = RestError::Request(bad).into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// What of the request decides how its error is told.
struct Head {
    parts: Parts,
    id: String,
}

impl Head {
    fn of(parts: &Parts) -> Self {
        let id = parts.extensions.get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        Self { parts: parts.clone(), id }
    }

    fn is_api(&self) -> bool {
        self.parts.uri.path().starts_with("/api/")
    }

    /// Whether a browser shows the answer to a person.
    fn is_page(&self) -> bool {
        let accept = self.parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
        !self.is_api() && accept.is_some_and(|a| a.contains("text/html"))
    }

    fn answer(self, mut response: Response, error: RestError) -> Response {
        response.extensions_mut().remove::<RestError>();
        let Language(locale) = Language::of(&self.parts);
        let page = self.is_page();
        let problem = problem(error_with_incident(error, &self.id), locale, self.id);
        let body = if page { html(&problem, locale) } else { json(&problem) };
        let headers = response.headers_mut();
        set_headers(headers, page);
        if let (429, Some(seconds)) = (problem.0.status, problem.1) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        *response.body_mut() = Body::from(body);
        response
    }
}

fn set_headers(headers: &mut HeaderMap, page: bool) {
    let kind = if page { "text/html; charset=utf-8" } else { "application/problem+json" };
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
}

/// A defect is found again in the log by the request's name.
fn error_with_incident(error: RestError, id: &str) -> RestError {
    match error {
        RestError::Domain(Error::Internal { incident }) if incident.is_empty() => {
            RestError::Domain(Error::Internal { incident: id.to_owned() })
        }
        other => other,
    }
}

/// The document, and the seconds to wait where there are some.
fn problem(error: RestError, locale: Locale, request_id: String) -> (Problem, Option<i64>) {
    let status = error.status().as_u16();
    let (title, detail) = match &error {
        RestError::Domain(error) => {
            (error_text::title(locale, error).to_owned(), error_text::error(locale, error))
        }
        RestError::Request(bad) => {
            let (title, detail) = words(*bad, locale);
            (title.to_owned(), detail)
        }
    };
    let mut problem = Problem {
        kind: format!("urn:vigie:problem:{}", kind(&error)),
        title,
        status,
        detail,
        errors: vec![],
        refusal: None,
        differences: vec![],
        request_id,
    };
    let mut wait = None;
    match error {
        RestError::Domain(Error::Invalid(FieldErrors(errors))) => {
            let told = errors.into_iter().map(|e| ProblemField {
                message: error_text::field(locale, &e.code),
                field: e.field,
                code: e.code,
            });
            problem.errors = told.collect();
        }
        RestError::Domain(Error::Refused(refusal)) => problem.refusal = Some(refusal),
        RestError::Domain(Error::Stale(differences)) => problem.differences = differences,
        RestError::Domain(Error::TooManyAttempts { retry_after_seconds }) => wait = Some(retry_after_seconds),
        _ => {}
    }
    (problem, wait)
}

fn kind(error: &RestError) -> &'static str {
    match error {
        RestError::Domain(error) => match error {
            Error::SignedOut => "signed-out",
            Error::Forbidden => "forbidden",
            Error::SecondStepDue => "second-step-due",
            Error::NotFound(_) => "not-found",
            Error::Invalid(_) => "invalid",
            Error::Refused(_) => "refused",
            Error::Stale(_) => "stale",
            Error::TooManyAttempts { .. } => "too-many-attempts",
            Error::Unavailable | Error::Contended | Error::Transport => "unavailable",
            Error::StorageFull => "storage-full",
            Error::Internal { .. } => "internal",
        },
        RestError::Request(bad) => match bad {
            BadRequest::Syntax | BadRequest::Other => "bad-request",
            BadRequest::MediaType(_) => "media-type",
            BadRequest::TooLarge => "too-large",
            BadRequest::Method => "method",
            BadRequest::CrossSite => "cross-site",
            BadRequest::TimedOut => "timed-out",
        },
    }
}

fn words(bad: BadRequest, locale: Locale) -> (&'static str, String) {
    let (title, detail) = match bad {
        BadRequest::MediaType(taken) => {
            return (text::media_type_title(locale), text::media_type(locale, taken));
        }
        BadRequest::Syntax => (text::bad_request(locale), text::syntax(locale)),
        BadRequest::TooLarge => (text::too_large_title(locale), text::too_large(locale)),
        BadRequest::Method => (text::method_title(locale), text::method(locale)),
        BadRequest::CrossSite => (text::cross_site_title(locale), text::cross_site(locale)),
        BadRequest::TimedOut => (text::timed_out_title(locale), text::timed_out(locale)),
        BadRequest::Other => (text::bad_request(locale), text::other(locale)),
    };
    (title, detail.to_owned())
}

fn json((problem, _): &(Problem, Option<i64>)) -> Vec<u8> {
    // Nothing in it that cannot be written.
    serde_json::to_vec(problem).unwrap_or_default()
}

/// A page without style or script: whatever broke, this one still renders.
fn html((problem, _): &(Problem, Option<i64>), locale: Locale) -> Vec<u8> {
    let (title, detail) = (escaped(&problem.title), escaped(&problem.detail));
    let (incident, back) = (escaped(&text::incident(locale, &problem.request_id)), text::back(locale));
    let lang = locale.as_str();
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · Vigie</title></head>\
         <body><main><h1>{title}</h1><p>{detail}</p><p><small>{incident}</small></p>\
         <p><a href=\"/\">{back}</a></p></main></body></html>"
    )
    .into_bytes()
}

/// Text as it stands in HTML and in its attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
