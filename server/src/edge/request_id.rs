//! The name of a request: in the log, in the answer, in audit entries and in problem documents.

use axum::http::{HeaderMap, HeaderName};
use std::sync::Arc;

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// One request's name. In the request's extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// The caller's own name for the request if it is a sane one, else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|v| v.to_str().ok()).filter(|text| is_sane(text));
        Self(given.map_or_else(|| random().into(), Arc::from))
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_sane(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// 16 hexadecimal digits.
fn random() -> String {
    use std::hash::{BuildHasher, RandomState};
    // Names, not secrets: the hasher's random keys are enough to tell requests apart.
    format!("{:016x}", RandomState::new().hash_one(std::thread::current().id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sane_name_is_taken_over() {
        for (given, taken) in [("abc-123", true), ("", false), ("a b", false), (&"x".repeat(65), false)] {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, given.parse().expect("a header value"));
            assert_eq!(&*RequestId::of(&headers).0 == given, taken, "{given}");
        }
    }

    #[test]
    fn two_requests_have_two_names() {
        let none = HeaderMap::new();
        assert_ne!(RequestId::of(&none), RequestId::of(&none));
    }
}
