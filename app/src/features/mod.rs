//! One folder per noun: its server functions (`api.rs`) and its pages.

pub mod account;
pub mod intervention;
pub mod not_found;
pub mod site;
pub mod undo;
