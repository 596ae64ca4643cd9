//! Jobs, the outbox and forgotten passwords over the API.

use crate::rest::client::with_api;
use axum::http::StatusCode;
use domain::Role;
use serde_json::json;
use services::MailOptions;

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answer() {
    with_api(|w, api| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        let nobody = api.signed_out();
        let mut answers = vec![];
        for email in ["claire@vigie.test", "nobody@vigie.test"] {
            let answer =
                nobody.post("/api/v1/auth/forgot-password", &json!({"email": email}).to_string()).await;
            let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            answers.push((answer.status, answer.body, headers));
        }
        assert_eq!(answers[0].0, StatusCode::ACCEPTED);
        assert_eq!(answers[0], answers[1]);
        let wrong = nobody.post("/api/v1/auth/forgot-password", r#"{"email": "nobody"}"#).await;
        assert_eq!(wrong.wrong_fields(), ["email: not_an_email"]);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_built_from_the_configured_address_and_works_once() {
    with_api(|w, api| async move {
        w.services.set_mail(MailOptions { public_url: "https://vigie.usine.example".into(), server: None });
        w.person_with_password("claire", Role::Technician, &[]).await;
        let (nobody, body) = (api.signed_out(), r#"{"email": "claire@vigie.test"}"#);
        let evil = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];
        let answer = nobody.send("POST", "/api/v1/auth/forgot-password", &evil, body).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        w.services.jobs().work_off().await.expect("worked");

        let list = api.get("/api/v1/mails?state=kept").await.json();
        let id = list["data"][0]["id"].as_i64().expect("one mail");
        assert!(list["data"][0].get("text").is_none(), "a list tells no secrets");
        let text =
            api.get(&format!("/api/v1/mails/{id}")).await.json()["text"].as_str().expect("text").to_owned();
        assert!(!text.contains("evil"), "{text}");
        let (_, rest) =
            text.split_once("https://vigie.usine.example/reset-password?token=").expect("the link");
        let token = rest.split_whitespace().next().expect("a token");

        let reset = |password: &str| json!({"token": token, "new_password": password}).to_string();
        let weak = nobody.post("/api/v1/auth/reset-password", &reset("court")).await;
        assert_eq!(weak.wrong_fields(), ["new_password: too_short"]);
        let strong = reset("marmotte violet tabouret");
        assert_eq!(nobody.post("/api/v1/auth/reset-password", &strong).await.status, StatusCode::NO_CONTENT);
        assert_eq!(nobody.post("/api/v1/auth/reset-password", &strong).await.status, StatusCode::CONFLICT);
        let login = json!({"email": "claire@vigie.test", "password": "marmotte violet tabouret"});
        assert_eq!(nobody.post("/api/v1/auth/login", &login.to_string()).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn jobs_are_listed_cancelled_and_tried_again() {
    with_api(|w, api| async move {
        let (job, mail) = w.job_and_mail().await;
        let list = api.get("/api/v1/jobs?state=queued&kind=clean_up").await;
        assert_eq!(list.json()["data"][0]["id"], job.0, "{}", list.body);
        assert_eq!(api.get("/api/v1/jobs?state=failed").await.json()["data"], json!([]));
        let wrong = api.get("/api/v1/jobs?state=odd").await;
        assert_eq!(wrong.wrong_fields(), ["state: unknown_value"]);
        let cancel = format!("/api/v1/jobs/{job}/cancel");
        assert_eq!(api.post(&cancel, "").await.json()["state"], "cancelled");
        assert_eq!(api.post(&cancel, "").await.status, StatusCode::CONFLICT);
        assert_eq!(api.post(&format!("/api/v1/jobs/{job}/retry"), "").await.json()["state"], "queued");
        assert_eq!(api.post("/api/v1/jobs/9999/retry", "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(api.post(&format!("/api/v1/mails/{mail}/retry"), "").await.json()["state"], "queued");
        assert_eq!(api.get("/api/v1/mails?q=claire").await.json()["pagination"]["total"], 1);
        assert_eq!(api.get("/api/v1/mails?q=paul").await.json()["pagination"]["total"], 0);
    })
    .await;
}
