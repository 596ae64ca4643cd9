//! Lists as CSV files.

use crate::rest::client::with_api;
use domain::Role;

#[tokio::test]
async fn the_file_has_the_filtered_rows_and_no_formula() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        w.equipment_with(site, "A;1", |d| d.name = "=HYPERLINK(\"x\")".into()).await;
        w.equipment_with(site, "B", |d| d.state = "broken".into()).await;
        let all = api.get("/api/v1/equipment.csv").await;
        assert_eq!(all.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(all.header("content-disposition"), Some("attachment; filename=\"equipment.csv\""));
        assert!(all.body.starts_with('\u{feff}'));
        insta::assert_snapshot!("equipment_csv", all.body.trim_start_matches('\u{feff}').replace('\r', ""));
        let broken = api.get("/api/v1/equipment.csv?state=broken").await;
        assert_eq!(broken.body.lines().count(), 2, "{}", broken.body);
        assert_eq!(api.get("/api/v1/equipment.csv?state=gone").await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_comes_whole_and_in_order() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        // More than one batch.
        for number in 0..1005 {
            w.intervention(press, &format!("T{number:04}"), w.clock.now().plus_seconds(-number)).await;
        }
        let file = api.get("/api/v1/interventions.csv").await;
        let titles: Vec<&str> = file.body.lines().skip(1).filter_map(|l| l.split(',').nth(2)).collect();
        let wanted: Vec<String> = (0..1005).map(|n| format!("T{n:04}")).collect();
        assert_eq!(titles, wanted);
    })
    .await;
}

#[tokio::test]
async fn only_what_the_caller_sees_is_in_the_file() {
    with_api(|w, api| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        w.equipment(north, "SEEN").await;
        w.equipment(south, "HIDDEN").await;
        let technician = api.signed_in(&w, "tom", Role::Technician, &[north]).await;
        for path in ["/api/v1/equipment.csv", "/equipments/export.csv"] {
            let file = technician.get(path).await.body;
            assert!(file.contains("SEEN") && !file.contains("HIDDEN"), "{path}: {file}");
            assert_eq!(api.signed_out().get(path).await.status, 401, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_is_a_list_and_a_file() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        w.equipment_with(site, "A", |d| d.name = "=1+1".into()).await;
        let file = api.get("/api/v1/audit.csv?entity=equipment").await;
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"audit.csv\""));
        assert_eq!(file.body.matches("created").count(), 1, "{}", file.body);
        assert!(file.body.contains("name:  → =1+1"), "{}", file.body);
        let list = api.get("/api/v1/audit?entity=equipment&limit=1").await.json();
        assert_eq!(list["data"][0]["label"], "A");
        assert_eq!(list["pagination"]["total"], 1);
        assert_eq!(api.get("/api/v1/audit?action=flew").await.status, 422);
        let supervisor = api.signed_in(&w, "sam", Role::Supervisor, &[site]).await;
        for path in ["/api/v1/audit", "/api/v1/audit.csv", "/admin/audit/export.csv"] {
            assert_eq!(supervisor.get(path).await.status, 403, "{path}");
        }
    })
    .await;
}
