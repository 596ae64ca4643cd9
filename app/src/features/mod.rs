//! One folder per noun: its server functions (`api.rs`) and its pages.

pub mod equipment_type;
pub mod home;
pub mod intervention;
pub mod kit;
pub mod not_found;
pub mod production_line;
pub mod site;
