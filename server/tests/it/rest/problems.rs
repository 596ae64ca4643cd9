//! Errors are problem documents in the caller's language.

use crate::rest::client::with_api;
use domain::Role;

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    with_api(|_, api| async move {
        let answer = api.post("/api/v1/equipment", r#"{"state":"gone","purchased_on":"tomorrow"}"#).await;
        insta::assert_snapshot!("invalid", answer.pretty());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let unknown = api.post("/api/v1/equipment", r#"{"role":"admin","code":[]}"#).await;
        assert_eq!(unknown.wrong_fields(), ["code: malformed", "role: not_allowed"]);
    })
    .await;
}

#[tokio::test]
async fn a_problem_is_told_in_the_callers_language() {
    with_api(|_, api| async move {
        let nobody = api.signed_out();
        let french = nobody.send("GET", "/api/v1/equipment", &[("accept-language", "fr")], "").await;
        let title = french.json()["title"].as_str().expect("a title").to_owned();
        assert_ne!(title, nobody.get("/api/v1/equipment").await.json()["title"]);
    })
    .await;
}

#[tokio::test]
async fn who_is_not_signed_in_or_not_allowed_is_told_so() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let nobody = api.signed_out().get("/api/v1/equipment").await;
        assert_eq!(
            (nobody.status.as_u16(), &nobody.json()["type"]),
            (401, &"urn:vigie:problem:signed-out".into())
        );
        let technician = api.signed_in(&w, "tom", Role::Technician, &[site]).await;
        let body = format!(r#"{{"code":"A","name":"A","site_id":{site}}}"#);
        let refused = technician.post("/api/v1/equipment", &body).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["type"]),
            (403, &"urn:vigie:problem:forbidden".into())
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_no_json_never_reaches_a_rule() {
    with_api(|_, api| async move {
        let path = "/api/v1/sites";
        let plain = [("content-type", "text/plain")];
        for (headers, body, status) in [
            (&[][..], "{", 400),
            (&[][..], "[]", 400),
            (&[][..], "\"x\"", 400),
            (&plain[..], "{}", 415),
            (&[][..], &format!("{{\"name\":\"{}\"}}", "x".repeat(2 << 20)), 413),
        ] {
            let answer = api.send("POST", path, headers, body).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            assert_eq!(answer.json()["status"], status);
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_or_a_method_that_does_not_exist_is_a_problem_too() {
    with_api(|_, api| async move {
        let nowhere = api.get("/api/v1/nothing").await;
        assert_eq!((nowhere.status.as_u16(), &nowhere.json()["status"]), (404, &404.into()));
        let method = api.send("DELETE", "/api/v1/sites", &[], "").await;
        assert_eq!(
            (method.status.as_u16(), &method.json()["type"]),
            (405, &"urn:vigie:problem:method".into())
        );
        assert!(method.header("allow").is_some_and(|a| a.contains("GET")), "{:?}", method.headers);
    })
    .await;
}

#[tokio::test]
async fn old_addresses_lead_to_the_new_ones() {
    with_api(|_, api| async move {
        for (old, new) in [
            ("/equipment?limit=1", "/api/v1/equipment?limit=1"),
            ("/equipment/3", "/api/v1/equipment/3"),
            ("/users/me", "/api/v1/users/me"),
        ] {
            let answer = api.get(old).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (308, Some(new)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() {
    with_api(|_, api| async move {
        for address in ["/api/v1/users/?role=technician&limit=1", "/api/v1/equipment/", "/api/v1/users/me/"] {
            assert_eq!(api.get(address).await.status.as_u16(), 200, "{address}");
        }
        let made = api.post("/api/v1/sites/", r#"{"code":"S","name":"Sud"}"#).await;
        assert_eq!(made.status.as_u16(), 201);
        assert_eq!(api.get("/api/v1/nothing/").await.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn a_body_of_another_type_is_told_which_one_is_taken() {
    with_api(|_, api| async move {
        for (address, sent, taken) in [
            ("/api/v1/auth/token", "application/json", "application/x-www-form-urlencoded"),
            ("/api/v1/equipment", "text/csv", "application/json"),
        ] {
            let answer = api.send("POST", address, &[("content-type", sent)], "{}").await;
            let detail = answer.json()["detail"].to_string();
            assert!(answer.status.as_u16() == 415 && detail.contains(taken), "{address}: {detail}");
        }
    })
    .await;
}
