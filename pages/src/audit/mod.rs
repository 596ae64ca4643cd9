//! The audit trail: who did what, when, to which row.

mod filters;
mod list;
mod text;

pub use list::list;
