//! Technicians, teams, shifts, absences. The absence is a colleague's: whoever directs no technicians may not touch it.

use super::{Call, P, delete, get, patch, post, put};
use crate::access_matrix::Access::{List, Needs, Row};
use serde_json::{Value, json};

pub fn calls() -> Vec<Call> {
    vec![
        get("/technicians", List(P::TeamRead), |f| (format!("/technicians?q={}", f.mark), Value::Null)),
        get("/technicians/{id}", Row(P::TeamRead), |f| {
            (format!("/technicians/{}", f.technician), Value::Null)
        }),
        put("/technicians/{id}", Row(P::TeamWrite), |f| {
            (format!("/technicians/{}", f.technician), json!({"specialty": f.mark, "version": 0}))
        }),
        patch("/technicians/{id}", Row(P::TeamWrite), |f| {
            (format!("/technicians/{}", f.technician), json!({"specialty": f.mark, "version": 0}))
        }),
        put("/technicians/{id}/shifts", Row(P::TeamWrite), |f| {
            let body = json!({"valid_from": "2026-11-30", "days": [{"starts": "06:00", "ends": "14:00"}]});
            (format!("/technicians/{}/shifts", f.technician), body)
        }),
        delete("/technicians/{id}/shifts/{from}", Row(P::TeamWrite), |f| {
            (format!("/technicians/{}/shifts/2026-01-05", f.technician), Value::Null)
        }),
        get("/teams", List(P::TeamRead), |_| ("/teams".into(), Value::Null)),
        post("/teams", Row(P::TeamWrite), |f| {
            ("/teams".into(), json!({"site_id": f.site, "name": format!("N{}", f.mark), "active": true}))
        }),
        get("/teams/{id}", Row(P::TeamRead), |f| (format!("/teams/{}", f.team), Value::Null)),
        put("/teams/{id}", Row(P::TeamWrite), |f| {
            (format!("/teams/{}", f.team), json!({"active": false, "version": 1}))
        }),
        patch("/teams/{id}", Row(P::TeamWrite), |f| {
            (format!("/teams/{}", f.team), json!({"active": false, "version": 1}))
        }),
        delete("/teams/{id}", Row(P::TeamWrite), |f| (format!("/teams/{}", f.team), Value::Null)),
        get("/absences", List(P::TeamRead), |_| ("/absences?from=2026-01-01".into(), Value::Null)),
        post("/absences", Needs(P::AbsencePropose), |_| {
            ("/absences".into(), json!({"kind": "leave", "first_day": "2027-02-01"}))
        }),
        post("/absences/{id}/approve", Row(P::TeamWrite), |f| {
            (format!("/absences/{}/approve", f.absence), Value::Null)
        }),
        post("/absences/{id}/refuse", Row(P::TeamWrite), |f| {
            (format!("/absences/{}/refuse", f.absence), json!({"reason": "Arrêt annuel"}))
        }),
        delete("/absences/{id}", Row(P::TeamWrite), |f| (format!("/absences/{}", f.absence), Value::Null)),
    ]
}
