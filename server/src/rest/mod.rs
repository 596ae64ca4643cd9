//! The REST API under `/api/v1`: one file per noun, each with its `routes()`.

mod audit;
mod auth;
mod campaigns;
mod checklists;
mod compat;
mod document;
pub(crate) mod document_content;
pub(crate) mod documents;
mod earlier;
pub mod equipment;
mod failure_codes;
mod failures;
pub(crate) mod imports;
pub mod input;
mod interventions;
mod jobs;
mod lines;
mod mail_templates;
mod notifications;
mod params;
mod record;
mod records;
mod register;
mod reset;
mod settings;
mod technicians;
mod templates;
mod uploads;
mod users;
mod work;

pub(crate) use campaigns::CampaignMachineParams;
pub use document::{openapi, operations};
pub(crate) use params::{AuditParams, EquipmentParams, InterventionParams};

use crate::AppState;
use utoipa_axum::router::OpenApiRouter;

/// Every operation on its address.
pub fn router() -> axum::Router<AppState> {
    axum::Router::from(routes()).merge(auth::aliases()).merge(compat::router()).merge(earlier::router())
}

/// Every operation, with its description.
fn routes() -> OpenApiRouter<AppState> {
    let v1 = OpenApiRouter::new()
        .merge(auth::routes())
        .merge(register::routes())
        .merge(reset::routes())
        .merge(users::routes())
        .merge(lines::routes())
        .merge(records::routes())
        .merge(failure_codes::routes())
        .merge(equipment::routes())
        .merge(failures::routes())
        .merge(technicians::routes())
        .merge(interventions::routes())
        .merge(work::routes())
        .merge(checklists::routes())
        .merge(templates::routes())
        .merge(templates::steps())
        .merge(campaigns::routes())
        .merge(documents::routes())
        .merge(uploads::routes())
        .merge(imports::routes())
        .merge(jobs::routes())
        .merge(notifications::routes())
        .merge(audit::routes())
        .merge(settings::routes())
        .merge(mail_templates::routes())
        .merge(crate::export::routes())
        .merge(crate::report::routes())
        .merge(crate::health::routes());
    OpenApiRouter::with_openapi(document::head()).nest("/api/v1", v1)
}
