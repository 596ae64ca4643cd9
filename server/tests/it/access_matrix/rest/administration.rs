//! What an administrator tells the platform, and looks at.

use super::{delete, get, post, put};
use crate::access_matrix::{
    Access::{Needs, Public},
    Call,
};
use domain::Permission as P;
use serde_json::{Value, json};

pub fn calls() -> Vec<Call> {
    vec![
        get("/health", Public, |_| ("/health".into(), Value::Null)),
        get("/health/live", Public, |_| ("/health/live".into(), Value::Null)),
        get("/health/ready", Public, |_| ("/health/ready".into(), Value::Null)),
        get("/health/db", Public, |_| ("/health/db".into(), Value::Null)),
        get("/health/detailed", Needs(P::Operate), |_| ("/health/detailed".into(), Value::Null)),
        get("/health/metrics", Needs(P::Operate), |_| ("/health/metrics".into(), Value::Null)),
        get("/audit", Needs(P::AuditRead), |_| ("/audit".into(), Value::Null)),
        get("/settings", Needs(P::SettingsManage), |_| ("/settings".into(), Value::Null)),
        get("/settings/{section}", Needs(P::SettingsManage), |_| ("/settings/general".into(), Value::Null)),
        put("/settings/{section}", Needs(P::SettingsManage), |_| {
            ("/settings/general".into(), json!({"plant_name": "Usine"}))
        }),
        delete("/settings/{section}", Needs(P::SettingsManage), |_| {
            ("/settings/general".into(), Value::Null)
        }),
        get("/mail-templates", Needs(P::SettingsManage), |_| ("/mail-templates".into(), Value::Null)),
        get("/mail-templates/{name}/{locale}", Needs(P::SettingsManage), |_| {
            ("/mail-templates/invitation/fr".into(), Value::Null)
        }),
        put("/mail-templates/{name}/{locale}", Needs(P::SettingsManage), |_| {
            ("/mail-templates/invitation/fr".into(), json!({"subject": "Bienvenue"}))
        }),
        delete("/mail-templates/{name}/{locale}", Needs(P::SettingsManage), |_| {
            ("/mail-templates/invitation/fr".into(), Value::Null)
        }),
        post("/mail-templates/{name}/{locale}/preview", Needs(P::SettingsManage), |_| {
            ("/mail-templates/invitation/fr/preview".into(), json!({"subject": "Bienvenue"}))
        }),
        // Without a server to try.
        post("/settings/mail/try", Needs(P::SettingsManage), |_| ("/settings/mail/try".into(), json!({}))),
        get("/settings/storage/store", Needs(P::SettingsManage), |_| {
            ("/settings/storage/store".into(), Value::Null)
        }),
        post("/settings/storage/store/check", Needs(P::SettingsManage), |_| {
            ("/settings/storage/store/check".into(), Value::Null)
        }),
        get("/audit.csv", Needs(P::AuditRead), |_| ("/audit.csv".into(), Value::Null)),
    ]
}
