//! Pages that the server alone draws. What must live in the browser is an island (`islands`); forms and lists are made better by
//! attributes (`islands::enhance`). Nothing of this crate is compiled for the browser.

mod campaign;
mod checklist;
mod document;
mod failure_code;
mod form;
mod frame;
mod intervention;
mod notification;
mod page;
mod repair;
mod routes;
mod template;
mod work;

pub use document::document;
pub use routes::{App, addresses};
