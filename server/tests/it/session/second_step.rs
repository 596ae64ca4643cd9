//! Two-step sign-in by plain HTML forms and over REST.

use crate::session::browser::{Browser, LOGIN, with_site};
use axum::http::StatusCode;
use domain::settings::SettingsDraft;
use serde_json::{Value, json};
use testkit::World;

/// What stands between two marks.
fn between<'a>(body: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = body.split_once(from).unwrap_or_else(|| panic!("no {from} in {body}"));
    rest.split_once(to).expect("its end").0
}

/// Sets it up by the forms; gives the secret, and the page with the codes.
async fn set_up(world: &World, browser: &mut Browser) -> (String, String) {
    let begun = browser.post("/session/second-step/begin", &[]).await;
    assert_eq!(begun.location.as_deref(), Some("/account/second-step"));
    let page = browser.get("/account/second-step").await.body;
    let tag = between(&page, "id=\"second-step-key\"", "<");
    let key = tag.split_once('>').expect("its end").1.replace(' ', "");
    let wrong = browser.post("/session/second-step/confirm", &[("code", "000000")]).await;
    let back = wrong.location.expect("back to the form");
    assert!(back.starts_with("/account/second-step?replay="), "{back}");
    assert!(browser.get(&back).await.body.contains("Code faux ou expiré"));
    let code = world.app_code(&key, 0);
    let done = browser.post("/session/second-step/confirm", &[("code", &code)]).await;
    assert_eq!(done.location.as_deref(), Some("/account/second-step"));
    world.clock.advance_seconds(60);
    (key, browser.get("/account/second-step").await.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_is_set_up_and_used_without_a_script() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[]).await;
        assert!(browser.get("/account").await.body.contains("href=\"/account/second-step\""));
        assert_eq!(browser.get("/account/second-step/qr").await.status, StatusCode::NOT_FOUND);
        let (key, page) = set_up(&world, &mut browser).await;
        assert_eq!(browser.get("/account/second-step/qr").await.status, StatusCode::NOT_FOUND);
        let file = browser.get("/account/second-step/codes.txt").await.body;
        let codes: Vec<&str> = file.lines().skip(2).collect();
        assert_eq!(codes.len(), 10, "{file}");
        assert!(codes.iter().all(|code| page.contains(code)));
        browser.post("/session/second-step/kept", &[]).await;
        assert!(!browser.get("/account/second-step").await.body.contains(codes[0]));
        assert_eq!(browser.get("/account/second-step/codes.txt").await.status, StatusCode::NOT_FOUND);
        browser.post("/session/sign-out", &[]).await;

        let fields = [("next", "/equipments?q=a"), ("remember", "true")];
        let asked = browser.sign_in(&fields).await.location.expect("the code is asked for");
        assert_eq!(asked, "/second-step?next=%2Fequipments%3Fq%3Da&remember=true");
        assert!(browser.set.iter().any(|c| c.starts_with("vigie_step=") && c.contains("HttpOnly")));
        assert_eq!(browser.get("/equipments").await.location.as_deref(), Some("/login?next=%2Fequipments"));
        let page = browser.get(&asked).await;
        assert_eq!(page.status, StatusCode::OK);
        let mut sent = vec![("code", "000000")];
        sent.extend(fields);
        let back = browser.post("/session/second-step", &sent).await.location.expect("back");
        assert!(back.starts_with("/second-step?next=%2Fequipments%3Fq%3Da&remember=true&replay="), "{back}");
        assert!(browser.get(&back).await.body.contains("Code faux ou expiré"));
        let code = world.app_code(&key, 0);
        sent[0] = ("code", &code);
        let inside = browser.post("/session/second-step", &sent).await;
        assert_eq!(inside.location.as_deref(), Some("/equipments?q=a"));
        assert!(!browser.cookies.contains_key("vigie_step"));
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);

        let mut stranger = Browser { cookies: Default::default(), ..browser };
        let late = stranger.post("/session/second-step", &[("code", &code), ("next", "/account")]).await;
        assert_eq!(late.location.as_deref(), Some("/login?next=%2Faccount&late=1"));
        assert!(stranger.get("/login?late=1").await.body.contains("Trop de temps"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_must_have_it_is_led_to_it_and_nowhere_else() {
    with_site("http://vigie.test", |world, mut browser| async move {
        let page = world.services.settings().section(&world.admin, "security").await.expect("a section");
        let mut draft = SettingsDraft::from(&page);
        draft.values.insert("second_step_technician".into(), "true".into());
        world.services.settings().update(&world.admin, "security", &draft).await.expect("saved");
        browser.sign_in(&[]).await;
        let led = browser.get("/equipments?q=a").await.location.expect("elsewhere");
        assert_eq!(led, "/account/second-step?next=%2Fequipments%3Fq%3Da");
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        let problem = browser.send("GET", "/api/v1/equipment", &[], String::new()).await;
        assert_eq!(problem.status, StatusCode::FORBIDDEN);
        assert!(problem.body.contains("urn:vigie:problem:second-step-due"), "{}", problem.body);
        let page = browser.get(&led).await;
        assert!(page.body.contains("value=\"/equipments?q=a\""), "{}", page.body);
        assert!(!page.body.contains("class=\"sidebar"), "there is nowhere else to go");
        set_up(&world, &mut browser).await;
        let kept = browser.post("/session/second-step/kept", &[("next", "/equipments?q=a")]).await;
        assert_eq!(kept.location.as_deref(), Some("/equipments?q=a"));
        assert_eq!(browser.get("/equipments?q=a").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_the_code_beside_the_password() {
    with_site("http://vigie.test", |world, mut browser| async move {
        browser.sign_in(&[]).await;
        let (key, _) = set_up(&world, &mut browser).await;
        let mut api = Browser { cookies: Default::default(), ..browser };
        let code = world.app_code(&key, 0);
        let cases = [
            (json!({}), StatusCode::UNAUTHORIZED, "code_required"),
            (json!({ "totp_code": "000000" }), StatusCode::UNAUTHORIZED, "wrong_code"),
            (json!({ "totp_code": code, "password": "wrong" }), StatusCode::UNAUTHORIZED, "wrong_password"),
            (json!({ "totp_code": code }), StatusCode::OK, ""),
        ];
        for (extra, status, expected) in cases {
            let mut body = json!({ "email": LOGIN, "password": testkit::PASSWORD });
            for (name, value) in extra.as_object().expect("fields") {
                body[name] = value.clone();
            }
            let headers = [("content-type", "application/json")];
            let answer = api.send("POST", "/api/v1/auth/login", &headers, body.to_string()).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            let problem: Value = serde_json::from_str(&answer.body).expect("JSON");
            assert_eq!(problem["errors"][0]["code"].as_str().unwrap_or_default(), expected, "{problem}");
            if expected.ends_with("_required") {
                assert_eq!(problem["errors"][0]["field"], "totp_code");
            }
        }
    })
    .await;
}
