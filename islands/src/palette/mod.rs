//! The search from anywhere: its dialog, and what it lists: pages, actions, what was opened before, and what is found.

mod api;
mod body;
mod dialog;
mod entry;
mod list;
mod recent;

pub use api::{SearchEverywhere, search_everywhere};
pub use body::body;
pub use dialog::{Draw, PATH, Palette, dialog, way};
pub use entry::listed;
pub use list::{FORM, links};
