//! The HTTP edge of Vigie: pages, REST, files, health, and the command line that starts them.

pub mod edge;
pub mod error;
pub mod rest;
mod state;

pub use state::AppState;

use axum::{Router, middleware};

/// The complete router: what `vigie serve` serves and what the tests call.
pub fn app(state: AppState) -> Router {
    Router::new()
        .nest("/api/v1", rest::router())
        .layer(middleware::from_fn(edge::problem::write))
        .with_state(state)
}
