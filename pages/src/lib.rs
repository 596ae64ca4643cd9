//! Pages that the server alone draws. What must live in the browser is an island (`islands`); forms and lists are made better by
//! attributes (`islands::enhance`). Nothing of this crate is compiled for the browser.

mod audit;
mod campaign;
mod checklist;
mod dialog;
mod document;
mod equipment_type;
mod failure_code;
mod form;
mod frame;
mod intervention;
mod job;
mod mail;
mod maintenance_type;
mod notification;
mod page;
mod production_line;
mod record;
mod repair;
mod routes;
mod scan;
mod site;
mod skills;
mod team;
mod template;
mod toolbar;
mod work;

pub use document::document;
pub use routes::{App, addresses};
pub use work::REPORT_FORM;

/// Words that stand on paper as they stand on the pages.
pub mod words {
    pub use crate::{
        checklist::{answered, expected},
        failure_code::label as failure_code,
        work::{hold_reason, return_kind},
    };
}
