//! Vigie's pages and server functions: the same code renders on the server and takes over in the browser.

#[cfg(feature = "ssr")]
pub mod backend;
pub mod error;
pub mod features;
pub mod json_text;
mod layout;
mod routes;
pub mod session;
pub mod shared;

pub use error::{ApiError, ApiResult};
pub use json_text::Json;
pub use layout::shell;
pub use routes::App;
