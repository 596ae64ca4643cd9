//! Sites: one plant each, with its clock and its currency. Read by everybody who works there, kept by administrators.

mod api;
mod form;
mod list;

pub use form::{edit, new};
pub use list::list;
