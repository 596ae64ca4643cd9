//! Health and metrics.

use crate::rest::client::{Api, with_api, with_settings};
use axum::{body::Body, extract::ConnectInfo, http::Request};
use domain::Role;
use std::net::SocketAddr;
use tower::ServiceExt;

#[tokio::test]
async fn anybody_may_ask_whether_it_runs() {
    with_api(|_, api| async move {
        for path in [
            "/health",
            "/health/live",
            "/health/ready",
            "/api/v1/health",
            "/api/v1/health/live",
            "/api/v1/health/ready",
            "/api/v1/health/db",
        ] {
            let answer = api.signed_out().get(path).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (200, &"ok".into()), "{path}");
            assert_eq!(answer.json()["service"], "vigie");
        }
    })
    .await;
}

#[tokio::test]
async fn whether_the_process_runs_is_told_without_the_database() {
    with_api(|w, api| async move {
        w.statements.take();
        for path in ["/health/live", "/api/v1/health/live"] {
            assert_eq!(api.get(path).await.status, 200, "with a token");
        }
        assert_eq!(w.statements.take(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_server_whose_database_file_is_gone_is_not_ready_and_writes_nothing() {
    with_api(|w, api| async move {
        let Some(path) = w.url.strip_prefix("sqlite:") else { return };
        let aside = format!("{path}.aside");
        let body = r#"{"code":"N","name":"Nord"}"#;
        std::fs::rename(path, &aside).expect("moved away");
        for replaced in [false, true] {
            if replaced {
                std::fs::write(path, "").expect("an empty file in its place");
            }
            let ready = api.signed_out().get("/health/ready").await;
            assert_eq!((ready.status.as_u16(), &ready.json()["status"]), (503, &"unavailable".into()));
            assert_eq!(api.signed_out().get("/health/live").await.status, 200);
            assert_eq!(api.post("/api/v1/sites", body).await.status, 503);
        }
        std::fs::rename(&aside, path).expect("back");
        assert_eq!(api.signed_out().get("/health/ready").await.status, 200);
        assert_eq!(api.post("/api/v1/sites", body).await.status, 201);
    })
    .await;
}

#[tokio::test]
async fn the_detail_is_for_operators() {
    with_api(|w, api| async move {
        let detail = api.get("/health/detailed").await.json();
        assert!(detail["database"]["pools"][0]["open"].as_u64().is_some_and(|n| n > 0), "{detail}");
        let technician = api.signed_in(&w, "tom", Role::Technician, &[]).await;
        for path in ["/health/detailed", "/api/v1/health/detailed", "/metrics", "/api/v1/health/metrics"] {
            assert_eq!(technician.get(path).await.status, 403, "{path}");
            assert_eq!(api.signed_out().get(path).await.status, 401, "{path}");
            assert_eq!(api.get(path).await.status, 200, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn requests_are_counted_by_route_not_by_address() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        w.intervention(press, "Fuite", w.clock.now()).await;
        for id in [press.0, 998, 999] {
            api.get(&format!("/api/v1/equipment/{id}")).await;
        }
        let metrics = api.get("/metrics").await.body;
        for line in [
            r#"http_requests_total{method="GET",endpoint="/api/v1/equipment/{id}",status="200"} 1"#,
            r#"http_requests_total{method="GET",endpoint="/api/v1/equipment/{id}",status="404"} 2"#,
            r#"http_request_duration_seconds_count{method="GET",endpoint="/api/v1/equipment/{id}",status="404"} 2"#,
            "interventions_active_total ",
            "database_connections_open{",
        ] {
            assert!(metrics.contains(line), "no {line} in\n{metrics}");
        }
        assert!(!metrics.contains("equipment/998"), "{metrics}");
    })
    .await;
}

/// The status of `/metrics`, signed out.
async fn scrape(api: &Api, peer: &str, header: Option<&str>) -> u16 {
    let mut request = Request::builder().uri("/metrics");
    if let Some(name) = header {
        request = request.header(name, "192.0.2.1");
    }
    let mut request = request.body(Body::empty()).expect("a request");
    let peer: SocketAddr = peer.parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    api.router.clone().oneshot(request).await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn the_machine_itself_scrapes_without_signing_in() {
    with_api(|_, api| async move {
        assert_eq!(scrape(&api, "127.0.0.1:5000", None).await, 200);
        assert_eq!(scrape(&api, "[::ffff:127.0.0.1]:5000", None).await, 200);
        assert_eq!(scrape(&api, "192.0.2.1:5000", None).await, 401);
        for header in ["x-forwarded-for", "x-real-ip", "via", "x-forwarded-proto"] {
            assert_eq!(scrape(&api, "127.0.0.1:5000", Some(header)).await, 401, "{header}: through a proxy");
        }
    })
    .await;
}

#[tokio::test]
async fn a_proxy_that_says_nothing_of_itself_does_not_open_the_figures() {
    const TOKEN: &str = "q7Vn2kLx9TzRw4Hs8Dm1Pb6Yc3Fj5Gt0";
    let named = [("server.public_url", "https://vigie.example.com"), ("server.metrics_token", TOKEN)];
    with_settings(&named, |_, api| async move {
        assert_eq!(scrape(&api, "127.0.0.1:5000", None).await, 401);
        for (token, status) in [(TOKEN, 200), ("q7Vn2kLx9TzRw4Hs8Dm1Pb6Yc3Fj5Gt1", 401)] {
            let bearer = format!("Bearer {token}");
            let answer = api.signed_out().send("GET", "/metrics", &[("authorization", &bearer)], "").await;
            assert_eq!(answer.status, status);
        }
        let (nobody, bearer) = (api.signed_out(), [("authorization", format!("Bearer {TOKEN}"))]);
        let bearer = bearer.each_ref().map(|(name, value)| (*name, value.as_str()));
        let elsewhere = nobody.send("GET", "/health/detailed", &bearer, "").await;
        assert_eq!(elsewhere.status, 401, "it opens nothing else");
        assert_eq!(api.get("/metrics").await.status, 200, "an operator");
    })
    .await;
}
