//! The search from anywhere: its dialog, and what it lists: pages, actions, what was opened before, and what is found. Drawn here;
//! `islands::enhance::palette` opens it and chooses among its lines.

mod api;
mod dialog;
mod entry;
mod list;

pub use api::search_everywhere;
pub use dialog::{PATH, dialog, way};
pub use entry::listed;
pub use list::{FORM, links};
