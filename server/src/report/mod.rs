//! The report of an intervention as a PDF: what a plant hands to an auditor.

mod layout;
mod sheet;
mod work;

use crate::{
    AppState,
    config::Config,
    edge::language::Language,
    error::{By, RestError, RestResult},
};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, header},
    routing::get,
};
use domain::{Error, InterventionId, Noun, document::content_disposition, settings::General};
use i18n::common;
use layout::Frame;
use services::Services;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Under the API.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report))
}

/// Beside the pages, for their link.
pub fn router() -> Router<AppState> {
    Router::new().route("/interventions/{id}/report.pdf", get(report))
}

/// The report of an intervention as a PDF
///
/// What is known of it: people, failures with their diagnosis, checklist, hours, parts, costs, comments that are not internal,
/// and history; its documents by kind with the beginning of their SHA-256, and small pictures of the first
/// twelve. In the language of the request, on the site's wall clock.
#[utoipa::path(get, path = "/interventions/{id}/report.pdf", tag = "interventions",
    params(("id" = InterventionId, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/pdf")))]
async fn report(
    By(by): By,
    Language(locale): Language,
    Path(id): Path<String>,
    State(s): State<Services>,
    State(config): State<Arc<Config>>,
) -> RestResult<([(HeaderName, String); 2], Vec<u8>)> {
    let not_found = RestError::Domain(Error::NotFound(Noun::Intervention));
    let id = id.parse::<InterventionId>().map_err(|_| not_found)?;
    let mut report = s.interventions().report(&by, id).await?;
    let mut pictures = vec![];
    for content in std::mem::take(&mut report.pictures) {
        let document = content.document.clone();
        // One that cannot be read leaves its place empty, and says so; the rest of the report is true without it.
        pictures.push((document, content.read().await.ok()));
    }
    let plant = s.settings().get::<General>().plant_name;
    let frame = Frame {
        locale,
        plant: if plant.is_empty() { common::app(locale).to_owned() } else { plant },
        address: format!("{}/interventions/{id}", config.server.public_url),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            content_disposition(false, &format!("{}.pdf", report.work.detail.row.code)),
        ),
    ];
    let file = tokio::task::spawn_blocking(move || layout::report(&frame, &report, pictures));
    let file = file.await.unwrap_or_else(|_| Err(Error::Internal { incident: String::new() }));
    Ok((headers, file.map_err(RestError::Domain)?))
}
