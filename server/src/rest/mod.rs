//! The REST API under `/api/v1`.

pub mod equipment;

use crate::AppState;
use axum::{Router, routing::get};

pub fn router() -> Router<AppState> {
    Router::new().route("/equipment", get(equipment::list))
}
