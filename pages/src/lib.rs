//! Pages that the server alone draws. What must live in the browser is an island (`islands`); forms and lists are made better by
//! attributes (`islands::enhance`). Nothing of this crate is compiled for the browser.

mod account;
mod address;
mod audit;
pub mod backend;
mod bell;
mod campaign;
mod check;
mod checklist;
mod dialog;
mod document;
mod door;
mod equipment;
mod equipment_type;
mod error;
mod failure_code;
mod form;
mod frame;
mod home;
mod html;
mod import;
mod intervention;
mod job;
mod kit;
mod layout;
mod mail;
mod mail_template;
mod maintenance_type;
mod nav;
mod not_found;
mod notification;
mod page;
mod palette;
mod password;
mod plain_form;
mod production_line;
mod record;
mod registration;
mod repair;
mod routes;
mod scan;
mod search;
pub mod session;
mod settings;
pub mod shared;
mod site;
mod skills;
mod team;
mod template;
mod toolbar;
mod undo;
mod user;
mod waiting;
mod work;

pub use document::{UPLOAD as UPLOAD_FORM, href as documents_page};
pub use equipment::ids as equipment_ids;
pub use error::{ApiError, ApiResult};
pub use html::document;
pub use import::{LIST as IMPORT_LIST, UPLOAD as IMPORT_UPLOAD};
pub use islands::mail_preview::TEMPLATES;
/// The `output` of every server function.
pub use leptos::server_fn::codec::Json;
pub use routes::App;
pub use work::REPORT_FORM;

/// Words that stand elsewhere, on paper and in files, as they stand on the pages.
pub mod words {
    pub use crate::{
        checklist::{answered, expected},
        document::kind as document_kind,
        failure_code::label as failure_code,
        import::text as import,
        work::{hold_reason, return_kind},
    };
}
