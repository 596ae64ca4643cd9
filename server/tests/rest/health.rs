//! Health and metrics.

use crate::client::with_api;
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

#[tokio::test]
async fn the_machine_itself_scrapes_without_signing_in() {
    with_api(|_, api| async move {
        let scrape = async |peer: &str, forwarded: Option<&str>| {
            let mut request = Request::builder().uri("/metrics");
            if let Some(by) = forwarded {
                request = request.header("x-forwarded-for", by);
            }
            let mut request = request.body(Body::empty()).expect("a request");
            let peer: SocketAddr = peer.parse().expect("an address");
            request.extensions_mut().insert(ConnectInfo(peer));
            api.router.clone().oneshot(request).await.expect("an answer").status().as_u16()
        };
        assert_eq!(scrape("127.0.0.1:5000", None).await, 200);
        assert_eq!(scrape("[::ffff:127.0.0.1]:5000", None).await, 200);
        assert_eq!(scrape("192.0.2.1:5000", None).await, 401);
        assert_eq!(scrape("127.0.0.1:5000", Some("192.0.2.1")).await, 401, "through a proxy");
    })
    .await;
}
