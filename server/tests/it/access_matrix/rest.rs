//! The REST operations.

mod administration;
mod campaigns;
mod checklists;
mod failures;
mod technicians;
mod work;

use crate::access_matrix::{
    Access::{self, List, Needs, Public, Row, SignedIn},
    Call, Fresh, Request,
};
use axum::http::Method;
use domain::Permission as P;
use serde_json::{Value, json};

/// Address and JSON body; `Null` is none.
type Make = fn(&Fresh) -> (String, Value);

fn call(method: Method, path: &str, access: Access, make: Make) -> Call {
    let request = move |fresh: &Fresh| {
        let (path, body) = make(fresh);
        let (content_type, body) = match body {
            Value::Null => ("", String::new()),
            body => ("application/json", body.to_string()),
        };
        Request { uri: format!("/api/v1{path}"), content_type, body }
    };
    Call { method, template: format!("/api/v1{path}"), access, make: Box::new(request) }
}

fn get(path: &str, access: Access, make: Make) -> Call {
    call(Method::GET, path, access, make)
}

fn post(path: &str, access: Access, make: Make) -> Call {
    call(Method::POST, path, access, make)
}

fn put(path: &str, access: Access, make: Make) -> Call {
    call(Method::PUT, path, access, make)
}

fn patch(path: &str, access: Access, make: Make) -> Call {
    call(Method::PATCH, path, access, make)
}

fn delete(path: &str, access: Access, make: Make) -> Call {
    call(Method::DELETE, path, access, make)
}

pub fn calls() -> Vec<Call> {
    let parts = [
        places(),
        equipment(),
        work::calls(),
        failures::calls(),
        technicians::calls(),
        campaigns::calls(),
        checklists::calls(),
        documents(),
        imports(),
        jobs(),
        people(),
        administration::calls(),
    ];
    parts.into_iter().flatten().collect()
}

fn places() -> Vec<Call> {
    vec![
        get("/sites", Needs(P::SiteRead), |_| ("/sites".into(), Value::Null)),
        post("/sites", Needs(P::SiteWrite), |f| {
            ("/sites".into(), json!({"code": format!("N{}", f.mark), "name": "Site"}))
        }),
        get("/sites/{id}", Row(P::SiteRead), |f| (format!("/sites/{}", f.site), Value::Null)),
        put("/sites/{id}", Row(P::SiteWrite), |f| {
            (format!("/sites/{}", f.site), json!({"name": f.mark, "version": f.site_version}))
        }),
        patch("/sites/{id}", Row(P::SiteWrite), |f| {
            (format!("/sites/{}", f.site), json!({"name": f.mark, "version": f.site_version}))
        }),
        delete("/sites/{id}", Row(P::SiteWrite), |f| (format!("/sites/{}", f.site), Value::Null)),
        get("/production-lines", List(P::SiteRead), |_| ("/production-lines?limit=200".into(), Value::Null)),
        post("/production-lines", Row(P::StructureWrite), |f| {
            (
                "/production-lines".into(),
                json!({"site_id": f.site, "code": format!("N{}", f.mark), "name": "Ligne"}),
            )
        }),
        get("/production-lines/{id}", Row(P::SiteRead), |f| {
            (format!("/production-lines/{}", f.line), Value::Null)
        }),
        put("/production-lines/{id}", Row(P::StructureWrite), |f| {
            (format!("/production-lines/{}", f.line), json!({"name": "Autre", "version": 1}))
        }),
        patch("/production-lines/{id}", Row(P::StructureWrite), |f| {
            (format!("/production-lines/{}", f.line), json!({"name": "Autre", "version": 1}))
        }),
        delete("/production-lines/{id}", Row(P::StructureWrite), |f| {
            (format!("/production-lines/{}", f.line), Value::Null)
        }),
        get("/equipment-types", Needs(P::SiteRead), |_| ("/equipment-types".into(), Value::Null)),
        post("/equipment-types", Needs(P::StructureWrite), |f| {
            ("/equipment-types".into(), json!({"name": format!("Nouveau {}", f.mark)}))
        }),
        get("/equipment-types/{id}", Needs(P::SiteRead), |f| {
            (format!("/equipment-types/{}", f.kind), Value::Null)
        }),
        put("/equipment-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/equipment-types/{}", f.kind), json!({"description": "Autre", "version": 1}))
        }),
        patch("/equipment-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/equipment-types/{}", f.kind), json!({"description": "Autre", "version": 1}))
        }),
        delete("/equipment-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/equipment-types/{}", f.kind), Value::Null)
        }),
        get("/maintenance-types", Needs(P::SiteRead), |_| ("/maintenance-types".into(), Value::Null)),
        post("/maintenance-types", Needs(P::StructureWrite), |f| {
            let body = json!({"name": format!("Nouveau {}", f.mark), "colour": "#123456", "icon": "scale"});
            ("/maintenance-types".into(), body)
        }),
        get("/maintenance-types/{id}", Needs(P::SiteRead), |f| {
            (format!("/maintenance-types/{}", f.maintenance), Value::Null)
        }),
        put("/maintenance-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/maintenance-types/{}", f.maintenance), json!({"position": 3, "version": 1}))
        }),
        patch("/maintenance-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/maintenance-types/{}", f.maintenance), json!({"position": 3, "version": 1}))
        }),
        delete("/maintenance-types/{id}", Needs(P::StructureWrite), |f| {
            (format!("/maintenance-types/{}", f.maintenance), Value::Null)
        }),
    ]
}

fn equipment() -> Vec<Call> {
    vec![
        get("/equipment", List(P::EquipmentRead), |f| (format!("/equipment?q={}", f.mark), Value::Null)),
        post("/equipment", Row(P::EquipmentWrite), |f| {
            (
                "/equipment".into(),
                json!({"site_id": f.site, "code": format!("N{}", f.mark), "name": "Machine"}),
            )
        }),
        post("/equipment/bulk", Row(P::EquipmentWrite), |f| {
            ("/equipment/bulk".into(), json!({"ids": [f.equipment], "state": "broken"}))
        }),
        get("/equipment/{id}", Row(P::EquipmentRead), |f| {
            (format!("/equipment/{}", f.equipment), Value::Null)
        }),
        put("/equipment/{id}", Row(P::EquipmentWrite), |f| {
            (format!("/equipment/{}", f.equipment), json!({"name": "Autre", "version": 1}))
        }),
        patch("/equipment/{id}", Row(P::EquipmentWrite), |f| {
            (format!("/equipment/{}", f.equipment), json!({"name": "Autre", "version": 1}))
        }),
        delete("/equipment/{id}", Row(P::EquipmentDelete), |f| {
            (format!("/equipment/{}", f.equipment), Value::Null)
        }),
        get("/equipment/{id}/components", Row(P::EquipmentRead), |f| {
            (format!("/equipment/{}/components", f.equipment), Value::Null)
        }),
        get("/equipment/{id}/interventions", Row(P::EquipmentRead), |f| {
            (format!("/equipment/{}/interventions", f.equipment), Value::Null)
        }),
        post("/equipment/{id}/retire", Row(P::EquipmentWrite), |f| {
            (format!("/equipment/{}/retire", f.equipment), Value::Null)
        }),
        post("/equipment/{id}/lift-state", Row(P::EquipmentWrite), |f| {
            (format!("/equipment/{}/lift-state", f.equipment), Value::Null)
        }),
        post("/equipment/{id}/restore", Row(P::EquipmentWrite), |f| {
            (format!("/equipment/{}/restore", f.equipment), Value::Null)
        }),
        get("/equipment.csv", List(P::EquipmentRead), |f| {
            (format!("/equipment.csv?q={}", f.mark), Value::Null)
        }),
    ]
}

fn documents() -> Vec<Call> {
    let upload = |f: &Fresh| Request {
        uri: "/api/v1/documents".into(),
        content_type: "multipart/form-data; boundary=B",
        body: document_form(f),
    };
    vec![
        get("/documents", Row(P::DocumentRead), |f| {
            (format!("/documents?entity=equipment&entity_id={}", f.equipment), Value::Null)
        }),
        Call {
            method: Method::POST,
            template: "/api/v1/documents".into(),
            access: Row(P::DocumentWrite),
            make: Box::new(upload),
        },
        get("/documents/{id}", Row(P::DocumentRead), |f| (format!("/documents/{}", f.document), Value::Null)),
        get("/documents/{id}/content", Row(P::DocumentRead), |f| {
            (format!("/documents/{}/content", f.document), Value::Null)
        }),
        get("/documents/{id}/thumbnail", Row(P::DocumentRead), |f| {
            (format!("/documents/{}/thumbnail", f.document), Value::Null)
        }),
        get("/documents/{id}/versions", Row(P::DocumentRead), |f| {
            (format!("/documents/{}/versions", f.document), Value::Null)
        }),
        patch("/documents/{id}", Row(P::DocumentWrite), |f| {
            (format!("/documents/{}", f.document), json!({"kind": "drawing"}))
        }),
        post("/documents/{id}/cover", Row(P::DocumentWrite), |f| {
            (format!("/documents/{}/cover", f.document), Value::Null)
        }),
        post("/documents/{id}/current", Row(P::DocumentWrite), |f| {
            (format!("/documents/{}/current", f.document), Value::Null)
        }),
        delete("/documents/{id}", Row(P::DocumentWrite), |f| {
            (format!("/documents/{}", f.document), Value::Null)
        }),
        post("/uploads", Row(P::DocumentWrite), |f| {
            let (equipment, size) = (f.equipment, 3);
            let new =
                json!({"entity": "equipment", "entity_id": equipment, "file_name": "a.txt", "size": size});
            ("/uploads".into(), new)
        }),
        call(Method::HEAD, "/uploads/{id}", Row(P::DocumentWrite), |f| {
            (format!("/uploads/{}", f.upload), Value::Null)
        }),
        Call {
            method: Method::PATCH,
            template: "/api/v1/uploads/{id}".into(),
            access: Row(P::DocumentWrite),
            make: Box::new(|f| Request {
                uri: format!("/api/v1/uploads/{}", f.upload),
                content_type: "application/offset+octet-stream",
                body: String::new(),
            }),
        },
        delete("/uploads/{id}", Row(P::DocumentWrite), |f| (format!("/uploads/{}", f.upload), Value::Null)),
        post("/documents/{id}/restore", Row(P::DocumentWrite), |f| {
            (format!("/documents/{}/restore", f.document), Value::Null)
        }),
    ]
}

/// The form that sends a text to an equipment.
fn document_form(f: &Fresh) -> String {
    let field = |name: &str, value: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n";
    format!("{}{}{file}--B--\r\n", field("entity", "equipment"), field("entity_id", &f.equipment.to_string()))
}

fn imports() -> Vec<Call> {
    let upload = |f: &Fresh| Request {
        uri: "/api/v1/imports".into(),
        content_type: "multipart/form-data; boundary=B",
        body: multipart(f),
    };
    vec![
        get("/imports", Needs(P::ImportRun), |_| ("/imports".into(), Value::Null)),
        Call {
            method: Method::POST,
            template: "/api/v1/imports".into(),
            access: Needs(P::ImportRun),
            make: Box::new(upload),
        },
        get("/imports/{id}", Needs(P::ImportRun), |f| (format!("/imports/{}", f.import), Value::Null)),
        delete("/imports/{id}", Needs(P::ImportRun), |f| (format!("/imports/{}", f.import), Value::Null)),
        get("/imports/{id}/columns", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/columns", f.import), Value::Null)
        }),
        get("/imports/{id}/errors", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/errors", f.import), Value::Null)
        }),
        get("/imports/{id}/refused.csv", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/refused.csv", f.import), Value::Null)
        }),
        put("/imports/{id}/mapping", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/mapping", f.import), json!({"columns": {"Code": "code", "Nom": "name"}}))
        }),
        post("/imports/{id}/check", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/check", f.import), Value::Null)
        }),
        post("/imports/{id}/commit", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/commit", f.import), Value::Null)
        }),
        post("/imports/{id}/undo", Needs(P::ImportRun), |f| {
            (format!("/imports/{}/undo", f.import), Value::Null)
        }),
    ]
}

/// The form that uploads a file of one equipment.
fn multipart(f: &Fresh) -> String {
    let part = |name: &str, text: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let file = format!(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"e.csv\"\r\n\r\nCode,Nom\nX{},M\n\r\n",
        f.mark
    );
    format!("{}{}{file}--B--\r\n", part("kind", "equipment"), part("site_id", &f.site.to_string()))
}

fn jobs() -> Vec<Call> {
    vec![
        get("/jobs", Needs(P::JobManage), |_| ("/jobs".into(), Value::Null)),
        post("/jobs/{id}/retry", Needs(P::JobManage), |f| (format!("/jobs/{}/retry", f.job), Value::Null)),
        post("/jobs/{id}/cancel", Needs(P::JobManage), |f| (format!("/jobs/{}/cancel", f.job), Value::Null)),
        get("/mails", Needs(P::MailManage), |_| ("/mails".into(), Value::Null)),
        get("/mails/{id}", Needs(P::MailManage), |f| (format!("/mails/{}", f.mail), Value::Null)),
        post("/mails/{id}/retry", Needs(P::MailManage), |f| {
            (format!("/mails/{}/retry", f.mail), Value::Null)
        }),
    ]
}

fn people() -> Vec<Call> {
    vec![
        post("/auth/login", Public, |_| ("/auth/login".into(), json!({"email": "a@b.fr", "password": "x"}))),
        post("/auth/token", Public, |_| ("/auth/token".into(), Value::Null)),
        post("/auth/refresh", Public, |_| ("/auth/refresh".into(), json!({"refresh_token": "x"}))),
        post("/auth/forgot-password", Public, |_| {
            ("/auth/forgot-password".into(), json!({"email": "a@b.fr"}))
        }),
        post("/auth/register", Public, |_| ("/auth/register".into(), json!({"email": "a@b.fr"}))),
        post("/auth/reset-password", Public, |_| {
            ("/auth/reset-password".into(), json!({"token": "x", "new_password": "y"}))
        }),
        get("/registrations", Needs(P::UserManage), |_| ("/registrations".into(), Value::Null)),
        // Of nobody.
        get("/registrations/{id}", Needs(P::UserManage), |_| ("/registrations/0".into(), Value::Null)),
        post("/registrations/{id}/approve", Needs(P::UserManage), |_| {
            ("/registrations/0/approve".into(), json!({"role": "client"}))
        }),
        post("/registrations/{id}/refuse", Needs(P::UserManage), |_| {
            ("/registrations/0/refuse".into(), Value::Null)
        }),
        get("/auth/me", SignedIn, |_| ("/auth/me".into(), Value::Null)),
        get("/users/me", SignedIn, |_| ("/users/me".into(), Value::Null)),
        get("/users", Needs(P::UserRead), |_| ("/users".into(), Value::Null)),
        get("/users/{id}", Needs(P::UserRead), |f| (format!("/users/{}", f.user), Value::Null)),
        post("/users", Needs(P::UserCreate), |_| ("/users".into(), json!({"email": "x"}))),
        get("/users/{id}/hourly-rates", Needs(P::UserManage), |f| {
            (format!("/users/{}/hourly-rates", f.user), Value::Null)
        }),
        post("/users/{id}/hourly-rates", Needs(P::UserManage), |f| {
            (format!("/users/{}/hourly-rates", f.user), json!({"valid_from": "2026-01-01", "hourly": 40}))
        }),
        put("/users/{id}", Needs(P::UserManage), |f| {
            (format!("/users/{}", f.user), json!({"first_name": "A"}))
        }),
        patch("/users/{id}", Needs(P::UserManage), |f| {
            (format!("/users/{}", f.user), json!({"first_name": "A"}))
        }),
        post("/users/{id}/activate", Needs(P::UserManage), |f| {
            (format!("/users/{}/activate", f.user), Value::Null)
        }),
        // Of nobody: the account that the other calls use must go on.
        post("/users/{id}/deactivate", Needs(P::UserManage), |f| {
            (format!("/users/{}9/deactivate", f.user), Value::Null)
        }),
        post("/users/{id}/unlock", Needs(P::UserManage), |f| {
            (format!("/users/{}/unlock", f.user), Value::Null)
        }),
        // Nobody has invited them.
        post("/users/{id}/invitation", Needs(P::UserManage), |f| {
            (format!("/users/{}/invitation", f.user), Value::Null)
        }),
        get("/users/{id}/sign-ins", Needs(P::UserManage), |f| {
            (format!("/users/{}/sign-ins", f.user), Value::Null)
        }),
        get("/users/{id}/sessions", Needs(P::UserManage), |f| {
            (format!("/users/{}/sessions", f.user), Value::Null)
        }),
        delete("/users/{id}/sessions", Needs(P::UserManage), |f| {
            (format!("/users/{}/sessions", f.user), Value::Null)
        }),
        delete("/users/{id}/sessions/{session}", Needs(P::UserManage), |f| {
            (format!("/users/{}/sessions/0", f.user), Value::Null)
        }),
        // Last: it ends the session of who calls it.
        delete("/users/{id}/second-step", Needs(P::UserManage), |f| {
            (format!("/users/{}/second-step", f.user), Value::Null)
        }),
        post("/auth/logout", SignedIn, |_| ("/auth/logout".into(), Value::Null)),
    ]
}
