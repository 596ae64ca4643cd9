//! Jobs: work outside of requests, as an administrator sees it.

pub mod api;
mod list;
mod text;

pub use list::list_page;
