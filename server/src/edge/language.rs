//! The language of an answer.

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{header, request::Parts},
};
use i18n::Locale;
use pages::backend::session_of;
use std::convert::Infallible;

/// The language to answer in.
pub struct Language(pub Locale);

impl Language {
    /// A program says it with `Accept-Language`; a browser sends that with everything, so on pages the
    /// person's own choice comes first.
    pub fn of(parts: &Parts) -> Self {
        // Inside of a nested router the address has lost its beginning.
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let asked = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        match asked {
            Some(asked) if uri.path().starts_with("/api/") && asked != "*" => Self(i18n::accepted(asked)),
            _ => Self(session_of(parts).locale),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}
