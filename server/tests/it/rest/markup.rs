//! Markup in texts stays text, on every page.

use crate::rest::client::with_settings;
use axum::http::StatusCode;
use leptos::prelude::provide_context;
use pages::session::Session;
use testkit::{MARKUP, Marked};

/// The same in an address.
const IN_QUERY: &str = "%3C/title%3E%3Cx%3E";

/// Every page's address, as the router writes it: `/equipments/{id}`.
pub fn routes() -> Vec<String> {
    let anybody = || provide_context(Session::anonymous());
    let (routes, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(pages::App, None, anybody);
    routes.iter().map(|route| route.path().to_owned()).collect()
}

/// The addresses to look at of a route, and whether their title holds a text of the plant.
pub fn addresses(route: &str, rows: &Marked) -> (Vec<String>, bool) {
    let with = |id: i64| vec![route.replace("{id}", &id.to_string())];
    match route {
        "/equipments/{id}" | "/equipments/{id}/edit" => (with(rows.equipment.0), true),
        "/equipments/{id}/label" => (with(rows.equipment.0), false),
        "/interventions/{id}" => (with(rows.intervention.0), true),
        "/interventions/{id}/edit" => (with(rows.intervention.0), false),
        // Codes of machines; one that none has is told.
        "/q/{id}" => (vec![route.replace("{id}", "PH-001")], false),
        "/documents/{id}/edit" => (with(rows.document.0), true),
        "/admin/sites/{id}/edit" => (with(rows.site.0), true),
        "/admin/lines/{id}/edit" => (with(rows.line.0), true),
        "/admin/equipment-types/{id}/edit" => (with(rows.kind.0), true),
        "/admin/maintenance-types/{id}/edit" => (with(rows.maintenance.0), true),
        // Leads to the intervention.
        "/repairs/{id}/intervention" => (with(rows.failure.0), false),
        "/admin/failure-codes/{id}/edit" => (with(rows.code.0), true),
        "/campaigns/{id}" => (with(rows.campaign.0), true),
        "/templates/{id}/edit" => (with(rows.template.0), false),
        "/team/teams/{id}/edit" => (with(rows.team.0), true),
        "/team/{id}" | "/team/{id}/edit" | "/team/{id}/shifts" => (with(rows.user.0), true),
        "/admin/import/{id}" => (with(rows.import.0), false),
        "/admin/outbox/{id}" => (with(rows.mail.0), false),
        "/admin/users/requests/{id}" => (with(rows.registration.0), true),
        "/admin/users/{id}" => (with(rows.user.0), true),
        "/admin/settings/templates/{template}/{language}" => {
            (vec!["/admin/settings/templates/invitation/fr".to_owned()], false)
        }
        "/admin/settings/{section}" => {
            let sections = ["general", "security", "mail", "storage", "alerts"];
            (sections.iter().map(|section| format!("/admin/settings/{section}")).collect(), false)
        }
        fixed => {
            assert!(!fixed.contains('{'), "say in this test which row to see at {fixed}");
            (vec![fixed.to_owned()], false)
        }
    }
}

fn title(page: &str) -> &str {
    let (_, after) = page.split_once("<title>").expect("a title");
    after.split_once("</title>").expect("its end").0
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_lets_markup_out_of_a_title_or_a_text() {
    with_settings(&[], |world, api| async move {
        let rows = world.marked().await;
        let html = [("accept", "text/html")];
        let mut unmarked = vec![];
        for route in routes() {
            let (paths, in_title) = addresses(&route, &rows);
            for path in paths {
                let query = format!("{path}?q={IN_QUERY}&next={IN_QUERY}&token={IN_QUERY}&done={IN_QUERY}");
                for client in [&api, &api.signed_out()] {
                    for path in [&path, &query] {
                        let answer = client.send("GET", path, &html, "").await;
                        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
                        assert!(!answer.body.contains(MARKUP), "{path} lets markup out: {}", answer.body);
                        assert!(!answer.body.contains("<x>"), "{path} lets markup out: {}", answer.body);
                    }
                }
                if in_title {
                    let page = api.send("GET", &path, &html, "").await;
                    assert_eq!(page.status, StatusCode::OK, "{path}");
                    if !title(&page.body).contains("&lt;/title&gt;&lt;x&gt;") {
                        unmarked.push(format!("{path}: {}", title(&page.body)));
                    }
                }
            }
        }
        assert!(unmarked.is_empty(), "titles that do not show the text: {unmarked:#?}");
        let nowhere = api.send("GET", &format!("/{IN_QUERY}"), &html, "").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        assert!(!nowhere.body.contains(MARKUP));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_of_a_person_takes_angle_brackets() {
    with_settings(&[], |_, api| async move {
        let names = r#""first_name": "</title><x>", "last_name": "A > B""#;
        let wrong = ["first_name: malformed", "last_name: malformed"];
        let new = format!(r#"{{{names}, "email": "a@b.test", "role": "client", "invite": true}}"#);
        let told = |answer: crate::rest::client::Answer| {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answer.wrong_fields()
        };
        assert_eq!(told(api.post("/api/v1/users", &new).await), wrong);
        let me = api.get("/api/v1/auth/me").await.json();
        let path = format!("/api/v1/users/{}", me["id"]);
        let version = api.get(&path).await.json()["version"].clone();
        let change = format!(r#"{{{names}, "version": {version}}}"#);
        assert_eq!(told(api.send("PATCH", &path, &[], &change).await), wrong);
        let form = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
        let profile = format!("draft[first_name]={IN_QUERY}&draft[last_name]=B");
        let answer = api.send("POST", "/rpc/account/profile", &form, &profile).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert_eq!(api.get("/api/v1/auth/me").await.json()["first_name"], me["first_name"]);
    })
    .await;
}
