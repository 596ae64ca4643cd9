//! How many statements a request may send, sign-in check included: a list of the API at most 3, a row at most 7.
//! A page costs what its server functions cost, and one check of who asks.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{EquipmentId, Role, session::SignInDraft};
use services::Client;
use testkit::each_database;
use tower::ServiceExt;

#[tokio::test]
async fn requests_stay_within_their_statements() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let line = w.line(site, "L1").await;
        let mut parent = None;
        for i in 0..30 {
            let code = format!("E-{i:02}");
            let made = w.equipment_with(site, &code, |d| {
                d.line_id = line.to_string();
                d.parent_id = parent.map(|p: EquipmentId| p.to_string()).unwrap_or_default();
            });
            let id = made.await.row.id;
            parent = if i % 6 == 5 { None } else { Some(id) };
            w.intervention(id, &code, w.clock.now()).await;
        }
        let campaign = domain::campaign::CampaignDraft {
            title: "Soupapes".into(),
            due_on: "2999-06-30".into(),
            kind: "inspection".into(),
            priority: "low".into(),
            equipment_ids: vec![domain::EquipmentId(1), domain::EquipmentId(2)],
            ..Default::default()
        };
        let campaign = w.services.campaigns().create(&w.admin, &campaign).await.expect("started").row.id;
        w.person_with_password("claire", Role::Supervisor, &[site]).await;
        let draft =
            SignInDraft { login: "claire".into(), password: testkit::PASSWORD.into(), ..Default::default() };
        let signed = w.services.sessions().sign_in(&draft, &Client::default()).await.expect("signed in");
        let config =
            server::config::load(&server::config::Sources::default()).expect("the defaults are valid");
        let router = server::app(server::AppState::new(w.services.clone(), config));
        let id = parent.map_or(30, |p| p.0);
        let mut over = vec![];
        for (uri, budget) in [
            ("/api/v1/equipment?limit=50&sort=-criticality".to_owned(), 3),
            ("/api/v1/interventions?limit=50".to_owned(), 3),
            ("/api/v1/sites".to_owned(), 4),
            ("/api/v1/production-lines".to_owned(), 3),
            ("/api/v1/equipment-types".to_owned(), 3),
            // However many people: what belongs to them is read for all at once.
            ("/api/v1/technicians".to_owned(), 10),
            ("/api/v1/teams".to_owned(), 3),
            ("/api/v1/absences".to_owned(), 4),
            (format!("/api/v1/equipment/{id}"), 7),
            ("/api/v1/interventions/1".to_owned(), 3),
            ("/api/v1/interventions/1/work".to_owned(), 11),
            ("/api/v1/my-interventions".to_owned(), 3),
            ("/api/v1/campaigns".to_owned(), 4),
            (format!("/api/v1/campaigns/{campaign}"), 7),
            (format!("/api/v1/campaigns/{campaign}/machines"), 4),
            // The report: all of the work, its place, who asks for it, its documents.
            ("/api/v1/interventions/1/report.pdf".to_owned(), 16),
            ("/rpc/intervention/list?query=equipment%3D1%26equipment%3D2%26equipment%3D3".to_owned(), 4),
            ("/rpc/intervention/get?id=1".to_owned(), 7),
            ("/rpc/palette/search?q=e-0".to_owned(), 4),
            ("/search?q=e-0".to_owned(), 5),
            ("/rpc/site/list".to_owned(), 4),
            // One of these is for the pictures, one for the bell.
            ("/equipments?state=active".to_owned(), 10),
            // Two of these, as of an intervention's page, are for the documents, one is for the bell.
            (format!("/equipments/{id}"), 11),
            (format!("/equipments/{id}/edit"), 10),
            ("/interventions?equipment=1&equipment=2".to_owned(), 9),
            ("/repairs?state=restored".to_owned(), 9),
            ("/admin/sites".to_owned(), 5),
            ("/admin/lines".to_owned(), 5),
            ("/admin/equipment-types".to_owned(), 4),
            ("/admin/maintenance-types".to_owned(), 4),
            ("/notifications".to_owned(), 5),
            ("/notifications/new".to_owned(), 4),
            ("/campaigns".to_owned(), 6),
            // The campaign, its machines, and what it would add.
            (format!("/campaigns/{campaign}"), 17),
            // The work with its people, hours, history and costs; two for the documents, one for those it can be given to.
            ("/interventions/1".to_owned(), 16),
            // Two for who asks and the bell beside the eight of the agenda.
            ("/my-work".to_owned(), 12),
        ] {
            w.statements.take();
            let request = Request::get(&uri)
                .header(header::AUTHORIZATION, format!("Bearer {}", signed.tokens.access))
                .body(Body::empty())
                .expect("a request");
            let response = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::OK, "{uri}");
            let sent = w.statements.take();
            // One tells who asks; an answer without a second was made of nothing.
            assert!(sent > 1, "{uri} read nothing");
            if sent > budget {
                over.push(format!("{uri} sent {sent} statements, {budget} are allowed"));
            }
        }
        assert!(over.is_empty(), "{over:#?}");
    })
    .await;
}
