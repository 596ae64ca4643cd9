//! Jobs: work outside of requests, as an administrator sees it.

pub mod api;
mod list;
pub(crate) mod text;

pub use list::list_page;
