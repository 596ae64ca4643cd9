//! Intervention templates: what is done again and again, with its steps.

mod api;
mod edit;
mod list;
mod pick;
mod steps;

pub use edit::{edit, new};
pub use list::list;
pub use pick::{Picked, pick, picked};
