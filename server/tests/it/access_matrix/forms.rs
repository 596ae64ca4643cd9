//! The forms with files, which are neither server functions nor REST: they lead to another page whatever becomes of them.

use super::{Access, Call, Fresh, Request, is_refused, world::Plant};
use axum::http::{Method, StatusCode, header};
use domain::Permission as P;

const BOUNDARY: &str = "vigie";

fn multipart(fields: &[(&str, String)]) -> String {
    let part = |(name, value): &(&str, String)| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"releve.csv\"\r\n\
         Content-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n"
    );
    let fields: String = fields.iter().map(part).collect();
    format!("{fields}{file}--{BOUNDARY}--\r\n")
}

fn send(
    path: &str,
    access: Access,
    fields: impl Fn(&Fresh) -> Vec<(&'static str, String)> + Send + Sync + 'static,
) -> Call {
    let uri = path.to_owned();
    let make = move |fresh: &Fresh| Request {
        uri: uri.clone(),
        content_type: "multipart/form-data; boundary=vigie",
        body: multipart(&fields(fresh)),
    };
    Call { method: Method::POST, template: path.to_owned(), access, make: Box::new(make) }
}

fn calls() -> Vec<Call> {
    vec![
        send("/repairs/report", Access::Row(P::InterventionReport), |f| {
            vec![
                ("draft[equipment_id]", f.equipment.to_string()),
                ("draft[what]", format!("Fuite {}", f.mark)),
                ("draft[urgency]", "urgent".into()),
                ("draft[stopped]", "true".into()),
            ]
        }),
        send("/documents/upload", Access::Row(P::DocumentWrite), |f| {
            vec![
                ("entity", "equipment".into()),
                ("entity_id", f.equipment.to_string()),
                ("kind", "other".into()),
            ]
        }),
    ]
}

#[tokio::test]
async fn forms_with_files_do_nothing_for_whoever_may_not() {
    testkit::each_database(|world| async move {
        let plant = Plant::new(world).await;
        for person in &plant.people {
            for call in calls() {
                let fresh = plant.fresh(person).await;
                let before = plant.audited().await;
                let answer = plant.answer(&call, person, &fresh).await;
                let status = answer.status();
                let place = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
                // To the sign-in page, back to the form with what is wrong, or on with what was done.
                let place = place.unwrap_or_default();
                let told = format!("{} as {}: {status} {place}", call.template, person.name);
                assert_eq!(status, StatusCode::SEE_OTHER, "{told}");
                let after = plant.audited().await;
                if is_refused(&call, person) {
                    assert!(!place.contains("done="), "{told}");
                    assert_eq!(person.role.is_none(), place.starts_with("/login"), "{told}");
                    assert_eq!(after, before, "{told}: it changed something");
                } else {
                    assert!(place.contains("done="), "{told}");
                    assert_ne!(after, before, "{told}: it changed nothing");
                }
            }
        }
    })
    .await;
}
