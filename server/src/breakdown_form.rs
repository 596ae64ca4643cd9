//! The form that reports a breakdown with photos and videos, the same before WASM. The report comes first and stands; a file
//! that is refused is said on its page, where it can be sent again.

use crate::{
    AppState,
    error::{RestError, RestResult},
    rest::documents::{UPLOAD_LIMIT, drain, store, text_within, too_large},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, Query, State, multipart::Field},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::{
    Caller, Error, InterventionId,
    document::{DocumentDraft, DocumentKind, Holder, MAX_AT_ONCE},
    intervention::{CommentDraft, ReportDraft},
    url::QueryWriter,
};
use pages::REPORT_FORM;
use pages::shared::form::input_name;
use serde::Deserialize;
use services::Services;

/// Bytes of one field: 2,000 characters of four.
const FIELD_LIMIT: usize = 8 << 10;

/// What is typed, in the order of the form.
const FIELDS: [&str; 5] = ["equipment_id", "what", "urgency", "stopped", "since"];

fn slot<'a>(draft: &'a mut ReportDraft, name: &str) -> Option<&'a mut String> {
    Some(match name {
        "equipment_id" => &mut draft.equipment_id,
        "what" => &mut draft.what,
        "urgency" => &mut draft.urgency,
        "stopped" => &mut draft.stopped,
        "since" => &mut draft.since,
        _ => return None,
    })
}

/// `POST /repairs/report`.
pub fn router() -> Router<AppState> {
    Router::new().route(REPORT_FORM, post(report).layer(DefaultBodyLimit::max(UPLOAD_LIMIT)))
}

/// Where what was typed goes.
#[derive(Deserialize)]
struct To {
    /// An open report, to which it is added; else it is a new one.
    id: Option<InterventionId>,
}

async fn report(
    by: Option<Extension<Caller>>,
    State(s): State<Services>,
    Query(to): Query<To>,
    mut parts: Multipart,
) -> Response {
    let Some(Extension(by)) = by else { return Redirect::to("/login").into_response() };
    let mut draft = ReportDraft::default();
    let place = match take(&s, &by, &to, &mut parts, &mut draft).await {
        Ok((id, true)) => format!("/interventions/{id}?done=reported"),
        Ok((id, false)) => format!("/interventions/{id}?done=reported_without#documents"),
        Err(error) => back(&s, &by, &draft, error).await,
    };
    drain(&mut parts).await;
    Redirect::to(&place).into_response()
}

/// The form again, with what was typed and what is wrong.
async fn back(s: &Services, by: &Caller, draft: &ReportDraft, error: RestError) -> String {
    let error = match error {
        RestError::Domain(error) => error,
        RestError::Request(_) => Error::Unavailable,
    };
    let mut draft = draft.clone();
    let typed = FIELDS.iter().filter_map(|name| Some((input_name(name), slot(&mut draft, name)?.clone())));
    let typed = typed.collect();
    let token = s.form_replays().keep(Some(by), REPORT_FORM, typed, &error).await.ok().flatten();
    let query = QueryWriter::default()
        .text("equipment", &draft.equipment_id)
        .text("replay", token.as_deref().unwrap_or_default());
    format!("/repairs/new?{}", query.finish())
}

/// Reports as soon as the fields are there, which come before the files; whether every file was taken in.
async fn take(
    s: &Services,
    by: &Caller,
    to: &To,
    parts: &mut Multipart,
    draft: &mut ReportDraft,
) -> RestResult<(InterventionId, bool)> {
    let mut files: Option<Files> = None;
    loop {
        let part = match (parts.next_field().await.map_err(too_large), &mut files) {
            (Ok(Some(part)), _) => part,
            (Ok(None), Some(files)) => return Ok((files.id, files.all_taken)),
            (Ok(None), None) => return Ok((send(s, by, to, draft).await?, true)),
            // What broke off after the report is made takes nothing of it back.
            (Err(_), Some(files)) => return Ok((files.id, false)),
            (Err(error), None) => return Err(error),
        };
        let name = part.name().and_then(|name| name.strip_prefix("draft[")?.strip_suffix(']'));
        match name.and_then(|name| slot(draft, name)) {
            Some(typed) => *typed = text_within(part, FIELD_LIMIT).await?,
            // A file input in which nothing was chosen sends a part without a name.
            None if part.name() != Some("file") || part.file_name().unwrap_or_default().is_empty() => {}
            None => {
                let files = match &mut files {
                    Some(files) => files,
                    none => none.insert(Files::of(s, by, send(s, by, to, draft).await?).await),
                };
                files.take(s, part).await;
            }
        }
    }
}

/// The files of a report that is made.
struct Files {
    id: InterventionId,
    /// Who adds them; nobody where that is not allowed.
    by: Option<Caller>,
    sent: usize,
    all_taken: bool,
}

impl Files {
    async fn of(s: &Services, by: &Caller, id: InterventionId) -> Self {
        Self { id, by: s.documents().reporter(by, id).await.ok(), sent: 0, all_taken: true }
    }

    async fn take(&mut self, s: &Services, part: Field<'_>) {
        self.sent += 1;
        let draft = DocumentDraft {
            entity: Holder::Intervention.to_string(),
            entity_id: self.id.to_string(),
            kind: DocumentKind::Failure.to_string(),
            file_name: part.file_name().unwrap_or_default().to_owned(),
            ..DocumentDraft::default()
        };
        let taken = match &self.by {
            Some(by) if self.sent <= MAX_AT_ONCE => store(s, by, &draft, part).await.is_ok(),
            _ => false,
        };
        self.all_taken &= taken;
    }
}

async fn send(s: &Services, by: &Caller, to: &To, draft: &ReportDraft) -> Result<InterventionId, Error> {
    let work = s.interventions();
    let made = match to.id {
        None => work.report_breakdown(by, draft).await?,
        Some(id) => {
            let comment = CommentDraft { text: draft.what.clone(), ..CommentDraft::default() };
            work.add_to_report(by, id, &comment).await.map_err(at_what)?
        }
    };
    Ok(made.row.id)
}

/// The comment's text is what happened, in this form.
fn at_what(error: Error) -> Error {
    match error {
        Error::Invalid(mut fields) => {
            for error in fields.0.iter_mut().filter(|error| error.field == "text") {
                error.field = "what".to_owned();
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}
