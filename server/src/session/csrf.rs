//! Foreign forms: another site must not write with the cookies that the browser adds by itself.

use super::SessionConfig;
use axum::http::{HeaderMap, Method, header, request::Parts};

/// Whether a request may go on. Reading always may. A write must come from our own pages, or from a program
/// that proves who it is by itself: without cookies nothing is added by a browser.
pub(super) fn is_ours(parts: &Parts, config: &SessionConfig) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
        return true;
    }
    let headers = &parts.headers;
    let cookies = headers.contains_key(header::COOKIE);
    let path = parts.uri.path();
    let api = path.starts_with("/api/") || path.starts_with("/auth/");
    if !cookies && (api || super::layer::bearer(headers).is_some()) {
        return true;
    }
    is_from_our_pages(headers, config)
}

/// Whether a request that may carry cookies was made by our own pages, or carries none.
pub(crate) fn is_from_our_pages(headers: &HeaderMap, config: &SessionConfig) -> bool {
    match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => is_own_origin(origin, headers, config),
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

/// The origin of the public address, or of the host that was asked.
pub(super) fn is_own_origin(origin: &str, headers: &HeaderMap, config: &SessionConfig) -> bool {
    let Some((scheme, host)) = origin.split_once("://") else { return false };
    let known = matches!(scheme, "http" | "https") && !host.is_empty();
    known && (origin == config.public_url || text(headers, "host") == Some(host))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn judged(method: &str, path: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri(path).header("host", "vigie.example:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let config = SessionConfig { public_url: "https://gmao.example".into(), trusted_hops: 0 };
        is_ours(&parts, &config)
    }

    const COOKIE: (&str, &str) = ("cookie", "vigie_access=x");
    const BEARER: (&str, &str) = ("authorization", "Bearer x");

    #[test]
    fn reading_is_free() {
        assert!(judged("GET", "/equipments", &[COOKIE, ("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn a_browser_says_where_a_form_stands() {
        for (site, ours) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            for path in ["/session/sign-in", "/rpc/equipment/save", "/api/v1/sites"] {
                assert_eq!(judged("POST", path, &[COOKIE, ("sec-fetch-site", site)]), ours, "{site} {path}");
            }
        }
        assert!(!judged("POST", "/session/sign-in", &[("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn an_older_browser_says_its_origin() {
        for (origin, ours) in [
            ("https://gmao.example", true),
            ("http://vigie.example:3000", true),
            ("https://vigie.example:3000.evil.example", false),
            ("https://evil.example", false),
            ("null", false),
        ] {
            assert_eq!(judged("DELETE", "/rpc/x", &[COOKIE, ("origin", origin)]), ours, "{origin}");
        }
    }

    #[test]
    fn without_either_only_what_carries_no_cookie_goes_on() {
        assert!(!judged("POST", "/rpc/x", &[COOKIE]));
        assert!(!judged("POST", "/api/v1/sites", &[COOKIE, BEARER]));
        assert!(judged("POST", "/session/sign-in", &[]));
    }

    #[test]
    fn a_program_without_cookies_may_call_from_anywhere() {
        assert!(judged("POST", "/api/v1/sites", &[BEARER, ("origin", "https://tools.example")]));
        assert!(judged("POST", "/api/v1/auth/login", &[("sec-fetch-site", "cross-site")]));
        assert!(!judged("POST", "/api/v1/sites", &[BEARER, COOKIE, ("sec-fetch-site", "cross-site")]));
        assert!(!judged("POST", "/rpc/x", &[("sec-fetch-site", "cross-site")]));
    }
}
