//! One folder per noun: its server functions (`api.rs`) and its pages.

pub mod account;
pub mod chunks;
pub mod document;
pub mod equipment;
pub mod home;
pub mod import;
pub mod intervention;
pub mod kit;
pub mod login;
pub mod mail;
pub mod mail_template;
pub mod not_found;
pub mod palette;
pub mod password_reset;
pub mod registration;
pub mod second_step;
pub mod settings;
pub mod setup;
pub mod site;
pub mod undo;
pub mod user;
