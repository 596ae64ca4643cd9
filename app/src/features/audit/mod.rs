//! The audit trail: who did what, when, to which row.

pub mod api;
mod filters;
mod list;
pub mod text;

pub use list::list_page;
