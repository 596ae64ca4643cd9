//! Imports: the wizard that brings in a file of history, and the list of what was brought in.

mod api;
mod columns;
mod detail;
mod layout;
mod list;
mod new;
mod progress;
mod reasons;
mod recall;
mod result;
pub mod text;
mod values;

pub use detail::detail;
pub use list::list;
pub use new::new;

/// Where the list is.
pub const LIST: &str = "/admin/import";
/// Where the form of a new import sends its file.
pub const UPLOAD: &str = "/admin/import/upload";
