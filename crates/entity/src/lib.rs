//! One file per table: its row as the database holds it. Never leaves `services`.

pub mod audit_entry;
pub mod audit_head;
pub mod counter;
pub mod equipment;
pub mod equipment_type;
pub mod event;
pub mod form_replay;
pub mod idempotency_key;
pub mod import;
pub mod import_chunk;
pub mod import_row;
pub mod intervention;
pub mod job;
pub mod lease;
pub mod login_attempt;
pub mod mail;
pub mod one_time_token;
pub mod production_line;
pub mod refresh_token;
pub mod saved_view;
pub mod session;
pub mod setting;
pub mod site;
pub mod user;
pub mod user_permission;
pub mod user_site;
