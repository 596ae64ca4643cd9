//! Campaigns.

use super::{Call, P, get, post};
use crate::access_matrix::Access::{Needs, Row, Whole, WholeRow};
use serde_json::{Value, json};

pub fn calls() -> Vec<Call> {
    vec![
        get("/campaigns", Whole(P::InterventionRead), |_| ("/campaigns".into(), Value::Null)),
        post("/campaigns", Needs(P::InterventionWrite), |f| {
            let body = json!({
                "title": f.mark, "due_on": "2999-06-30", "kind": "inspection", "priority": "low",
                "equipment_ids": [f.equipment],
            });
            ("/campaigns".into(), body)
        }),
        post("/campaigns/preview", Needs(P::InterventionWrite), |f| {
            ("/campaigns/preview".into(), json!({"equipment_type_id": f.kind}))
        }),
        get("/campaigns/{id}", WholeRow(P::InterventionRead), |f| {
            (format!("/campaigns/{}", f.campaign), Value::Null)
        }),
        get("/campaigns/{id}/machines", WholeRow(P::InterventionRead), |f| {
            (format!("/campaigns/{}/machines", f.campaign), Value::Null)
        }),
        get("/campaigns/{id}/machines.csv", WholeRow(P::InterventionRead), |f| {
            (format!("/campaigns/{}/machines.csv", f.campaign), Value::Null)
        }),
        post("/campaigns/{id}/machines", Row(P::InterventionWrite), |f| {
            (format!("/campaigns/{}/machines", f.campaign), json!({}))
        }),
        post("/campaigns/{id}/preview", Row(P::InterventionWrite), |f| {
            (format!("/campaigns/{}/preview", f.campaign), json!({}))
        }),
        post("/campaigns/{id}/close", Row(P::InterventionWrite), |f| {
            (format!("/campaigns/{}/close", f.campaign), json!({}))
        }),
        post("/campaigns/{id}/cancel", Row(P::InterventionWrite), |f| {
            (format!("/campaigns/{}/cancel", f.campaign), json!({"reason": "Rappel levé"}))
        }),
    ]
}
