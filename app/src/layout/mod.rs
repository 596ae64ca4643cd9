//! What stands around the pages: the document, the frame with its navigation, the notices.

mod connection;
mod document;
mod frame;
mod notice;

pub use document::shell;
pub(crate) use frame::{Frame, role};
