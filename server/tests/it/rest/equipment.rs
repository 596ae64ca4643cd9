//! Equipment over REST.

use crate::rest::client::with_api;
use domain::Role;

#[tokio::test]
async fn code_name_and_site_are_enough() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let body = format!(r#"{{"code":"PH-001","name":"Presse","site_id":{site}}}"#);
        let created = api.post("/api/v1/equipment", &body).await;
        insta::assert_snapshot!("created", created.pretty());
        let location = created.header("location").expect("an address").to_owned();
        assert_eq!(location, format!("/api/v1/equipment/{}", created.json()["id"]));
        let read = api.get(&location).await;
        assert_eq!(read.json(), created.json());
    })
    .await;
}

#[tokio::test]
async fn a_list_is_a_page_with_its_pagination() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        for code in ["A", "B", "C"] {
            w.equipment(site, code).await;
        }
        let first = api.get("/api/v1/equipment?limit=2&sort=-code").await;
        insta::assert_snapshot!("first_page", first.pretty());
        let cursor = first.json()["pagination"]["next_cursor"].as_str().expect("more").to_owned();
        let last = api.get(&format!("/api/v1/equipment?limit=2&sort=-code&cursor={cursor}")).await.json();
        assert_eq!(last["data"][0]["code"], "A");
        assert_eq!(last["pagination"]["next_cursor"], serde_json::Value::Null);
        let second = api.get("/api/v1/equipment?limit=1&offset=1").await.json();
        assert_eq!((&second["data"][0]["code"], &second["pagination"]["offset"]), (&"B".into(), &1.into()));
    })
    .await;
}

#[tokio::test]
async fn every_parameter_that_cannot_be_read_is_named() {
    with_api(|_, api| async move {
        let answer = api.get("/api/v1/equipment?limit=0&state=gone&sort=colour&site=x").await;
        assert_eq!(answer.status, 422);
        let mut wrong = answer.wrong_fields();
        wrong.sort();
        let wanted =
            ["limit: out_of_range", "site: unknown_value", "sort: unknown_value", "state: unknown_value"];
        assert_eq!(wrong, wanted);
        assert_eq!(api.get("/api/v1/equipment?cursor=zzz").await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn a_field_that_is_not_sent_keeps_its_value() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let made = w.equipment_with(site, "PH-001", |d| d.notes = "Kept".into()).await;
        let path = format!("/api/v1/equipment/{}", made.row.id);
        for (method, body, name) in
            [("PUT", r#"{"name":"One"}"#, "One"), ("PATCH", r#"{"name":"Two"}"#, "Two")]
        {
            let changed = api.send(method, &path, &[], body).await;
            assert_eq!(changed.status, 200, "{}", changed.body);
            assert_eq!((&changed.json()["name"], &changed.json()["notes"]), (&name.into(), &"Kept".into()));
        }
        let cleared = api.send("PATCH", &path, &[], r#"{"notes":null}"#).await.json();
        assert_eq!(cleared["notes"], serde_json::Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_somebody_else_meanwhile_is_told_with_its_fields() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let made = w.equipment(site, "PH-001").await;
        let path = format!("/api/v1/equipment/{made}");
        assert_eq!(api.send("PUT", &path, &[], r#"{"name":"First"}"#).await.status, 200);
        let late = api.send("PUT", &path, &[], r#"{"name":"Second","version":1}"#).await;
        insta::assert_snapshot!("stale", late.pretty());
    })
    .await;
}

#[tokio::test]
async fn what_has_history_is_retired_not_deleted() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let (used, unused) = (w.equipment(site, "A").await, w.equipment(site, "B").await);
        w.intervention(used, "Fuite", w.clock.now()).await;
        let refused = api.send("DELETE", &format!("/api/v1/equipment/{used}"), &[], "").await;
        insta::assert_snapshot!("has_history", refused.pretty());
        let deleted = api.send("DELETE", &format!("/api/v1/equipment/{unused}"), &[], "").await;
        assert_eq!((deleted.status.as_u16(), deleted.body.as_str()), (204, ""));
        assert_eq!(api.get(&format!("/api/v1/equipment/{unused}")).await.status, 404);
        let retired = api.post(&format!("/api/v1/equipment/{used}/retire"), "").await;
        assert!(retired.json()["retired_at"].is_string(), "{}", retired.body);
        assert_eq!(api.post(&format!("/api/v1/equipment/{used}/retire"), "").await.status, 409);
        let restored = api.post(&format!("/api/v1/equipment/{used}/restore"), "").await;
        assert!(restored.json()["retired_at"].is_null(), "{}", restored.body);
    })
    .await;
}

#[tokio::test]
async fn components_and_history_are_found_below_the_equipment() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        w.equipment_with(site, "PH-001-H", |d| d.parent_id = press.to_string()).await;
        w.intervention(press, "Fuite d’huile", w.clock.now()).await;
        let components = api.get(&format!("/api/v1/equipment/{press}/components")).await.json();
        assert_eq!(
            (&components["data"][0]["code"], &components["pagination"]["total"]),
            (&"PH-001-H".into(), &1.into())
        );
        let history = api.get(&format!("/api/v1/equipment/{press}/interventions")).await.json();
        assert_eq!(history["data"][0]["title"], "Fuite d’huile");
        let id = &history["data"][0]["id"];
        let whole = api.get(&format!("/api/v1/interventions/{id}")).await;
        // Codes are numbered over all tests.
        let number = whole.json()["code"].as_str().expect("a code").to_owned();
        insta::assert_snapshot!("intervention", whole.pretty().replace(&number, "OT-NUMBER"));
        for nowhere in ["9999/components", "9999/interventions", "9999", "abc"] {
            assert_eq!(api.get(&format!("/api/v1/equipment/{nowhere}")).await.status, 404, "{nowhere}");
        }
    })
    .await;
}

#[tokio::test]
async fn several_are_changed_together_or_not_at_all() {
    with_api(|w, api| async move {
        let (site, other) = (w.site("N").await, w.site("S").await);
        let (a, b) = (w.equipment(site, "A").await, w.equipment(site, "B").await);
        let (far, line) = (w.equipment(other, "C").await, w.line(site, "L1").await);
        let changed =
            api.post("/api/v1/equipment/bulk", &format!(r#"{{"ids":[{a},{b}],"state":"broken"}}"#)).await;
        assert_eq!(changed.json()["changed"], 2);
        let moved = api.post("/api/v1/equipment/bulk", &format!(r#"{{"ids":[{a}],"line_id":{line}}}"#)).await;
        assert_eq!(moved.json()["changed"], 1);
        let off = api.post("/api/v1/equipment/bulk", &format!(r#"{{"ids":[{a}],"line_id":null}}"#)).await;
        assert_eq!(off.json()["changed"], 1);
        let supervisor = api.signed_in(&w, "bruno", Role::Supervisor, &[site]).await;
        let beyond = format!(r#"{{"ids":[{a},{far}],"state":"active"}}"#);
        assert_eq!(supervisor.post("/api/v1/equipment/bulk", &beyond).await.status, 404);
        assert_eq!(api.get(&format!("/api/v1/equipment/{a}")).await.json()["state"], "broken");
        let neither = api.post("/api/v1/equipment/bulk", &format!(r#"{{"ids":[{a}]}}"#)).await;
        assert_eq!(neither.wrong_fields(), ["state: required"]);
    })
    .await;
}
