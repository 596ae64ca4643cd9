//! Errors at the HTTP edge: a use case's error becomes an RFC 9457 problem, and `By` asks who is calling.
//!
//! A handler returns the error alone. The language and the request id are known to the request, so the text
//! is written on the way out, by [`crate::edge::problem`].

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{Caller, Error, FieldCode, FieldError};

/// What a REST handler answers.
pub type RestResult<T> = Result<T, RestError>;

/// Why a request was not served.
#[derive(Clone, Debug, PartialEq)]
pub enum RestError {
    /// A use case said no.
    Domain(Error),
    /// The request never reached a use case.
    Request(BadRequest),
}

/// What is wrong with a request before any rule looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRequest {
    /// The body is not JSON.
    Syntax,
    /// The body is not declared as this, which the address takes.
    MediaType(&'static str),
    /// The body is larger than this address takes.
    TooLarge,
    /// This address does not know the method.
    Method,
    /// Sent by a page of another origin.
    CrossSite,
    /// The answer took too long.
    TimedOut,
    /// Malformed in another way.
    Other,
}

impl BadRequest {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Syntax | Self::Other => StatusCode::BAD_REQUEST,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl RestError {
    pub fn status(&self) -> StatusCode {
        match self {
            // Who signs in with a wrong password or code is told which field, but is not let in.
            Self::Domain(Error::Invalid(errors))
                if errors.of("password").is_some_and(|e| e.code == FieldCode::WrongPassword)
                    || errors.of("totp_code").is_some_and(|e| {
                        matches!(e.code, FieldCode::CodeRequired | FieldCode::WrongCode)
                    }) =>
            {
                StatusCode::UNAUTHORIZED
            }
            Self::Domain(error) => {
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Request(bad) => bad.status(),
        }
    }

    /// A request's field or parameter is wrong. 422
    pub fn field(field: &str, code: FieldCode) -> Self {
        Self::Domain(Error::field(field, code))
    }

    /// Refuses a query string of which a parameter could not be read. 422
    ///
    /// # Errors
    /// The given errors, if there are any.
    pub fn unless_read<T>((query, errors): (T, Vec<FieldError>)) -> RestResult<T> {
        if errors.is_empty() { Ok(query) } else { Err(Error::Invalid(domain::FieldErrors(errors)).into()) }
    }
}

impl From<Error> for RestError {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl From<BadRequest> for RestError {
    fn from(bad: BadRequest) -> Self {
        Self::Request(bad)
    }
}

impl IntoResponse for RestError {
    /// The status, with the error beside it for the layer that writes the body.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Who asks. Refuses with 401 when nobody is signed in.
pub struct By(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for By {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> RestResult<Self> {
        parts.extensions.get::<Caller>().cloned().map(By).ok_or(RestError::Domain(Error::SignedOut))
    }
}
