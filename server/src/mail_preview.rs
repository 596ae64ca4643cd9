//! How a mail looks: a document for a frame of the page of templates. It may show inline styles, which no page may;
//! it runs nothing, loads nothing, and is of no origin.

use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Form, Router,
    extract::{Path, RawQuery, State},
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use domain::{
    Caller, Error, Noun,
    mail::{MailTemplate, TemplateDraft},
    url::pairs,
    user::Language,
};
use pages::TEMPLATES;
use services::Services;

const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

/// `GET` with the stored words, or those of a form that came back (`?replay=TOKEN`), and `POST` with those of a form.
pub fn router() -> Router<AppState> {
    Router::new().route(&format!("{TEMPLATES}/{{template}}/{{language}}/preview"), get(stored).post(typed))
}

async fn stored(
    By(by): By,
    Path(of): Path<(String, String)>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Response> {
    let (template, language) = named(&of)?;
    let asked = pairs(query.as_deref().unwrap_or_default());
    let kept = match asked.iter().find(|(key, _)| key == "replay") {
        Some((_, token)) => s.form_replays().get(Some(&by), token).await?,
        None => None,
    };
    match kept {
        Some(form) => filled(&s, &by, template, language, &form.fields),
        None => Ok(document(s.mails().template(&by, template, language).await?.preview.html)),
    }
}

async fn typed(
    By(by): By,
    Path(of): Path<(String, String)>,
    State(s): State<Services>,
    Form(fields): Form<Vec<(String, String)>>,
) -> RestResult<Response> {
    let (template, language) = named(&of)?;
    filled(&s, &by, template, language, &fields)
}

fn named((template, language): &(String, String)) -> RestResult<(MailTemplate, Language)> {
    let of = template.parse().ok().zip(language.parse().ok());
    of.ok_or(RestError::Domain(Error::NotFound(Noun::Page)))
}

fn filled(
    s: &Services,
    by: &Caller,
    template: MailTemplate,
    language: Language,
    fields: &[(String, String)],
) -> RestResult<Response> {
    let value = |field: &str| {
        let name = format!("draft[{field}]");
        fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let draft = TemplateDraft {
        version: value("version"),
        subject: value("subject"),
        html: value("html"),
        text: value("text"),
    };
    Ok(document(s.mails().preview(by, template, language, &draft)?.html))
}

fn document(html: String) -> Response {
    // A link leads out of the frame, and there it may not go.
    let html = html.replacen("<head>", "<head><base target=\"_blank\">", 1);
    ([(header::CONTENT_SECURITY_POLICY, POLICY), (header::X_FRAME_OPTIONS, "SAMEORIGIN")], Html(html))
        .into_response()
}
