//! What every handler can ask for.

use crate::{config::Config, edge::drain::Draining, live::Live, metrics::Metrics, site::Site};
use axum::extract::FromRef;
use services::Services;
use std::sync::Arc;

/// Services, configuration and site of the running server. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub services: Services,
    pub config: Arc<Config>,
    pub site: Site,
    pub metrics: Metrics,
    pub draining: Draining,
    pub live: Live,
}

impl AppState {
    pub fn new(services: Services, config: Config) -> Self {
        let site = Site::open(config.server.site_dir.as_deref());
        let draining = Draining::default();
        Self {
            live: Live::new(services.clone(), draining.clone()),
            services,
            site,
            config: Arc::new(config),
            metrics: Metrics::new(),
            draining,
        }
    }
}
