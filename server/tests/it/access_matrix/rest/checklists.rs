//! Checklists and intervention templates. The plant's interventions are closed: a change of somebody who may make it is
//! refused by the status.

use super::{Call, P, call, delete, get, patch, post, put};
use crate::access_matrix::Access::{Needs, Row, Whole};
use axum::http::Method;
use serde_json::{Value, json};

pub fn calls() -> Vec<Call> {
    let one = "/intervention-templates/{id}";
    vec![
        post("/interventions/{id}/steps", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}/steps", f.intervention), json!({"label": "Nettoyer", "kind": "tick"}))
        }),
        delete("/interventions/{id}/steps/{step}", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}/steps/0", f.intervention), Value::Null)
        }),
        call(Method::PUT, "/interventions/{id}/steps/{step}/place", Row(P::InterventionWrite), |f| {
            (format!("/interventions/{}/steps/0/place", f.intervention), json!({"to": "up"}))
        }),
        call(Method::PUT, "/interventions/{id}/steps/{step}/answer", Row(P::InterventionWork), |f| {
            (format!("/interventions/{}/steps/0/answer", f.intervention), json!({"value": 6.4}))
        }),
        post("/interventions/{id}/steps/{step}/corrective", Row(P::InterventionWork), |f| {
            (format!("/interventions/{}/steps/0/corrective", f.intervention), json!({}))
        }),
        get("/intervention-templates", Whole(P::InterventionRead), |_| {
            ("/intervention-templates".into(), Value::Null)
        }),
        post("/intervention-templates", Needs(P::InterventionWrite), |f| {
            let title = format!("Nouveau {}", f.mark);
            let body = json!({"title": title, "kind": "preventive", "priority": "low"});
            ("/intervention-templates".into(), body)
        }),
        get(one, Whole(P::InterventionRead), |f| {
            (format!("/intervention-templates/{}", f.template), Value::Null)
        }),
        put(one, Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}", f.template), json!({"priority": "high", "version": 1}))
        }),
        patch(one, Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}", f.template), json!({"priority": "high", "version": 1}))
        }),
        delete(one, Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}", f.template), Value::Null)
        }),
        post("/intervention-templates/{id}/copy", Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}/copy", f.template), Value::Null)
        }),
        post("/intervention-templates/{id}/retire", Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}/retire", f.template), Value::Null)
        }),
        post("/intervention-templates/{id}/restore", Needs(P::InterventionWrite), |f| {
            (format!("/intervention-templates/{}/restore", f.template), Value::Null)
        }),
    ]
}
