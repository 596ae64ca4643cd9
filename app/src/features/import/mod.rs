//! Imports: the wizard that brings in a file of history, and the list of what was brought in.

pub mod api;
mod columns;
mod layout;
mod list;
mod new;
mod page;
mod progress;
mod reasons;
mod recall;
mod result;
pub mod text;
mod values;

pub use list::list_page;
pub use new::new_page;
pub use page::import_page;

/// Where the list is.
pub const LIST: &str = "/admin/import";
/// Where the form of a new import sends its file: a plain form, the same before WASM.
pub const UPLOAD: &str = "/admin/import/upload";
