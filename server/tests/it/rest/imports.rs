//! Imports over REST, from the file to the undo.

use crate::rest::client::{Answer, Api, with_api};
use axum::http::StatusCode;
use domain::{Role, site::SiteDraft};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use testkit::World;

const HISTORY: &str = "date;machine;titre;type;cout\n\
    2024-01-05;P1;Fuite;Curatif;10,50\n\
    2024-02-06;P1;Graissage;Préventif;0\n\
    2024-02-06;P1;Bruit;Curatif;?\n";

/// The body of a form with a file, and its content type.
fn form(fields: &[(&str, &str)], file: Option<(&str, &str)>) -> (String, &'static str) {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    if let Some((name, content)) = file {
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--cut--\r\n");
    (body, "multipart/form-data; boundary=cut")
}

async fn upload(api: &Api, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
    let (body, kind) = form(fields, file);
    api.send("POST", "/api/v1/imports", &[("content-type", kind)], &body).await
}

/// The import once a worker has done what was asked for.
async fn until(w: &World, api: &Api, path: &str, state: &str) -> Value {
    w.services.jobs().work_off().await.expect("worked");
    let now = api.get(path).await.json();
    assert_eq!(now["state"], state, "{now}");
    now
}

#[tokio::test]
async fn a_file_comes_in_and_goes_out_again() {
    with_api(|w, api| async move {
        let site = w.site("N").await.to_string();
        let fields = [("kind", "interventions"), ("site_id", site.as_str())];
        let created = upload(&api, &fields, Some(("history.csv", HISTORY))).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
        let path = created.header("location").expect("where it is").to_owned();
        let view = created.json();
        assert_eq!((view["state"].as_str(), view["rows_total"].as_i64()), (Some("uploaded"), Some(3)));

        let columns = api.get(&format!("{path}/columns")).await.json();
        assert_eq!(columns["columns"][4]["header"], "cout");
        assert_eq!(columns["suggested"]["columns"]["cout"], "cost");
        let mut mapping = columns["suggested"].clone();
        mapping["missing_equipment"] = json!({"create": true, "name": "Machine {code}"});
        let mapped = api.send("PUT", &format!("{path}/mapping"), &[], &mapping.to_string()).await;
        assert_eq!(mapped.status, StatusCode::OK, "{}", mapped.body);

        assert_eq!(api.post(&format!("{path}/commit"), "").await.status, StatusCode::CONFLICT);
        assert_eq!(api.post(&format!("{path}/check"), "").await.status, StatusCode::ACCEPTED);
        let checked = until(&w, &api, &path, "checked").await;
        let counts = |v: &Value| [&v["rows_new"], &v["rows_known"], &v["rows_refused"]].map(|n| n.as_i64());
        assert_eq!(counts(&checked), [Some(2), Some(0), Some(1)]);
        let errors = api.get(&format!("{path}/errors")).await.json();
        let error = &errors["data"][0]["errors"][0];
        assert_eq!(errors["data"][0]["line"], 4);
        assert_eq!((&error["column"], &error["value"]), (&json!("cout"), &json!("?")));
        assert_eq!((&error["field"], &error["code"]["code"]), (&json!("cost"), &json!("not_an_amount")));

        assert_eq!(api.post(&format!("{path}/commit"), "").await.status, StatusCode::ACCEPTED);
        until(&w, &api, &path, "committed").await;
        let rows = api.get("/api/v1/interventions").await.json();
        assert_eq!(rows["pagination"]["total"], 2);
        let refused = api.get(&format!("{path}/refused.csv")).await;
        assert_eq!(refused.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(
            refused.header("content-disposition"),
            Some("attachment; filename=\"history.refused.csv\"")
        );
        let line = refused.body.lines().nth(1).expect("the refused row");
        assert!(line.starts_with("2024-02-06;P1;Bruit;Curatif;?;4;"), "{line}");
        let list = api.get("/api/v1/imports").await.json();
        assert_eq!(list["data"][0]["id"], view["id"]);

        assert_eq!(api.send("DELETE", &path, &[], "").await.status, StatusCode::CONFLICT);
        assert_eq!(api.post(&format!("{path}/undo"), "").await.status, StatusCode::ACCEPTED);
        until(&w, &api, &path, "undone").await;
        assert_eq!(api.get("/api/v1/interventions").await.json()["pagination"]["total"], 0);
        assert_eq!(api.get("/api/v1/equipment").await.json()["pagination"]["total"], 0);
        assert_eq!(api.send("DELETE", &path, &[], "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_at_its_field() {
    with_api(|w, api| async move {
        let site = w.site("N").await.to_string();
        let file = Some(("history.csv", HISTORY));
        let fields = [("kind", "interventions"), ("site_id", site.as_str())];
        for (fields, file, wrong) in [
            (&fields[..], None, "file: required"),
            (&fields[1..], file, "kind: required"),
            (&[("kind", "parts"), fields[1]][..], file, "kind: unknown_value"),
            (&[fields[0], ("site_id", "999")][..], file, "site_id: not_found"),
            (&fields[..], Some(("history.exe", HISTORY)), "file: unreadable_file"),
            (&fields[..], Some(("history.xlsx", HISTORY)), "file: unreadable_file"),
            (&[fields[0], fields[1], ("mapping", "{")][..], file, "mapping: malformed"),
            (
                &[fields[0], fields[1], ("mapping", r#"{"columns":{"x":"cost"}}"#)][..],
                file,
                "columns.x: not_found",
            ),
        ] {
            let answer = upload(&api, fields, file).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
            assert_eq!(answer.wrong_fields()[0], wrong);
        }
        let plain = api.post("/api/v1/imports", "{}").await;
        assert!(plain.status.is_client_error(), "{}", plain.status);
        let path = upload(&api, &fields, file).await.header("location").expect("where it is").to_owned();
        let wrong = api.send("PUT", &format!("{path}/mapping"), &[], r#"{"colums":{}}"#).await;
        assert_eq!(wrong.wrong_fields(), ["colums: not_allowed"]);
    })
    .await;
}

#[tokio::test]
async fn an_import_is_not_for_everybody() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let text = site.to_string();
        let fields = [("kind", "interventions"), ("site_id", text.as_str())];
        let path = upload(&api, &fields, Some(("history.csv", HISTORY))).await;
        let path = path.header("location").expect("where it is").to_owned();
        let other = api.signed_in(&w, "bob", Role::Supervisor, &[site]).await;
        assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(api.signed_out().get(&path).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn the_permission_is_asked_for_before_a_form_is_read() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let client = api.signed_in(&w, "zoe", Role::Client, &[site]).await;
        let long = "x".repeat(2_000_000);
        for path in ["/api/v1/imports", "/api/v1/documents"] {
            for name in ["x", "kind"] {
                let (body, kind) = form(&[(name, &long)], Some(("a.csv", HISTORY)));
                let answer = client.send("POST", path, &[("content-type", kind)], &body).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}: {}", answer.body);
            }
        }
        // The same form of the wizard leads back with the reason.
        let (body, kind) = form(&[("x", &long)], None);
        let headers = [("content-type", kind), ("accept", "text/html")];
        let back = client.send("POST", "/admin/import/upload", &headers, &body).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn the_fields_of_a_form_are_short_and_known() {
    with_api(|w, api| async move {
        let site = w.site("N").await.to_string();
        let fields = [("kind", "interventions"), ("site_id", site.as_str())];
        let (long, blanks) = ("x".repeat(2_000), format!("interventions{}", " ".repeat(2_000)));
        for (extra, status) in [
            (("x", "1"), StatusCode::UNPROCESSABLE_ENTITY),
            (("kind", long.as_str()), StatusCode::PAYLOAD_TOO_LARGE),
            (("kind", blanks.as_str()), StatusCode::PAYLOAD_TOO_LARGE),
            (("kind", "parts"), StatusCode::CREATED),
        ] {
            let answer = upload(&api, &[fields[0], fields[1], extra], Some(("h.csv", HISTORY))).await;
            assert_eq!(answer.status, status, "{}: {}", extra.0, answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_without_a_boundary_is_told_as_a_problem() {
    with_api(|_, api| async move {
        for path in ["/api/v1/imports", "/api/v1/documents"] {
            for kind in ["multipart/form-data", "text/plain"] {
                let answer = api.send("POST", path, &[("content-type", kind)], "x").await;
                assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} {kind}");
                assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            }
        }
    })
    .await;
}

/// The wizard's plain form: the file leads to its page, a refusal back to the form.
#[tokio::test]
async fn the_form_of_the_wizard_leads_on() {
    with_api(|w, api| async move {
        let site = w.site("N").await.to_string();
        let send = async |fields: &[(&str, &str)], file: Option<(&str, &str)>| {
            let (body, kind) = form(fields, file);
            let headers = [("content-type", kind), ("accept", "text/html")];
            let answer = api.send("POST", "/admin/import/upload", &headers, &body).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            answer.header("location").expect("a way on").to_owned()
        };
        let fields = [("kind", "interventions"), ("site_id", site.as_str())];
        let on = send(&fields, Some(("history.csv", HISTORY))).await;
        assert!(on.starts_with("/admin/import/") && !on.contains('?'), "{on}");
        // A file that cannot be read has a page too: it says why.
        let unreadable = send(&fields, Some(("history.csv", "a,b\n1,\"open"))).await;
        assert!(unreadable.starts_with("/admin/import/") && !unreadable.contains('?'), "{unreadable}");
        let back = send(&[fields[0], ("site_id", "")], Some(("history.csv", HISTORY))).await;
        assert!(back.starts_with("/admin/import/new?replay="), "{back}");
    })
    .await;
}

/// A browser asks for it compressed.
#[tokio::test]
async fn the_refused_rows_can_be_sent_compressed() {
    with_api(|w, api| async move {
        let own = w.site("N").await;
        let site = own.to_string();
        let rows: String = (0..200).map(|i| format!("2024-01-05;P9;Job {i};Curatif;1\n")).collect();
        // A site with machines does not take unknown ones without being told.
        w.equipment(own, "P1").await;
        let fields = [("kind", "interventions"), ("site_id", site.as_str())];
        let history = format!("date;machine;titre;type;cout\n{rows}");
        let path = upload(&api, &fields, Some(("history.csv", &history))).await;
        let path = path.header("location").expect("where it is").to_owned();
        api.post(&format!("{path}/check"), "").await;
        until(&w, &api, &path, "checked").await;
        let packed = api.send("GET", &format!("{path}/refused.csv"), &[("accept-encoding", "br")], "").await;
        assert_eq!(packed.header("content-encoding"), Some("br"));
        assert!(!packed.body.is_empty());
    })
    .await;
}

/// Sends an export back in as it is, and gives what the check found.
async fn back_in(w: &World, api: &Api, kind: &str, site: &str, file: &str) -> Value {
    let created = upload(api, &[("kind", kind), ("site_id", site)], Some(("export.csv", file))).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let path = created.header("location").expect("where it is").to_owned();
    let checked = api.post(&format!("{path}/check"), "").await;
    assert_eq!(checked.status, StatusCode::ACCEPTED, "nothing to choose: {}", checked.body);
    until(w, api, &path, "checked").await
}

#[tokio::test]
async fn imp_03_every_export_comes_back_with_all_rows_known() {
    with_api(|w, api| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let tunis = SiteDraft {
            code: "T".into(),
            name: "Tunis".into(),
            timezone: "Africa/Tunis".into(),
            currency: "TND".into(),
            ..Default::default()
        };
        let tunis = w.services.sites().create(&w.admin, &tunis).await.expect("valid").id;
        w.line(north, "L1").await;
        for (i, site) in [north, south, tunis].into_iter().enumerate() {
            let machine = w
                .equipment_with(site, "PH-001", |d| {
                    d.name = "=Press; big".into();
                    d.serial_number = format!("12,50{i}");
                    d.in_service_on = "2020-03-04".into();
                })
                .await;
            for (n, cost) in [Some(1_500), Some(1_234_567), None].into_iter().enumerate() {
                let at = w.clock.now().plus_seconds(-(n as i64) * 86_400);
                let currency = if i == 2 { "TND" } else { "EUR" };
                w.intervention_with(machine.row.id, &format!("Leak {n}"), at, |row| {
                    (row.cost_minor, row.currency) = (Set(cost), Set(currency.into()));
                })
                .await;
            }
        }
        let site = north.to_string();
        for language in ["fr", "en"] {
            for (kind, path, rows) in [("equipment", "equipment", 3), ("interventions", "interventions", 9)] {
                let headers = [("accept-language", language)];
                let file = api.send("GET", &format!("/api/v1/{path}.csv"), &headers, "").await;
                assert_eq!(file.body.lines().count(), rows + 1, "{}", file.body);
                let view = back_in(&w, &api, kind, &site, &file.body).await;
                let counts = ["rows_new", "rows_known", "rows_refused"].map(|n| view[n].as_i64());
                assert_eq!(counts, [Some(0), Some(rows as i64), Some(0)], "{language} {kind}: {view}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn imp_02_an_amount_with_two_readings_is_refused_over_rest_with_both_named() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let send = async |value: Value| {
            let body = json!({"code": "P1", "name": "Press", "site_id": site, "replacement_value": value});
            api.post("/api/v1/equipment", &body.to_string()).await
        };
        let refused = send(json!("1,500")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert_eq!(refused.wrong_fields(), ["replacement_value: two_readings"]);
        assert!(refused.body.contains("\"1.5\"") && refused.body.contains("\"1500\""), "{}", refused.body);
        let taken = send(json!("1500.00")).await;
        assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
        assert_eq!(taken.json()["replacement_value"]["minor"], 150_000);
    })
    .await;
}
