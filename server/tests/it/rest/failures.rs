//! Failures and their codes over REST.

use crate::rest::client::with_api;
use domain::Role;
use serde_json::json;

#[tokio::test]
async fn a_failure_is_listed_read_and_diagnosed() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = api.signed_in(&w, "boss", Role::Supervisor, &[site]).await;
        let report = json!({"equipment_id": press, "what": "Fuite", "urgency": "urgent", "stopped": true});
        boss.post("/api/v1/breakdowns", &report.to_string()).await;
        let list = boss.get("/api/v1/failures?state=open&stops=true").await.json();
        let failure = list["data"][0]["id"].clone();
        let path = format!("/api/v1/failures/{failure}");
        assert_eq!(boss.get(&path).await.json(), list["data"][0]);
        assert_eq!(boss.get("/api/v1/failures?state=lost").await.status, 422);

        let codes = boss.get("/api/v1/failure-codes?kind=mode&retired=false").await.json();
        let leak = codes["data"].as_array().and_then(|all| all.iter().find(|code| code["code"] == "FUI"));
        let leak = leak.expect("a code of every plant")["id"].clone();
        let say = async |body: serde_json::Value| {
            boss.send("PATCH", &format!("{path}/diagnosis"), &[], &body.to_string()).await
        };
        let said = say(json!({"mode_id": leak, "external": true, "version": 1})).await;
        assert_eq!(said.status, 200, "{}", said.body);
        let said = said.json();
        assert_eq!(
            (&said["mode"]["code"], &said["external"], &said["version"]),
            (&json!("FUI"), &json!(true), &json!(2))
        );
        // What is absent keeps its value.
        assert_eq!(said["started_at"], list["data"][0]["started_at"]);
        assert_eq!(say(json!({"external": false, "version": 1})).await.status, 409);
        let wrong = say(json!({"mode_id": leak, "cause_id": leak, "version": 2})).await;
        assert_eq!(wrong.wrong_fields(), ["cause_id: unknown_value"]);
        let early = say(json!({"restored": "2001-01-01T00:00:00Z", "version": 2})).await;
        assert_eq!(early.wrong_fields(), ["restored: before"]);
        let unknown = say(json!({"mode_id": null, "version": 2})).await;
        assert_eq!(unknown.json()["mode"], json!(null));
    })
    .await;
}
