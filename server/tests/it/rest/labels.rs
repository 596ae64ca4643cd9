//! Labels: the code of a machine, and sheets of them.

use crate::rest::client::with_settings;
use axum::http::StatusCode;
use domain::Role;
use testkit::PdfText;

#[tokio::test]
async fn a_label_leads_to_its_machine_for_those_who_see_it() {
    with_settings(&[("server.public_url", "https://vigie.example.com")], |w, api| async move {
        let site = w.site("N").await;
        let (one, two) = (w.equipment(site, "PH-001").await, w.equipment(site, "PH-002").await);
        w.statements.take();
        let code = api.get(&format!("/equipments/{one}/qr")).await;
        assert_eq!((code.status, code.header("content-type")), (StatusCode::OK, Some("image/svg+xml")));
        assert!(code.body.starts_with("<svg ") && !code.body.contains("script"));
        assert!(code.header("content-security-policy").is_some_and(|p| p.contains("default-src 'none'")));
        assert_ne!(code.body, api.get(&format!("/equipments/{two}/qr")).await.body);
        let sheets = api.get(&format!("/equipments/labels/pdf?ids={two},{one}")).await;
        assert_eq!((sheets.status, sheets.header("content-type")), (StatusCode::OK, Some("application/pdf")));
        let read = PdfText::of(&sheets.bytes);
        let codes: Vec<&str> = read.lines().into_iter().filter(|line| line.starts_with("PH-")).collect();
        assert_eq!(codes, ["PH-002", "PH-001"], "as it was asked");
        let many = "1,".repeat(501);
        let refused = api.get(&format!("/equipments/labels/pdf?ids={many}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "none is left out in silence");
        assert_eq!(api.get("/equipments/999999/qr").await.status, StatusCode::NOT_FOUND);
        let stranger = api.signed_in(&w, "tom", Role::Technician, &[w.site("ELSEWHERE").await]).await;
        for path in [format!("/equipments/{one}/qr"), format!("/equipments/labels/pdf?ids={one}")] {
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}
