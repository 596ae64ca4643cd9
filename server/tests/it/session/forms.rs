//! Signing in and out, first setup and preferences by plain HTML forms, and the way there.

use crate::session::browser::{LOGIN, with_site};
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_one_is_sent_to_sign_in_and_then_where_one_was_going() {
    with_site("http://vigie.test", |_, mut browser| async move {
        let page = browser.get("/equipments?state=broken").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.location.as_deref(), Some("/login?next=%2Fequipments%3Fstate%3Dbroken"));
        assert_eq!(browser.get("/").await.location.as_deref(), Some("/login"));

        let answer = browser.sign_in(&[("next", "/equipments?state=broken")]).await;
        assert_eq!(answer.location.as_deref(), Some("/equipments?state=broken"));
        assert_eq!(browser.get("/login?next=/account").await.location.as_deref(), Some("/account"));
        assert_eq!(browser.get("/login").await.location.as_deref(), Some("/my-work"));
        assert_eq!(browser.get("/").await.location.as_deref(), Some("/my-work"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_next_leads_out_of_the_site() {
    with_site("http://vigie.test", |_, mut browser| async move {
        let ways = ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""];
        for next in ways {
            let answer = browser.sign_in(&[("next", next)]).await;
            assert_eq!(answer.location.as_deref(), Some("/my-work"), "{next}");
            let page = browser.get(&format!("/login?next={}", next.replace('\\', "%5C"))).await;
            assert_eq!(page.location.as_deref(), Some("/my-work"), "{next}");
            let back = browser.post("/session/preferences", &[("theme", "dark"), ("back", next)]).await;
            assert_eq!(back.location.as_deref(), Some("/"), "{next}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_sign_in_comes_back_filled_and_the_same_for_everybody() {
    with_site("http://vigie.test", |_, mut browser| async move {
        let mut shown = vec![];
        for login in [LOGIN, "nobody-here"] {
            let fields = [("login", login), ("password", "wrong"), ("next", "/account")];
            let answer = browser.post("/session/sign-in", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            assert!(browser.cookies.is_empty());
            let location = answer.location.expect("back to the form");
            assert!(location.starts_with("/login?next=%2Faccount&replay="), "{location}");
            let page = browser.get(&location).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains("Identifiant ou mot de passe incorrect."), "{}", page.body);
            assert!(page.body.contains(&format!("value=\"{login}\"")), "what was typed is there");
            assert!(!page.body.contains("value=\"wrong\""), "but the password");
            shown.push(page.body.matches("incorrect").count());
        }
        assert_eq!(shown[0], shown[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_takes_the_cookies() {
    with_site("http://vigie.test", |_, mut browser| async move {
        browser.sign_in(&[("remember", "true")]).await;
        let copy = browser.clone();
        let answer = browser.post("/session/sign-out", &[]).await;
        assert_eq!(answer.location.as_deref(), Some("/login"));
        assert!(!browser.cookies.keys().any(|name| name.contains("access") || name.contains("refresh")));
        let mut copy = copy;
        assert_eq!(copy.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sign_in_ends_the_first_one() {
    with_site("http://vigie.test", |_, mut browser| async move {
        browser.sign_in(&[]).await;
        let mut first = browser.clone();
        browser.sign_in(&[]).await;
        assert_eq!(first.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn language_and_theme_are_kept_signed_out_and_signed_in() {
    with_site("http://vigie.test", |world, mut browser| async move {
        let fields = [("language", "en"), ("back", "/login?next=%2Faccount")];
        let answer = browser.post("/session/preferences", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/login?next=%2Faccount"));
        let page = browser.get("/login").await;
        assert!(page.body.contains("<html lang=\"en\""), "{}", &page.body[..300]);

        browser.sign_in(&[]).await;
        let from = ("referer", "http://vigie.test/account?x=1");
        let form = ("content-type", "application/x-www-form-urlencoded");
        let headers = [("sec-fetch-site", "same-origin"), from, form];
        let answer =
            browser.send("POST", "/session/preferences", &headers, "theme=sun&language=en".into()).await;
        assert_eq!(answer.location.as_deref(), Some("/account?x=1"));
        let (query, _) = domain::user::UserQuery::from_url("q=claire");
        let found = world.services.users().list(&world.admin, &query).await.expect("listed").data;
        assert_eq!((found[0].user.theme.as_str(), found[0].user.language.as_str()), ("sun", "en"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_anybody_everything_leads_to_the_first_setup() {
    use sea_orm::ConnectionTrait;
    with_site("http://vigie.test", |world, mut browser| async move {
        world.db.execute_unprepared("DELETE FROM users").await.expect("emptied");
        for path in ["/", "/login", "/equipments"] {
            assert_eq!(browser.get(path).await.location.as_deref(), Some("/setup"), "{path}");
        }
        let closed = browser.get("/setup?token=guess").await;
        assert!(closed.body.contains("lien à usage unique") && !closed.body.contains("name=\"password\""));

        let token = world.services.sessions().setup_link().await.expect("answers").expect("a link");
        let open = browser.get(&format!("/setup?token={token}")).await;
        assert!(open.body.contains("name=\"password\""), "{}", open.body);
        assert!(!open.body.contains("wasm"), "a door loads no program: {}", open.body);
        let mut fields = vec![
            ("token", token.as_str()),
            ("first_name", "Anne"),
            ("last_name", "Le Goff"),
            ("email", "anne@usine.example"),
            ("password", "Password123!"),
            ("again", "Password123!"),
        ];
        let refused = browser.post("/session/setup", &fields).await.location.expect("back to the form");
        assert!(refused.starts_with("/setup?token="), "{refused}");
        let page = browser.get(&refused).await;
        assert!(
            page.body.contains("value=\"anne@usine.example\"") && page.body.contains("Trop facile à deviner")
        );

        fields[4].1 = "huitre tango barda";
        fields[5].1 = "huitre tango barda";
        assert_eq!(browser.post("/session/setup", &fields).await.location.as_deref(), Some("/equipments"));
        assert_eq!(browser.get("/api/v1/auth/me").await.status, StatusCode::OK);
        let mut other = browser.clone();
        other.cookies.clear();
        assert_eq!(other.get("/setup").await.location.as_deref(), Some("/login"), "it is over");
    })
    .await;
}
