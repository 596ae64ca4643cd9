//! From a reported breakdown to a validated intervention. The plant's interventions are closed, so that a step of somebody who
//! may make it is refused with 409 by the status.

use super::{Call, Make, P, call, delete, get, patch, post, put};
use crate::access_matrix::Access::{List, Row, SignedIn};
use axum::http::Method;
use serde_json::{Value, json};

fn step(name: &'static str, needs: P, make: Make) -> Call {
    post(&format!("/interventions/{{id}}/{name}"), Row(needs), make)
}

pub fn calls() -> Vec<Call> {
    vec![
        get("/interventions.csv", List(P::InterventionRead), |f| {
            (format!("/interventions.csv?q={}", f.mark), Value::Null)
        }),
        get("/interventions", List(P::InterventionRead), |f| {
            (format!("/interventions?q={}", f.mark), Value::Null)
        }),
        get("/interventions/{id}/report.pdf", Row(P::InterventionRead), |f| {
            (format!("/interventions/{}/report.pdf", f.intervention), Value::Null)
        }),
        get("/interventions/{id}", Row(P::InterventionRead), |f| {
            (format!("/interventions/{}", f.intervention), Value::Null)
        }),
        post("/breakdowns", Row(P::InterventionReport), |f| {
            let body =
                json!({"equipment_id": f.equipment, "what": "Fuite", "urgency": "high", "stopped": true});
            ("/breakdowns".into(), body)
        }),
        get("/equipment/{id}/open-reports", Row(P::InterventionReport), |f| {
            (format!("/equipment/{}/open-reports", f.equipment), Value::Null)
        }),
        step("additions", P::InterventionReport, |f| {
            (format!("/interventions/{}/additions", f.intervention), json!({"text": "Encore"}))
        }),
        get("/interventions/{id}/work", Row(P::InterventionRead), |f| {
            (format!("/interventions/{}/work", f.intervention), Value::Null)
        }),
        post("/interventions", Row(P::InterventionWrite), |f| {
            let body = json!({
                "equipment_id": f.equipment, "title": "Graissage", "kind": "preventive", "priority": "low",
            });
            ("/interventions".into(), body)
        }),
        put("/interventions/{id}", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}", f.intervention), json!({"title": "Autre", "version": 1}))
        }),
        patch("/interventions/{id}", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}", f.intervention), json!({"title": "Autre", "version": 1}))
        }),
        get("/my-interventions", List(P::InterventionRead), |f| {
            (format!("/my-interventions?q={}", f.mark), Value::Null)
        }),
        get("/interventions/{id}/technicians", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}/technicians", f.intervention), Value::Null)
        }),
        get("/sites/{id}/technicians", Row(P::InterventionWrite), |f| {
            (format!("/sites/{}/technicians", f.site), Value::Null)
        }),
        step("assign", P::InterventionWrite, |f| {
            (format!("/interventions/{}/assign", f.intervention), json!({"technicians": [f.user]}))
        }),
        step("start", P::InterventionWork, |f| {
            (format!("/interventions/{}/start", f.intervention), json!({}))
        }),
        step("pause", P::InterventionWork, |f| {
            (format!("/interventions/{}/pause", f.intervention), json!({"reason": "part"}))
        }),
        step("resume", P::InterventionWork, |f| {
            (format!("/interventions/{}/resume", f.intervention), json!({}))
        }),
        step("finish", P::InterventionWork, |f| {
            (format!("/interventions/{}/finish", f.intervention), json!({"report": "Fait"}))
        }),
        step("validate", P::InterventionValidate, |f| {
            (format!("/interventions/{}/validate", f.intervention), json!({}))
        }),
        step("return", P::InterventionValidate, |f| {
            (
                format!("/interventions/{}/return", f.intervention),
                json!({"kind": "paperwork", "reason": "Photo"}),
            )
        }),
        step("cancel", P::InterventionWrite, |f| {
            (format!("/interventions/{}/cancel", f.intervention), json!({"reason": "Doublon"}))
        }),
        step("archive", P::InterventionWrite, |f| {
            (format!("/interventions/{}/archive", f.intervention), json!({}))
        }),
        step("comments", P::InterventionRead, |f| {
            (format!("/interventions/{}/comments", f.intervention), json!({"text": "Vu"}))
        }),
        step("periods", P::InterventionWork, |f| {
            let body = json!({"started": "2026-01-05T08:00", "ended": "09:00"});
            (format!("/interventions/{}/periods", f.intervention), body)
        }),
        call(Method::PUT, "/interventions/{id}/periods/{period}", Row(P::InterventionWork), |f| {
            let body = json!({"started": "2026-01-05T08:00", "ended": "09:00", "version": 1});
            (format!("/interventions/{}/periods/0", f.intervention), body)
        }),
        step("parts", P::InterventionWork, |f| {
            (format!("/interventions/{}/parts", f.intervention), json!({"text": "Joint", "amount": "3"}))
        }),
        call(Method::PUT, "/interventions/{id}/parts/{part}", Row(P::InterventionWork), |f| {
            let body = json!({"text": "Joint", "amount": "4", "version": 1});
            (format!("/interventions/{}/parts/0", f.intervention), body)
        }),
        delete("/interventions/{id}/parts/{part}", Row(P::InterventionWork), |f| {
            (format!("/interventions/{}/parts/0", f.intervention), Value::Null)
        }),
        get("/notifications", SignedIn, |_| ("/notifications".into(), Value::Null)),
        post("/notifications", Row(P::NotificationSend), |f| {
            let body = json!({"user_ids": [f.technician], "title": f.mark, "message": "Bonjour"});
            ("/notifications".into(), body)
        }),
        get("/notifications/unread", SignedIn, |_| ("/notifications/unread".into(), Value::Null)),
        post("/notifications/read", SignedIn, |_| ("/notifications/read".into(), Value::Null)),
        // Of nobody.
        post("/notifications/{id}/read", SignedIn, |_| ("/notifications/0/read".into(), Value::Null)),
        delete("/notifications/{id}", SignedIn, |_| ("/notifications/0".into(), Value::Null)),
    ]
}
