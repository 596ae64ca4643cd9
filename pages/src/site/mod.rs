//! Sites: one plant each, with its clock and its currency. Read by everybody who works there, kept by administrators.

pub mod api;
pub mod choices;
mod form;
mod list;

pub use form::{edit, new};
pub use list::list;
