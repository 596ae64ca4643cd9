//! The outbox: every mail, what became of it, and what it says.

mod api;
mod detail;
mod list;
mod text;

pub use detail::detail;
pub use list::list;
pub use text::{fault, template};
