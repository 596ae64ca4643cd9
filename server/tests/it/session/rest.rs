//! Signing in over REST.

use crate::session::browser::{Browser, LOGIN, form, with_site};
use axum::http::StatusCode;
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn post(api: &mut Browser, path: &str, body: &Value) -> (StatusCode, Value) {
    let answer = api.send("POST", path, &[JSON], body.to_string()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or(Value::Null))
}

async fn get(api: &mut Browser, path: &str, token: &str) -> (StatusCode, Value) {
    let bearer = format!("Bearer {token}");
    let answer = api.send("GET", path, &[("authorization", &bearer)], String::new()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or(Value::Null))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_in_by_json_and_by_form_and_gets_the_same_pair() {
    with_site("http://vigie.test", |_, mut api| async move {
        let by_name = json!({ "username": LOGIN, "password": testkit::PASSWORD });
        let by_address = json!({ "email": format!("{LOGIN}@vigie.test"), "password": testkit::PASSWORD });
        for body in [by_name, by_address] {
            let (status, pair) = post(&mut api, "/api/v1/auth/login", &body).await;
            assert_eq!(status, StatusCode::OK, "{pair}");
            assert_eq!((&pair["token_type"], &pair["expires_in"]), (&json!("bearer"), &json!(900)));
            assert_eq!(pair["user"]["role"], "technician");
            assert_eq!(pair["user"]["nom"], pair["user"]["last_name"]);
            let token = pair["access_token"].as_str().expect("a token");
            assert_eq!(get(&mut api, "/api/v1/auth/me", token).await.0, StatusCode::OK);
        }
        let fields =
            form(&[("grant_type", "password"), ("username", LOGIN), ("password", testkit::PASSWORD)]);
        for path in ["/api/v1/auth/token", "/auth/token"] {
            let answer = api.send("POST", path, &[FORM], fields.clone()).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let pair: Value = serde_json::from_str(&answer.body).expect("JSON");
            let token = pair["access_token"].as_str().expect("a token");
            for me in ["/auth/me", "/api/v1/users/me"] {
                let (status, user) = get(&mut api, me, token).await;
                assert_eq!((status, &user["username"]), (StatusCode::OK, &json!(LOGIN)), "{me}");
            }
        }
        assert!(api.cookies.is_empty(), "the API gives no cookies");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_401_and_too_many_are_429() {
    with_site("http://vigie.test", |_, mut api| async move {
        let wrong = json!({ "email": LOGIN, "password": "wrong" });
        for _ in 0..5 {
            let (status, problem) = post(&mut api, "/api/v1/auth/login", &wrong).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            assert_eq!(problem["errors"][0]["code"], "wrong_password", "{problem}");
        }
        assert_eq!(post(&mut api, "/api/v1/auth/login", &wrong).await.0, StatusCode::TOO_MANY_REQUESTS);
        let (status, problem) = post(&mut api, "/api/v1/auth/login", &json!({})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            (&problem["errors"][0]["field"], &problem["errors"][1]["field"]),
            (&json!("email"), &json!("password"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_exchanged_once_and_logout_ends_it() {
    with_site("http://vigie.test", |world, mut api| async move {
        let login = json!({ "username": LOGIN, "password": testkit::PASSWORD });
        let (_, first) = post(&mut api, "/api/v1/auth/login", &login).await;
        let (status, second) =
            post(&mut api, "/api/v1/auth/refresh", &json!({ "refresh_token": first["refresh_token"] })).await;
        assert_eq!(status, StatusCode::OK, "{second}");
        assert_ne!(second["refresh_token"], first["refresh_token"]);
        // As bearer too, without a body.
        let bearer = format!("Bearer {}", second["refresh_token"].as_str().expect("a token"));
        let answer =
            api.send("POST", "/api/v1/auth/refresh", &[("authorization", &bearer)], String::new()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let third: Value = serde_json::from_str(&answer.body).expect("JSON");
        let token = third["access_token"].as_str().expect("a token").to_owned();
        let bearer = format!("Bearer {token}");
        let out = api.send("POST", "/api/v1/auth/logout", &[("authorization", &bearer)], String::new()).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert_eq!(get(&mut api, "/api/v1/auth/me", &token).await.0, StatusCode::UNAUTHORIZED);

        let (_, pair) = post(&mut api, "/api/v1/auth/login", &login).await;
        post(&mut api, "/api/v1/auth/refresh", &json!({ "refresh_token": pair["refresh_token"] })).await;
        world.clock.advance_seconds(31);
        let again =
            post(&mut api, "/api/v1/auth/refresh", &json!({ "refresh_token": pair["refresh_token"] })).await;
        assert_eq!(again.0, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_listed_for_those_who_may() {
    with_site("http://vigie.test", |world, mut api| async move {
        world.person_with_password("boss", domain::Role::Admin, &[]).await;
        let mut tokens = vec![];
        for login in ["boss", LOGIN] {
            let body = json!({ "username": login, "password": testkit::PASSWORD });
            let (_, pair) = post(&mut api, "/api/v1/auth/login", &body).await;
            tokens.push(pair["access_token"].as_str().expect("a token").to_owned());
        }
        let (status, page) = get(&mut api, "/api/v1/users?role=technician&limit=1", &tokens[0]).await;
        assert_eq!((status, &page["pagination"]["total"]), (StatusCode::OK, &json!(1)));
        assert_eq!(page["data"][0]["username"], LOGIN);
        assert!(page["data"][0].get("password_hash").is_none());
        let one = format!("/api/v1/users/{}", page["data"][0]["id"]);
        assert_eq!(get(&mut api, &one, &tokens[0]).await.0, StatusCode::OK);
        assert_eq!(get(&mut api, &one, &tokens[1]).await.0, StatusCode::FORBIDDEN);
        assert_eq!(
            get(&mut api, "/api/v1/users?role=boss", &tokens[0]).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    })
    .await;
}
