//! Settings over REST.

use super::input::{self, Fields, Id};
use super::params::WindowParams;
use crate::{
    AppState,
    error::{By, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    Page,
    document::StoreView,
    mail::MailTrial,
    settings::{SectionView, SettingsDraft},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get, replace, reset))
        .routes(routes!(try_mail))
        .routes(routes!(store))
        .routes(routes!(check_store))
}

/// Every section of the settings
#[utoipa::path(get, path = "/settings", tag = "settings", params(WindowParams),
    responses((status = OK, body = Page<SectionView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<SectionView>>> {
    Ok(Json(input::page(s.settings().list(&by).await?, query)?))
}

/// One section
#[utoipa::path(get, path = "/settings/{section}", tag = "settings", params(("section" = String, Path)),
    responses((status = OK, body = SectionView)))]
async fn get(
    By(by): By,
    Id(section): Id<String>,
    State(s): State<Services>,
) -> RestResult<Json<SectionView>> {
    Ok(Json(s.settings().section(&by, &section).await?))
}

/// Change a section
///
/// An object of its fields. One that is absent keeps its value. With `version`, the change is refused when
/// somebody else has saved since that version was read.
#[utoipa::path(put, path = "/settings/{section}", tag = "settings", params(("section" = String, Path)),
    request_body = Object, responses((status = OK, body = SectionView)))]
async fn replace(
    By(by): By,
    Id(section): Id<String>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<SectionView>> {
    let stored = SettingsDraft::from(&s.settings().section(&by, &section).await?);
    Ok(Json(s.settings().update(&by, &section, &fields.over(&stored)?).await?))
}

/// Give a section its defaults back
#[utoipa::path(delete, path = "/settings/{section}", tag = "settings", params(("section" = String, Path)),
    responses((status = OK, body = SectionView)))]
async fn reset(
    By(by): By,
    Id(section): Id<String>,
    State(s): State<Services>,
) -> RestResult<Json<SectionView>> {
    Ok(Json(s.settings().reset(&by, &section).await?))
}

/// Send oneself a message through a mail server
///
/// An object of the section `mail`'s fields, which need not be saved; one that is absent has its value. Answers
/// what became of it, in 20 seconds at the most.
#[utoipa::path(post, path = "/settings/mail/try", tag = "settings", request_body = Object,
    responses((status = OK, body = MailTrial)))]
async fn try_mail(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Json<MailTrial>> {
    let stored = SettingsDraft::from(&s.settings().section(&by, "mail").await?);
    Ok(Json(s.mails().try_out(&by, &fields.over(&stored)?).await?))
}

/// Where files lie, and what lies there
///
/// With what the last look at every file found.
#[utoipa::path(get, path = "/settings/storage/store", tag = "settings",
    responses((status = OK, body = StoreView)))]
async fn store(By(by): By, State(s): State<Services>) -> RestResult<Json<StoreView>> {
    Ok(Json(s.documents().store(&by).await?))
}

/// Have every file looked at
///
/// Each is read and compared with its SHA-256, by a job; what it found is in the store.
#[utoipa::path(post, path = "/settings/storage/store/check", tag = "settings",
    responses((status = ACCEPTED, body = StoreView)))]
async fn check_store(By(by): By, State(s): State<Services>) -> RestResult<(StatusCode, Json<StoreView>)> {
    s.documents().ask_check(&by).await?;
    Ok((StatusCode::ACCEPTED, Json(s.documents().store(&by).await?)))
}
