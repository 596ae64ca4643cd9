//! The outbox: every mail, what became of it, and what it says.

pub mod api;
mod detail;
mod list;
pub mod text;

pub use detail::detail_page;
pub use list::list_page;
