//! Who is behind a request: cookies and bearer tokens, silent renewal, the refusal of foreign forms, the way
//! to the sign-in page, and the plain HTML forms of signing in and out.
//!
//! One layer serves pages, server functions and REST alike. It puts [`domain::Caller`],
//! [`domain::user::Viewer`] and [`services::Client`] into the request's extensions.

mod address;
mod cookies;
mod csrf;
mod forms;
mod guard;
mod layer;
mod register;
mod reset;
mod second_step;

pub(crate) use csrf::is_from_our_pages;
pub use forms::routes;
pub(crate) use layer::bearer;
pub use layer::layer;

use services::Services;
use std::sync::Arc;

/// What sign-in has to know of the server's configuration.
#[derive(Clone, Debug, Default)]
pub struct SessionConfig {
    /// The address that people use, without a slash at its end.
    pub public_url: String,
    /// Proxies in front that add themselves to `X-Forwarded-For`.
    pub trusted_hops: usize,
}

impl SessionConfig {
    /// Over TLS cookies are `Secure`, and their names bind them to the host.
    fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What the layer and the routes work with. Cheap to clone.
#[derive(Clone)]
pub struct SessionState {
    services: Services,
    config: Arc<SessionConfig>,
    untrusted_proxy: Arc<address::UntrustedProxy>,
}

impl SessionState {
    pub fn new(services: Services, config: SessionConfig) -> Self {
        Self { services, config: Arc::new(config), untrusted_proxy: Arc::default() }
    }
}
