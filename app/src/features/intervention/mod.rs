//! Interventions: the work orders. Their pages are in `pages`.

pub mod api;
