//! Errors are problem documents in the caller's language.

use crate::client::with_api;
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
