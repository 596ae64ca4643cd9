//! KPIs: each with its value or the reason of its absence, its interval and its evidence.
mod record;
pub use record::*;
