//! What lives in the browser: islands, and what makes forms and lists better. What the pages must agree on with it, such as the
//! names of attributes and how a length of time is written, is here too.

pub mod ask;
pub mod controls;
pub mod document;
pub mod duration;
#[cfg(feature = "hydrate")]
pub mod enhance;
pub mod mail_preview;
pub mod number;
pub mod password;
pub mod upload;
pub mod waiting;

pub use upload::Uploads;
