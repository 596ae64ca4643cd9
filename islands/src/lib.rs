//! What lives in the browser, and what it shares with the pages: the session, the navigation, labels and texts of errors,
//! the server's half of a server function.

pub mod ask;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod bell;
pub mod controls;
pub mod duration;
#[cfg(feature = "hydrate")]
pub mod enhance;
pub mod equipment;
pub mod error;
pub mod labels;
pub mod mail_preview;
pub mod nav;
pub mod number;
pub mod password;
pub mod session;
pub mod status;
pub mod upload;
pub mod waiting;

pub use error::{ApiError, ApiResult};
/// The `output` of every server function.
pub use leptos::server_fn::codec::Json;
pub use upload::Uploads;
