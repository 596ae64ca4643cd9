//! Campaigns: one action over many machines.

mod api;
mod detail;
mod end;
mod list;
mod machines;
mod new;
mod preview;
mod text;

pub use detail::detail;
pub use list::list;
pub use new::new;
