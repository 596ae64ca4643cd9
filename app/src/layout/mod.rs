//! What stands around the pages: the document, the frame with its navigation, the notices.

mod connection;
mod document;
mod frame;
mod notice;
mod title;

pub use document::{document, shell};
pub(crate) use frame::Frame;
pub(crate) use islands::nav::role;
pub use notice::Notice;
pub use title::title;
