//! The settings: one page per section, made of what the section says of its fields.

pub mod api;
mod field;
mod nav;
mod page;
mod store;
pub mod text;
mod trial;

pub use nav::{PATH as SETTINGS, sections};
pub use page::settings_page;
