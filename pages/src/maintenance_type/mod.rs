//! Maintenance types: what kind of work an intervention is to the plant, with its colour. Shared by all sites.

mod api;
mod form;
mod list;
mod mark;

pub use form::{edit, new};
pub use list::list;
