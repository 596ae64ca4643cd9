//! What lives in the browser, and what it shares with the pages: the session, the navigation, labels and texts of errors,
//! the server's half of a server function.

#[cfg(feature = "ssr")]
pub mod backend;
pub mod bell;
pub mod controls;
pub mod duration;
#[cfg(feature = "hydrate")]
pub mod enhance;
pub mod error;
pub mod error_text;
mod focus;
pub mod json_text;
pub mod labels;
pub mod nav;
pub mod number;
pub mod palette;
#[cfg(any(feature = "ssr", feature = "live"))]
mod search_anywhere;
pub mod session;
pub mod status;
pub mod waiting;

pub use error::{ApiError, ApiResult};
pub use json_text::Json;
#[cfg(any(feature = "ssr", feature = "live"))]
pub use search_anywhere::SearchAnywhere;
