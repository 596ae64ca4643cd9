//! Pages that a browser fetches before anybody opens them: `Sec-Purpose: prefetch`. Such a request changes nothing, neither here
//! nor in the browser, and what came of it is thrown away once something was written.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Whether a page is asked for that nobody has opened, and perhaps nobody will.
pub fn is_prefetch(headers: &HeaderMap) -> bool {
    // `prefetch;prerender` as well: a token, with parameters.
    let purpose = headers.get(SEC_PURPOSE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    purpose.split(',').any(|each| each.split(';').next().is_some_and(|token| token.trim() == "prefetch"))
}

/// The answer to a prefetch that could not be answered without a change. A browser then asks once the page is opened.
pub fn too_early() -> Response {
    StatusCode::TOO_EARLY.into_response()
}

/// The layer: no cookie for who only looks ahead, and no look ahead for what was seen before a write.
pub async fn without_traces(request: Request, next: Next) -> Response {
    let ahead = is_prefetch(request.headers());
    let writes = !request.method().is_safe() && is_from_our_page(request.headers());
    let mut response = next.run(request).await;
    if ahead {
        response.headers_mut().remove(header::SET_COOKIE);
    }
    if writes {
        // Also what another account saw, before it signed out.
        let seen = HeaderValue::from_static("\"prefetchCache\", \"prerenderCache\"");
        response.headers_mut().insert(CLEAR_SITE_DATA, seen);
    }
    response
}

/// Browsers say so where pages may be prefetched at all: over TLS, or on the same machine.
fn is_from_our_page(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_says_that_it_looks_ahead() {
        let judged =
            |text| is_prefetch(&HeaderMap::from_iter([(SEC_PURPOSE, HeaderValue::from_static(text))]));
        for ahead in ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip", "x, prefetch"] {
            assert!(judged(ahead), "{ahead}");
        }
        for opened in ["", "prefetched", "x;prefetch"] {
            assert!(!judged(opened), "{opened}");
        }
        assert!(!is_prefetch(&HeaderMap::new()));
    }
}
