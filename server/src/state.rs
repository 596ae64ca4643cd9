//! What every handler can ask for.

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use services::Services;

/// Services, options and configuration of the running server. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub services: Services,
    pub leptos: LeptosOptions,
}
