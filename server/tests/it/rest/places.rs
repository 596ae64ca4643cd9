//! Sites, production lines and equipment types over REST.

use crate::rest::client::with_api;

#[tokio::test]
async fn a_site_is_created_changed_and_deleted() {
    with_api(|w, api| async move {
        let created = api.post("/api/v1/sites", r#"{"code":"N","name":"Nord"}"#).await;
        insta::assert_snapshot!("site", created.pretty());
        let path = created.header("location").expect("an address").to_owned();
        let changed = api.send("PATCH", &path, &[], r#"{"location":"Lille"}"#).await.json();
        assert_eq!((&changed["name"], &changed["location"]), (&"Nord".into(), &"Lille".into()));
        let id = created.json()["id"].as_i64().map(domain::SiteId).expect("an id");
        w.equipment(id, "PH-001").await;
        let refused = api.send("DELETE", &path, &[], "").await;
        insta::assert_snapshot!("site_in_use", refused.pretty());
        let other = w.site("S").await;
        assert_eq!(api.send("DELETE", &format!("/api/v1/sites/{other}"), &[], "").await.status, 204);
    })
    .await;
}

#[tokio::test]
async fn lines_are_listed_by_site_in_pages() {
    with_api(|w, api| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        for code in ["L1", "L2", "L3"] {
            w.line(north, code).await;
        }
        w.line(south, "L9").await;
        let page = api.get(&format!("/api/v1/production-lines?site={north}&limit=2&offset=1")).await;
        insta::assert_snapshot!("lines", page.pretty());
        assert_eq!(api.get("/api/v1/production-lines?site=x").await.wrong_fields(), ["site: unknown_value"]);
        let body = format!(r#"{{"site_id":{south},"code":"L1","name":"Une"}}"#);
        assert_eq!(api.post("/api/v1/production-lines", &body).await.status, 201);
        let again = api.post("/api/v1/production-lines", &body).await;
        assert_eq!(again.wrong_fields(), ["code: duplicate"]);
    })
    .await;
}

#[tokio::test]
async fn a_type_is_created_changed_and_deleted() {
    with_api(|_, api| async move {
        let created = api.post("/api/v1/equipment-types", r#"{"name":"Presse"}"#).await;
        assert_eq!(created.status, 201, "{}", created.body);
        let path = created.header("location").expect("an address").to_owned();
        let changed = api.send("PUT", &path, &[], r#"{"description":"Hydraulique"}"#).await.json();
        assert_eq!((&changed["name"], &changed["description"]), (&"Presse".into(), &"Hydraulique".into()));
        assert_eq!(api.get("/api/v1/equipment-types").await.json()["pagination"]["total"], 1);
        assert_eq!(api.send("DELETE", &path, &[], "").await.status, 204);
        assert_eq!(api.get(&path).await.status, 404);
    })
    .await;
}
