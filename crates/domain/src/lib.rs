//! Vigie's rules: types, drafts, queries, permissions and errors. Pure: no async, no I/O, no clock.
//!
//! Everything here compiles for the server and for the browser, so a form, a server function and the
//! REST API cannot disagree. Time is always an argument.

pub mod access;
pub mod alert;
pub mod audit;
pub mod campaign;
pub mod checklist;
pub mod colour;
pub mod document;
pub mod draft;
pub mod equipment;
pub mod equipment_type;
pub mod error;
pub mod event;
pub mod failure;
pub mod failure_code;
pub mod form_replay;
pub mod id;
pub mod import;
pub mod intervention;
pub mod intervention_template;
pub mod job;
#[cfg(not(target_arch = "wasm32"))]
pub mod key;
pub mod kpi;
pub mod mail;
pub mod maintenance_type;
pub mod money;
pub mod notification;
pub mod page;
pub mod palette;
pub mod password;
pub mod plan;
pub mod planning;
pub mod production_line;
pub mod record;
pub mod recurrence;
pub mod reference;
pub mod reliability;
pub mod saved_view;
pub mod session;
pub mod settings;
pub mod site;
pub mod span;
pub mod stock;
pub mod target;
pub mod team;
pub mod text;
pub mod text_enum;
pub mod time;
pub mod undo;
pub mod url;
pub mod user;
pub mod worktime;

#[cfg(feature = "orm")]
mod db_error;
#[cfg(feature = "openapi")]
mod openapi;
#[cfg(feature = "orm")]
mod orm;

pub use access::{Caller, Permission, Role, SiteScope};
pub use error::{Error, FieldCode, FieldDiff, FieldError, FieldErrors, Noun, Refusal, Result};
pub use id::*;
pub use money::Money;
pub use page::{Page, Pagination};
pub use time::{Date, LocalDateTime, Timestamp};
