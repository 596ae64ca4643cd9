//! Failures, and the codes that they are diagnosed with. The plant's interventions are closed: a diagnosis of somebody who may
//! give it is refused by the status.

use super::{Call, P, delete, get, patch, post, put};
use crate::access_matrix::Access::{List, Needs, Row};
use serde_json::{Value, json};

pub fn calls() -> Vec<Call> {
    vec![
        get("/failures", List(P::InterventionRead), |_| {
            ("/failures?state=open,restored".into(), Value::Null)
        }),
        get("/failures/{id}", Row(P::InterventionRead), |f| {
            (format!("/failures/{}", f.failure), Value::Null)
        }),
        patch("/failures/{id}/diagnosis", Row(P::InterventionWork), |f| {
            (format!("/failures/{}/diagnosis", f.failure), json!({"external": true, "version": 1}))
        }),
        get("/failure-codes", Needs(P::SiteRead), |_| ("/failure-codes".into(), Value::Null)),
        post("/failure-codes", Needs(P::StructureWrite), |f| {
            let body =
                json!({"kind": "mode", "code": format!("N{}", f.mark), "label_fr": "a", "label_en": "b"});
            ("/failure-codes".into(), body)
        }),
        get("/failure-codes/{id}", Needs(P::SiteRead), |f| {
            (format!("/failure-codes/{}", f.failure_code), Value::Null)
        }),
        put("/failure-codes/{id}", Needs(P::StructureWrite), |f| {
            (format!("/failure-codes/{}", f.failure_code), json!({"position": 3, "version": 1}))
        }),
        patch("/failure-codes/{id}", Needs(P::StructureWrite), |f| {
            (format!("/failure-codes/{}", f.failure_code), json!({"position": 3, "version": 1}))
        }),
        delete("/failure-codes/{id}", Needs(P::StructureWrite), |f| {
            (format!("/failure-codes/{}", f.failure_code), Value::Null)
        }),
    ]
}
