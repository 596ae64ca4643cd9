//! Vigie's pages and server functions: the same code renders on the server and takes over in the browser.

pub mod address;
pub mod features;
mod layout;
pub mod notice {
    //! The notice after a change, and the way to take it back.

    pub use crate::{features::undo::provide_undo, layout::Notice};
}
mod routes;
pub mod shared;

#[cfg(feature = "ssr")]
pub use islands::backend;
pub use islands::{ApiError, ApiResult, Json, error, json_text, session};
pub use layout::{document, shell, title};
pub use routes::App;
