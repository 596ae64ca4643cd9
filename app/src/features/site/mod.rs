//! Sites: one plant each, with its clock and its currency.

pub mod api;
pub mod choices;
