//! The words of mails over REST: what the page does.

use crate::rest::client::{Answer, Api, with_api};
use axum::http::StatusCode;
use domain::Role;
use serde_json::json;

const AT: &str = "/api/v1/mail-templates/password_reset/fr";

async fn put(api: &Api, body: &str) -> Answer {
    api.send("PUT", AT, &[], body).await
}

#[tokio::test]
async fn a_template_is_read_changed_and_restored() {
    with_api(|_, api| async move {
        let list = api.get("/api/v1/mail-templates?limit=200").await.json();
        let all = list["data"].as_array().expect("a list");
        assert_eq!(list["pagination"]["total"], all.len());
        assert!(
            all.iter().any(|t| t["template"] == "alert" && t["language"] == "en" && t["changed"] == false)
        );
        let original = api.get(AT).await.json();
        assert_eq!((&original["version"], &original["changed"]), (&json!(0), &json!(false)));
        assert!(original["variables"].as_array().expect("variables").iter().any(|v| v["name"] == "minutes"));

        let subject = json!({"version": 0, "subject": "Coucou {{ name }}"}).to_string();
        let saved = put(&api, &subject).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let saved = saved.json();
        assert_eq!((&saved["version"], &saved["changed"]), (&json!(1), &json!(true)));
        assert_eq!(saved["preview"]["subject"], "Coucou Claire");
        assert_eq!(saved["words"]["html"], original["words"]["html"], "what is absent stays");
        let late = put(&api, &json!({"version": 0, "subject": "B"}).to_string()).await;
        assert_eq!(late.status, StatusCode::CONFLICT);

        let back = api.send("DELETE", AT, &[], "").await;
        assert_eq!(back.status, StatusCode::OK);
        assert_eq!(back.json()["words"], original["words"]);
        assert_eq!(api.get(AT).await.json()["can_undo"], true);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_at_its_field_and_line() {
    with_api(|_, api| async move {
        let wrong = json!({"subject": "{{ nmae }}", "html": "<p>\n{{ name|safe }}", "text": "{{ name }}"});
        let preview = format!("{AT}/preview");
        for answer in [put(&api, &wrong.to_string()).await, api.post(&preview, &wrong.to_string()).await] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let told = answer.json()["errors"].clone();
            let of = |field: &str| {
                told.as_array()
                    .expect("errors")
                    .iter()
                    .find(|e| e["field"] == field)
                    .expect(field)
                    .to_string()
            };
            assert!(of("subject").contains("nmae"), "{told}");
            assert!(of("html").contains("\"line\":2"), "{told}");
            assert!(of("text").contains("link"), "without its link it is of no use: {told}");
        }
        assert_eq!(api.get(AT).await.json()["version"], 0, "nothing was saved");
        let unknown = put(&api, r#"{"colour": "red"}"#).await;
        assert_eq!(unknown.wrong_fields(), ["colour: not_allowed"]);

        let typed = json!({"subject": "A {{ name }}"}).to_string();
        let shown = api.post(&preview, &typed).await;
        assert_eq!((shown.status, shown.json()["subject"].clone()), (StatusCode::OK, json!("A Claire")));
        for nowhere in ["/api/v1/mail-templates/nothing/fr", "/api/v1/mail-templates/password_reset/de"] {
            assert_eq!(api.get(nowhere).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn the_words_are_for_administrators() {
    with_api(|w, api| async move {
        let sam = api.signed_in(&w, "sam", Role::Supervisor, &[]).await;
        assert_eq!(sam.get("/api/v1/mail-templates").await.status, StatusCode::FORBIDDEN);
        assert_eq!(put(&sam, r#"{"subject": "A"}"#).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
