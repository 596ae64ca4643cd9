//! Addresses that older clients and links know: they are told where it is now.

use crate::AppState;
use axum::{
    Router,
    extract::{Path, Request},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, any, get},
};
use domain::url::segment;

/// Only where no page has the address: `GET /interventions` is one.
pub fn router() -> Router<AppState> {
    let moved: fn() -> MethodRouter<AppState> = || any(moved);
    Router::new()
        .route("/equipment", moved())
        .route("/equipment/{*rest}", moved())
        .route("/auth/{*rest}", moved())
        .route("/users/me", moved())
        .route("/production-lines", moved())
        .route("/equipment-types", moved())
        .route("/maintenance/interventions", moved())
        .route("/maintenance/interventions/{*rest}", moved())
        .route("/my-interventions", moved())
        .route("/techniciens", moved())
        .route("/techniciens/", moved())
        .route("/maintenance/{id}", get(intervention))
}

/// 308: the same method and the same body, at the new address.
async fn moved(request: Request) -> Response {
    let asked = request.uri().path_and_query().map_or("/", |p| p.as_str());
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("/api/v1{asked}"))]).into_response()
}

/// The page of an intervention.
async fn intervention(Path(id): Path<String>) -> Redirect {
    Redirect::permanent(&format!("/interventions/{}", segment(&id)))
}
