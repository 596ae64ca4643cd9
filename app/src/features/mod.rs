//! One folder per noun: its server functions (`api.rs`) and its pages.

pub mod kit;
pub mod not_found;
