//! The OpenAPI document and its page.

use crate::rest::client::with_api;
use std::collections::BTreeSet;

#[test]
fn the_document_is_the_one_that_was_agreed() {
    let document = serde_json::to_string_pretty(&server::rest::openapi()).expect("json");
    insta::assert_snapshot!("openapi", document);
}

#[test]
fn every_operation_has_a_name_of_its_own_and_a_summary() {
    let document = serde_json::to_value(server::rest::openapi()).expect("json");
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
        }
    }
    assert_eq!(names.len(), server::rest::operations().len());
}

#[tokio::test]
async fn the_document_and_its_page_are_served_from_here() {
    with_api(|_, api| async move {
        let nobody = api.signed_out();
        let document = nobody.get("/openapi.json").await;
        assert_eq!(document.json()["openapi"], "3.1.0");
        let page = nobody.send("GET", "/docs", &[("accept", "text/html")], "").await;
        assert_eq!(page.status, 200);
        for elsewhere in ["src=\"http", "href=\"http", "<script>", "<style"] {
            assert!(!page.body.contains(elsewhere), "{elsewhere}");
        }
        for file in ["/docs/docs.js", "/docs/docs.css"] {
            assert_eq!(nobody.get(file).await.status, 200, "{file}");
        }
        assert_eq!(nobody.get("/redoc").await.header("location"), Some("/docs"));
    })
    .await;
}
