//! The preview of a mail: a document that can do nothing, for those who may edit templates.

use crate::rest::client::with_api;
use axum::http::StatusCode;
use domain::Role;

const AT: &str = "/admin/settings/templates/password_changed/fr/preview";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn a_preview_shows_styles_and_does_nothing() {
    with_api(|_, api| async move {
        let stored = api.get(AT).await;
        assert_eq!((stored.status, stored.header("x-frame-options")), (StatusCode::OK, Some("SAMEORIGIN")));
        assert!(stored.body.contains("Claire") && stored.body.contains("<base target=\"_blank\">"));
        let typed = "draft[subject]=A&draft[html]=<p style=color:red>{{ name }}</p>&draft[text]=B";
        let shown = api.send("POST", AT, &[FORM], typed).await;
        assert_eq!((shown.status, &*shown.body), (StatusCode::OK, "<p style=color:red>Claire</p>"));
        for answer in [stored, shown] {
            let policy = answer.header("content-security-policy").unwrap_or_default();
            assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"), "{policy}");
            assert!(policy.contains("; sandbox;") && policy.ends_with("frame-ancestors 'self'"), "{policy}");
            assert!(!policy.contains("script-src"), "{policy}");
        }
        let wrong =
            api.send("POST", AT, &[FORM], "draft[subject]=A&draft[html]={{ nmae }}&draft[text]=B").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let none = api.get("/admin/settings/templates/nothing/fr/preview").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_preview_is_for_administrators() {
    with_api(|w, api| async move {
        let sam = api.signed_in(&w, "sam", Role::Supervisor, &[]).await;
        assert_eq!(sam.get(AT).await.status, StatusCode::FORBIDDEN);
        let typed = sam.send("POST", AT, &[FORM], "draft[subject]=A&draft[html]=B&draft[text]=C").await;
        assert_eq!(typed.status, StatusCode::FORBIDDEN);
    })
    .await;
}
