//! Interventions: the work orders. Read here; what people enter and do comes with the pages that follow.

pub mod api;
mod detail;
mod filters;
mod list;

pub use detail::{detail_page, duration};
pub use list::list_page;
