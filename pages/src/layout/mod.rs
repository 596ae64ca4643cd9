//! What stands around the pages: the document and the notices.

mod document;
mod notice;
mod title;

pub use document::document;
pub use notice::Notice;
pub use title::title;
