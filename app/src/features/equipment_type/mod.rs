//! Equipment types: the families that machines belong to, shared by all sites.

pub mod api;
mod form;
mod list;

pub use form::form_page;
pub use list::list_page;
