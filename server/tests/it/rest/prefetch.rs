//! A page that is fetched before anybody opens it: nothing is written for it, and it does not outlive what is.

use crate::{
    rest::{
        client::{Answer, with_api},
        markup::{addresses, routes},
    },
    session::browser::{LOGIN, with_site},
};
use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use services::Engine;
use testkit::World;

const AHEAD: [(&str, &str); 2] = [("accept", "text/html"), ("sec-purpose", "prefetch")];
const OPENED: [(&str, &str); 1] = [("accept", "text/html")];

/// Every row of the database, or its files.
async fn everything(world: &World) -> Vec<u8> {
    if world.engine == Engine::Sqlite {
        let file = world.url.trim_start_matches("sqlite:");
        let mut bytes = std::fs::read(file).expect("the file");
        bytes.extend(std::fs::read(format!("{file}-wal")).unwrap_or_default());
        return bytes;
    }
    let all = "SELECT string_agg(tablename || md5(query_to_xml(format('SELECT * FROM %I t ORDER BY t::text', \
               tablename), true, false, '')::text), ' ' ORDER BY tablename) AS it \
               FROM pg_tables WHERE schemaname = 'public'";
    let row = world.db.query_one_raw(Statement::from_string(DbBackend::Postgres, all)).await;
    let row = row.expect("read").expect("a row");
    row.try_get::<String>("", "it").expect("a text").into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_nobody_has_opened_yet_leaves_no_trace() {
    with_api(|world, api| async move {
        let rows = world.marked().await;
        let before = everything(&world).await;
        for route in routes() {
            for path in addresses(&route, &rows).0 {
                for client in [&api, &api.signed_out()] {
                    let answer = client.send("GET", &path, &AHEAD, "").await;
                    assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
                    assert!(answer.header("set-cookie").is_none(), "{path}: {:?}", answer.headers);
                    assert!(everything(&world).await == before, "{path} has written something");
                }
            }
        }
        let chosen = api.send("GET", "/equipments?cols=model", &OPENED, "").await;
        assert!(chosen.header("set-cookie").is_some(), "opened, columns are remembered");
        let ahead = api.send("GET", "/equipments?cols=model", &AHEAD, "").await;
        assert_eq!((ahead.status, ahead.header("set-cookie")), (StatusCode::OK, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_renewed_by_who_opens_a_page() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[("remember", "true")]).await;
        let page = browser.send("GET", "/my-work", &AHEAD, String::new()).await;
        assert_eq!(page.status, StatusCode::OK, "nothing to renew");

        world.clock.advance_seconds(16 * 60);
        let before = everything(&world).await;
        let ahead = browser.send("GET", "/my-work", &AHEAD, String::new()).await;
        assert_eq!((ahead.status, ahead.body.len()), (StatusCode::TOO_EARLY, 0));
        assert!(browser.set.is_empty(), "{:?}", browser.set);
        assert!(everything(&world).await == before);

        assert_eq!(browser.get("/my-work").await.status, StatusCode::OK);
        assert!(browser.set.iter().any(|cookie| cookie.starts_with("vigie_refresh")), "{:?}", browser.set);
        assert!(everything(&world).await != before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_shows_nothing_ahead() {
    with_site("http://vigie.test", |_, mut browser| async move {
        browser.sign_in(&[]).await;
        let mut other_tab = browser.clone();
        browser.post("/session/sign-out", &[]).await;
        let ahead = other_tab.send("GET", "/my-work", &AHEAD, String::new()).await;
        assert_eq!(ahead.status, StatusCode::TOO_EARLY);
        let opened = other_tab.get("/my-work").await;
        assert_eq!(opened.location.as_deref(), Some("/login?next=%2Fmy-work"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_ahead_goes_with_every_write() {
    with_api(|world, api| async move {
        world.person_with_password(LOGIN, domain::Role::Technician, &[]).await;
        let thrown_away = |answer: &Answer| {
            answer.header("clear-site-data").is_some_and(|what| what.contains("\"prefetchCache\""))
        };
        let form = ("content-type", "application/x-www-form-urlencoded");
        let ours = [("sec-fetch-site", "same-origin"), ("accept", "text/html"), form];
        let sign_in = format!("login={LOGIN}&password={}", testkit::PASSWORD);
        for (path, body) in [
            ("/session/sign-in", sign_in.as_str()),
            ("/session/sign-out", ""),
            ("/session/preferences", "theme=dark"),
            ("/rpc/notification/read-all", ""),
        ] {
            let answer = api.send("POST", path, &ours, body).await;
            assert!(thrown_away(&answer), "{path}: {} {:?}", answer.status, answer.headers);
        }
        // Browsers complain of it where it has no effect, and programs have no use for it.
        assert!(!thrown_away(&api.send("GET", "/equipments", &ours, "").await));
        assert!(!thrown_away(&api.send("POST", "/rpc/notification/read-all", &[form], "").await));
    })
    .await;
}
