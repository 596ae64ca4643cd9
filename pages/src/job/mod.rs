//! Jobs: work outside of requests, as an administrator sees it.

mod api;
mod list;
mod text;

pub use list::list;
pub use text::trouble;
