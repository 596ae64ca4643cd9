//! What the browser holds, and how it is renewed.

use crate::session::browser::{LOGIN, with_site};
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_the_cookies_are_bound_to_the_host_and_out_of_reach() {
    with_site("https://gmao.example", |_, mut browser| async move {
        let answer = browser.sign_in(&[("remember", "true")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let tokens: Vec<_> = browser.set.iter().filter(|c| c.starts_with("__Host-vigie_")).collect();
        // The two tokens, and what tells that the device is known.
        assert_eq!(tokens.len(), 3, "{:?}", browser.set);
        for cookie in tokens {
            for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age="] {
                assert!(cookie.contains(flag), "{flag}: {cookie}");
            }
            assert!(!cookie.contains("Domain="), "{cookie}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_tick_the_session_ends_with_the_window_also_after_renewal() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[]).await;
        let tokens = |set: &[String]| {
            let own = set.iter().filter(|c| c.starts_with("vigie_access") || c.starts_with("vigie_refresh"));
            own.cloned().collect::<Vec<_>>()
        };
        assert!(tokens(&browser.set).iter().all(|c| !c.contains("Max-Age") && !c.contains("Secure")));
        world.clock.advance_seconds(16 * 60);
        browser.get("/api/v1/auth/me").await;
        assert_eq!(tokens(&browser.set).len(), 2);
        assert!(tokens(&browser.set).iter().all(|c| !c.contains("Max-Age")), "{:?}", browser.set);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_renewed_within_the_request_that_needs_it() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[("remember", "true")]).await;
        let before = browser.cookies.clone();
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::OK);
        assert!(browser.set.is_empty(), "nothing to renew yet");

        world.clock.advance_seconds(16 * 60);
        let mut other_tab = browser.clone();
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::OK);
        assert_ne!(browser.cookies["vigie_refresh"], before["vigie_refresh"]);
        // The other tab asked at the same moment: it is let in, and its cookie stays for the new one to win.
        assert_eq!(other_tab.get("/api/v1/auth/me").await.status, StatusCode::OK);
        assert!(other_tab.set.iter().all(|c| !c.starts_with("vigie_refresh")), "{:?}", other_tab.set);

        // A copy that comes back later ends the session for everybody.
        world.clock.advance_seconds(60);
        let mut thief = browser.clone();
        thief.cookies = before;
        assert_eq!(thief.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
        assert!(thief.cookies.keys().all(|name| !name.starts_with("vigie_access")), "{:?}", thief.cookies);
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_person_is_out_at_the_next_request() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[]).await;
        let (query, _) = domain::user::UserQuery::from_url("q=claire");
        let found = world.services.users().list(&world.admin, &query).await.expect("listed");
        world
            .services
            .users()
            .set_active(&world.admin, found.data[0].user.id, false)
            .await
            .expect("disabled");
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
        assert!(!browser.cookies.contains_key("vigie_refresh"), "the dead cookies are taken away");
        let page = browser.get("/equipments").await;
        assert_eq!(page.location.as_deref(), Some("/login?next=%2Fequipments"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_form_is_refused_and_our_own_is_not() {
    with_site("https://gmao.example", |_, mut browser| async move {
        browser.sign_in(&[]).await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        let cases: [(&[(&str, &str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://gmao.example")], false),
            (&[("origin", "https://gmao.example")], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for (headers, ours) in cases {
            for path in ["/session/preferences", "/rpc/account/end-other-sessions", "/api/v1/auth/logout"] {
                let mut tab = browser.clone();
                let headers: Vec<_> = headers.iter().copied().chain([form]).collect();
                let status = tab.send("POST", path, &headers, "theme=dark".into()).await.status;
                assert_eq!(status != StatusCode::FORBIDDEN, ours, "{path} {headers:?}: {status}");
                if path.starts_with("/api/") && ours {
                    browser.sign_in(&[]).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_signed_in_before_is_not_kept_out_by_a_stranger() {
    with_site("http://vigie.test", |_, mut browser| async move {
        let mut stranger = browser.clone();
        browser.sign_in(&[]).await;
        browser.post("/session/sign-out", &[]).await;
        assert!(browser.cookies.contains_key("vigie_device"), "{:?}", browser.cookies);
        let wrong = [("login", LOGIN), ("password", "wrong")];
        for _ in 0..7 {
            stranger.post("/session/sign-in", &wrong).await;
        }
        let refused = stranger.sign_in(&[]).await;
        assert!(refused.location.is_some_and(|to| to.starts_with("/login?replay=")));
        let taken = browser.sign_in(&[]).await;
        assert_eq!(taken.location.as_deref(), Some("/my-work"));
    })
    .await;
}
