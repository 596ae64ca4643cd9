//! From a reported breakdown to a validated intervention over REST, and the calls of the earlier back end.

use crate::rest::client::{Answer, Api, with_api};
use domain::Role;
use serde_json::json;

async fn post(api: &Api, path: &str, body: serde_json::Value) -> Answer {
    api.post(path, &body.to_string()).await
}

#[tokio::test]
async fn a_breakdown_is_reported_assigned_done_and_validated() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = api.signed_in(&w, "boss", Role::Supervisor, &[site]).await;
        let tech = api.signed_in(&w, "tech", Role::Technician, &[site]).await;
        let me = tech.get("/api/v1/users/me").await.json()["id"].clone();
        let report = json!({"equipment_id": press, "what": "Fuite", "urgency": "urgent", "stopped": true});
        let made = post(&tech, "/api/v1/breakdowns", report).await;
        assert_eq!((made.status.as_u16(), &made.json()["status"]), (201, &"open".into()), "{}", made.body);
        let path = made.header("location").expect("an address").to_owned();
        let open = tech.get(&format!("/api/v1/equipment/{press}/open-reports")).await.json();
        assert_eq!(open["data"][0]["title"], "Fuite");

        let early = post(&tech, &format!("{path}/start"), json!({})).await;
        assert_eq!(early.status, 409, "{}", early.body);
        assert!(early.body.contains("illegal_move"), "{}", early.body);
        assert_eq!(post(&tech, &format!("{path}/assign"), json!({"technicians": [me]})).await.status, 403);
        let assigned = post(&boss, &format!("{path}/assign"), json!({"technicians": [me]})).await;
        assert_eq!(
            (assigned.status.as_u16(), &assigned.json()["lead"]["id"]),
            (200, &me),
            "{}",
            assigned.body
        );
        assert_eq!(tech.get("/api/v1/my-interventions").await.json()["data"][0]["title"], "Fuite");
        for (step, body, status) in [
            ("start", json!({}), "in_progress"),
            ("pause", json!({"reason": "part"}), "on_hold"),
            ("resume", json!({}), "in_progress"),
            ("finish", json!({"report": "Joint remplacé"}), "completed"),
        ] {
            let answer = post(&tech, &format!("{path}/{step}"), body).await;
            assert_eq!(
                (answer.status.as_u16(), &answer.json()["status"]),
                (200, &status.into()),
                "{step} {}",
                answer.body
            );
        }
        let unknown = post(&boss, &format!("{path}/validate"), json!({"reson": "x"})).await;
        assert_eq!(unknown.wrong_fields(), ["reson: not_allowed"]);
        let closed = post(&boss, &format!("{path}/validate"), json!({})).await;
        assert_eq!(closed.json()["status"], "closed", "{}", closed.body);
        let work = boss.get(&format!("{path}/work")).await.json();
        assert_eq!(
            (&work["actions"], work["history"].as_array().map(Vec::len)),
            (&json!(["archive"]), Some(7))
        );
        let locked = boss.send("PATCH", &path, &[], r#"{"title":"Autre","version":1}"#).await;
        assert_eq!(locked.status, 409, "{}", locked.body);
    })
    .await;
}

#[tokio::test]
async fn the_calls_of_the_earlier_back_end_answer_in_its_words() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = api.signed_in(&w, "boss", Role::Supervisor, &[site]).await;
        let tech = api.signed_in(&w, "tech", Role::Technician, &[site]).await;
        let me = tech.get("/api/v1/users/me").await.json()["id"].clone();
        let creator = boss.get("/api/v1/users/me").await.json()["id"].clone();
        let body = json!({
            "titre": "Fuite hydraulique", "description": "Huile au sol sous le vérin", "type_intervention": "corrective",
            "priorite": "haute", "urgence": true, "date_limite": "2026-11-25T18:00:00Z", "equipement_id": press,
        });
        let made = post(&boss, "/api/v1/interventions/", body.clone()).await;
        let told = made.json();
        assert_eq!((made.status.as_u16(), &told["statut"]), (201, &"ouverte".into()), "{}", made.body);
        assert_eq!((&told["createur_id"], &told["priorite"]), (&creator, &"urgent".into()));
        assert_eq!(told["equipement"], json!({"id": press, "nom": "Machine PH-001", "localisation": "Site N"}));
        let id = told["id"].clone();
        let short = json!({"titre": "", "description": "court", "equipement_id": press});
        assert_eq!(post(&boss, "/api/v1/interventions", short).await.wrong_fields(), ["description: too_short"]);
        let untitled = json!({"titre": " ", "equipement_id": press});
        assert_eq!(post(&boss, "/api/v1/interventions", untitled).await.wrong_fields(), ["titre: required"]);

        let plan = json!({"technicien_id": me, "date_planifiee": "2026-11-21T08:00:00Z", "duree_estimee": 120});
        let path = format!("/api/v1/interventions/{id}/assign");
        let planned = boss.send("PUT", &path, &[], &plan.to_string()).await.json();
        assert_eq!((&planned["statut"], &planned["technicien"]["id"]), (&"planifiee".into(), &me), "{planned}");
        assert_eq!(planned["planning"], json!({"date_planifiee": "2026-11-21T08:00:00Z", "duree_estimee": 120}));
        let listed = boss.get("/api/v1/maintenance/interventions").await.json();
        assert_eq!(listed["data"][0]["id"], id);
        for (step, body) in [("start", json!({})), ("finish", json!({"report": "Fait"}))] {
            let done = post(&tech, &format!("/api/v1/interventions/{id}/{step}"), body).await;
            assert_eq!(done.status, 200, "{}", done.body);
        }
        let path = format!("/api/v1/maintenance/interventions/{id}/validate");
        let validated = boss.send("PUT", &path, &[], "").await.json();
        assert_eq!((&validated["statut"], &validated["is_validated"]), (&"cloturee".into(), &true.into()), "{validated}");
        let page = boss.get(&format!("/maintenance/{id}")).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (308, Some(&*format!("/interventions/{id}"))));
        let moved = boss.get("/my-interventions").await;
        assert_eq!((moved.status.as_u16(), moved.header("location")), (308, Some("/api/v1/my-interventions")));
    })
    .await;
}

#[tokio::test]
async fn a_record_of_a_technician_is_for_somebody_with_that_role() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let tech = api.signed_in(&w, "tech", Role::Technician, &[site]).await;
        let client = api.signed_in(&w, "client", Role::Client, &[site]).await;
        let id = async |of: &Api| of.get("/api/v1/users/me").await.json()["id"].clone();
        let (tech_id, client_id) = (id(&tech).await, id(&client).await);
        let body = |user: &serde_json::Value| {
            json!({"user_id": user, "specialite": "Mécanique", "competences": ["Levage"], "niveau_experience": "confirmé"})
        };
        let made = post(&api, "/api/v1/techniciens/", body(&tech_id)).await;
        assert_eq!((made.status.as_u16(), &made.json()["niveau_experience"]), (201, &"senior".into()), "{}", made.body);
        assert_eq!(post(&api, "/api/v1/techniciens", body(&client_id)).await.wrong_fields(), ["user_id: not_allowed"]);
        let listed = api.get("/api/v1/techniciens").await.json();
        assert_eq!((&listed["data"][0]["competences"], listed["data"][1].is_null()), (&json!(["Levage"]), true));
        assert_eq!(post(&tech, "/api/v1/techniciens", body(&tech_id)).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_written_found_and_deleted() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = api.signed_in(&w, "boss", Role::Supervisor, &[site]).await;
        let tech = api.signed_in(&w, "tech", Role::Technician, &[site]).await;
        let me = tech.get("/api/v1/users/me").await.json()["id"].clone();
        let message = json!({
            "user_ids": [me], "title": "Coupure d’air", "message": "De 12 h à 13 h.", "type": "warning",
            "equipment_id": press,
        });
        assert_eq!(post(&tech, "/api/v1/notifications", message.clone()).await.status, 403);
        let sent = post(&boss, "/api/v1/notifications", message).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        let id = sent.json()["recipients"][0]["id"].clone();
        assert_eq!((&sent.json()["entity"], &sent.json()["entity_id"]), (&json!("equipment"), &json!(press)));

        let found = tech.get("/api/v1/notifications?lue=false&type=warning&limit=1").await.json();
        let one = &found["data"][0];
        for (field, value) in [
            ("id", id.clone()),
            ("kind", "message".into()),
            ("type", "warning".into()),
            ("priority", "medium".into()),
            ("title", "Coupure d’air".into()),
            ("message", "De 12 h à 13 h.".into()),
            ("actor", "boss Test".into()),
            ("entity", "equipment".into()),
            ("entity_id", json!(press)),
            ("read", false.into()),
            ("read_at", serde_json::Value::Null),
        ] {
            assert_eq!(one[field], value, "{field}");
        }
        assert!(one["created_at"].is_string());
        assert_eq!(post(&tech, &format!("/api/v1/notifications/{id}/read"), json!({})).await.status, 204);
        let read = tech.get("/api/v1/notifications?lue=true").await.json();
        assert!(read["data"][0]["read_at"].is_string(), "{read}");
        assert_eq!(boss.send("DELETE", &format!("/api/v1/notifications/{id}"), &[], "").await.status, 404);
        let deleted = tech.send("DELETE", &format!("/api/v1/notifications/{id}"), &[], "").await;
        assert_eq!(
            (deleted.status.as_u16(), &deleted.json()["unread"]),
            (200, &json!(0)),
            "{}",
            deleted.body
        );

        let wrong = json!({"user_ids": [], "type": "shout", "equipment_id": 0});
        let refused = post(&boss, "/api/v1/notifications", wrong).await;
        let fields = ["user_ids: choose_one", "title: required", "message: required", "type: unknown_value"];
        assert_eq!(refused.wrong_fields(), fields);
    })
    .await;
}
