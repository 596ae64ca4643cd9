//! Interventions: the work orders.

mod api;
mod detail;
mod filters;
mod list;

pub use detail::detail;
pub use list::list;
