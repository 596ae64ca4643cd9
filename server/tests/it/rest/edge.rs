//! What every answer has: a name, headers that protect, a size.

use crate::rest::client::{REQUEST, with_api, with_settings};

#[tokio::test]
async fn an_answer_carries_its_requests_name() {
    with_api(|_, api| async move {
        let named = api.get("/api/v1/nothing").await;
        assert_eq!(
            (named.header("x-request-id"), &named.json()["request_id"]),
            (Some(REQUEST), &REQUEST.into())
        );
        let strange = api.send("GET", "/health", &[("x-request-id", "a b")], "").await;
        assert!(strange.header("x-request-id").is_some(), "{:?}", strange.headers);
    })
    .await;
}

#[tokio::test]
async fn the_policy_of_a_page_names_the_nonce_of_its_scripts() {
    with_api(|_, api| async move {
        let html = [("accept", "text/html")];
        let page = api.signed_out().send("GET", "/login", &html, "").await;
        let policy = page.header("content-security-policy").expect("a policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "{}", page.body);
        let scripts = page.body.matches("<script").count();
        assert_eq!(page.body.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "{}", page.body);
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(!page.body.contains(" style=\""), "an inline style would be refused");
        let next = api.signed_out().send("GET", "/login", &html, "").await;
        assert_ne!(next.header("content-security-policy"), Some(policy.as_str()));
    })
    .await;
}

#[tokio::test]
async fn answers_are_protected() {
    with_api(|_, api| async move {
        let answer = api.get("/api/v1/sites").await;
        let headers: Vec<String> = [
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "permissions-policy",
            "content-security-policy",
            "cache-control",
            "strict-transport-security",
            "access-control-allow-origin",
        ]
        .iter()
        .map(|name| format!("{name}: {}", answer.header(name).unwrap_or("(none)")))
        .collect();
        insta::assert_snapshot!("headers", headers.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn strict_transport_is_asked_only_over_tls() {
    with_settings(&[("server.public_url", "https://gmao.example")], |_, api| async move {
        assert!(api.get("/health").await.header("strict-transport-security").is_some());
    })
    .await;
}

#[tokio::test]
async fn only_known_origins_may_call_the_api() {
    with_settings(&[("server.cors_origins", "https://erp.example")], |_, api| async move {
        let allowed = async |path: &str, origin: &str| {
            let answer = api.send("GET", path, &[("origin", origin)], "").await;
            answer.header("access-control-allow-origin").map(str::to_owned)
        };
        assert_eq!(
            allowed("/api/v1/sites", "https://erp.example").await.as_deref(),
            Some("https://erp.example")
        );
        assert_eq!(allowed("/api/v1/sites", "https://evil.example").await, None);
        assert_eq!(allowed("/login", "https://erp.example").await, None);
        let preflight = api
            .signed_out()
            .send(
                "OPTIONS",
                "/api/v1/sites",
                &[("origin", "https://erp.example"), ("access-control-request-method", "POST")],
                "",
            )
            .await;
        assert!(preflight.status.is_success(), "{}", preflight.status);
    })
    .await;
}

#[tokio::test]
async fn a_long_answer_is_compressed_and_a_short_one_is_not() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        for number in 0..20 {
            w.equipment(site, &format!("E{number}")).await;
        }
        let accepts = [("accept-encoding", "br, gzip")];
        let long = api.send("GET", "/api/v1/equipment", &accepts, "").await;
        assert_eq!(long.header("content-encoding"), Some("br"));
        // Ten times cheaper than brotli, and as small: for every browser that takes it.
        let as_browsers = [("accept-encoding", "gzip, deflate, br, zstd")];
        let quick = api.send("GET", "/api/v1/equipment", &as_browsers, "").await;
        assert_eq!(quick.header("content-encoding"), Some("zstd"));
        let short = api.send("GET", "/health", &accepts, "").await;
        assert_eq!(short.header("content-encoding"), None);
    })
    .await;
}
