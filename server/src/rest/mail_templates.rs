//! The words of mails over REST.

use super::input::{self, Fields};
use super::params::WindowParams;
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json, RequestPartsExt,
    extract::{FromRequestParts, Path, RawQuery, State},
    http::request::Parts,
};
use domain::{
    Caller, Error, Noun, Page,
    mail::{MailTemplate, TemplateDraft, TemplateLine, TemplateView, TemplateWords},
    user::Language,
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get, replace, restore)).routes(routes!(preview))
}

/// A template in one language, by the two names in the path. What is neither leads nowhere: 404.
struct Which(MailTemplate, Language);

impl<S: Send + Sync> FromRequestParts<S> for Which {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> RestResult<Self> {
        let nowhere = RestError::Domain(Error::NotFound(Noun::Page));
        let Path((name, locale)) =
            parts.extract::<Path<(String, String)>>().await.map_err(|_| nowhere.clone())?;
        match (name.parse(), locale.parse()) {
            (Ok(template), Ok(language)) => Ok(Self(template, language)),
            _ => Err(nowhere),
        }
    }
}

/// The fields of a request over the words that are stored.
async fn draft(s: &Services, by: &Caller, which: &Which, fields: &Fields) -> RestResult<TemplateDraft> {
    let stored = s.mails().template(by, which.0, which.1).await?;
    fields.over(&TemplateDraft::from(&stored))
}

/// Every template in every language
#[utoipa::path(get, path = "/mail-templates", tag = "mail templates", params(WindowParams),
    responses((status = OK, body = Page<TemplateLine>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<TemplateLine>>> {
    Ok(Json(input::page(s.mails().templates(&by).await?, query)?))
}

/// A template in one language
///
/// With its variables, and the mail that its words make of examples.
#[utoipa::path(get, path = "/mail-templates/{name}/{locale}", tag = "mail templates",
    params(("name" = MailTemplate, Path), ("locale" = Language, Path)),
    responses((status = OK, body = TemplateView)))]
async fn get(By(by): By, which: Which, State(s): State<Services>) -> RestResult<Json<TemplateView>> {
    Ok(Json(s.mails().template(&by, which.0, which.1).await?))
}

/// Change the words of a template
///
/// An object of `subject`, `html` and `text`; one that is absent stays as it is. With `version`, the change is refused
/// when somebody else has saved since that version was read. What cannot be sent is refused, with its field and line.
#[utoipa::path(put, path = "/mail-templates/{name}/{locale}", tag = "mail templates",
    params(("name" = MailTemplate, Path), ("locale" = Language, Path)),
    request_body = Object, responses((status = OK, body = TemplateView)))]
async fn replace(
    By(by): By,
    which: Which,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<TemplateView>> {
    let draft = draft(&s, &by, &which, &fields).await?;
    Ok(Json(s.mails().edit_template(&by, which.0, which.1, &draft).await?))
}

/// Give a template its original words back
#[utoipa::path(delete, path = "/mail-templates/{name}/{locale}", tag = "mail templates",
    params(("name" = MailTemplate, Path), ("locale" = Language, Path)),
    responses((status = OK, body = TemplateView)))]
async fn restore(By(by): By, which: Which, State(s): State<Services>) -> RestResult<Json<TemplateView>> {
    Ok(Json(s.mails().restore_template(&by, which.0, which.1).await?))
}

/// The mail that words make of examples
///
/// An object of `subject`, `html` and `text`, which are not saved; one that is absent is as it is stored.
#[utoipa::path(post, path = "/mail-templates/{name}/{locale}/preview", tag = "mail templates",
    params(("name" = MailTemplate, Path), ("locale" = Language, Path)),
    request_body = Object, responses((status = OK, body = TemplateWords)))]
async fn preview(
    By(by): By,
    which: Which,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<TemplateWords>> {
    let draft = draft(&s, &by, &which, &fields).await?;
    Ok(Json(s.mails().preview(&by, which.0, which.1, &draft)?))
}
