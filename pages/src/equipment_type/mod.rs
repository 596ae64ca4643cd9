//! Equipment types: the families that machines belong to, shared by all sites.

mod api;
mod form;
mod list;

pub use form::{edit, new};
pub use list::list;
