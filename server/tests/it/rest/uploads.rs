//! Documents sent in parts over REST.

use crate::rest::client::{Answer, Api, with_api};
use axum::http::StatusCode;
use serde_json::json;

const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n";

async fn begin(api: &Api, equipment: &str, size: usize) -> Answer {
    let new = json!({"entity": "equipment", "entity_id": equipment, "file_name": "a.pdf", "size": size});
    api.post("/api/v1/uploads", &new.to_string()).await
}

async fn add(api: &Api, path: &str, offset: &str, body: &str) -> Answer {
    let kind = ("content-type", "application/offset+octet-stream");
    api.send("PATCH", path, &[kind, ("upload-offset", offset)], body).await
}

#[tokio::test]
async fn a_document_is_sent_in_parts_and_asked_for_its_offset() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let begun = begin(&api, &id, PDF.len()).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
        assert_eq!(begun.header("upload-offset"), Some("0"));
        let path = begun.header("location").expect("where it is").to_owned();
        let first = add(&api, &path, "0", &PDF[..10]).await;
        assert_eq!((first.status, first.header("upload-offset")), (StatusCode::OK, Some("10")));
        let asked = api.send("HEAD", &path, &[], "").await;
        assert_eq!(asked.status, StatusCode::OK);
        let size = PDF.len().to_string();
        assert_eq!(
            (asked.header("upload-offset"), asked.header("upload-length")),
            (Some("10"), Some(&*size))
        );
        assert_eq!(asked.header("cache-control"), Some("no-store"));

        for wrong in ["0", "9", "11", "4000"] {
            let refused = add(&api, &path, wrong, "x").await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{wrong}: {}", refused.body);
        }
        for malformed in ["", "-1", "ten", "1e1"] {
            assert_eq!(add(&api, &path, malformed, "x").await.status, StatusCode::BAD_REQUEST, "{malformed}");
        }
        let json = api.send("PATCH", &path, &[("upload-offset", "10")], "{}").await;
        assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let more = add(&api, &path, "10", &format!("{PDF}{PDF}")).await;
        assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(more.json()["errors"][0]["field"], "size");

        let last = add(&api, &path, "10", &PDF[10..]).await;
        let url = last.json()["document"]["url"].as_str().expect("the document").to_owned();
        assert_eq!(api.get(&url).await.body, PDF);
        let again = add(&api, &path, &size, "").await;
        assert_eq!(again.json()["document"], last.json()["document"], "asked again, the same");
    })
    .await;
}

#[tokio::test]
async fn an_upload_given_up_is_gone_and_what_is_wrong_is_told_at_its_field() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let path = begin(&api, &id, 100).await.header("location").expect("where it is").to_owned();
        assert_eq!(api.send("DELETE", &path, &[], "").await.status, StatusCode::NO_CONTENT);
        for gone in [api.send("HEAD", &path, &[], "").await, add(&api, &path, "0", "x").await] {
            assert_eq!(gone.status, StatusCode::NOT_FOUND);
        }
        let empty = begin(&api, &id, 0).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(empty.json()["errors"][0]["code"], "file_empty");
        assert_eq!(begin(&api, "999999", 1).await.status, StatusCode::NOT_FOUND);
        let unknown = api.post("/api/v1/uploads", r#"{"colour":"red"}"#).await;
        assert_eq!(unknown.json()["errors"][0]["field"], "colour");
    })
    .await;
}
