//! The settings: one page per section, made of what the section says of its fields.

pub mod api;
mod field;
mod page;
pub mod text;
mod trial;

pub use page::settings_page;
