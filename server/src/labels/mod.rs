//! Labels of equipment: the QR code that leads to a machine's page, and sheets of labels as a PDF.

mod pdf;
pub(crate) mod qr;

use crate::{
    AppState,
    config::Config,
    edge::language::Language,
    error::{By, RestError, RestResult},
};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::header,
    response::IntoResponse,
    routing::get,
};
use domain::{EquipmentId, Error, Noun, equipment::EquipmentLabel, settings::General, url::pairs};
use services::Services;
use std::sync::Arc;

/// `GET /equipments/{id}/qr` and `GET /equipments/labels/pdf?ids=1,2`.
pub fn router() -> Router<AppState> {
    Router::new().route("/equipments/{id}/qr", get(picture)).route("/equipments/labels/pdf", get(sheets))
}

/// Where a label leads: the address that people use, so that it holds on a phone in the plant.
fn address(config: &Config, label: &EquipmentLabel) -> String {
    format!("{}{}", config.server.public_url, label.address())
}

async fn picture(
    By(by): By,
    Path(id): Path<String>,
    State(s): State<Services>,
    State(config): State<Arc<Config>>,
) -> RestResult<impl IntoResponse> {
    let not_found = RestError::Domain(Error::NotFound(Noun::Equipment));
    let id = id.parse::<EquipmentId>().map_err(|_| not_found.clone())?;
    let label = s.equipment().labels(&by, &[id]).await?.pop().ok_or(not_found)?;
    let svg = qr::svg(&address(&config, &label)).ok_or(RestError::Domain(Error::Unavailable))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=3600")], svg))
}

async fn sheets(
    By(by): By,
    Language(locale): Language,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
    State(config): State<Arc<Config>>,
) -> RestResult<impl IntoResponse> {
    let ids = pages::equipment_ids(&pairs(query.as_deref().unwrap_or_default()));
    let labels = s.equipment().labels(&by, &ids).await?;
    if labels.is_empty() {
        return Err(RestError::Domain(Error::NotFound(Noun::Equipment)));
    }
    let plant = s.settings().get::<General>().plant_name;
    let file = tokio::task::spawn_blocking(move || {
        pdf::sheets(locale, &plant, &labels, |label| address(&config, label))
    });
    let file = file.await.unwrap_or_else(|_| Err(Error::Internal { incident: String::new() }));
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"labels.pdf\"".to_owned()),
    ];
    Ok((headers, file.map_err(RestError::Domain)?))
}
