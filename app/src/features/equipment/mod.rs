//! Equipment: the machines of the plant and their components. List, one machine, its form.

pub mod api;
mod bulk;
mod chips;
mod columns;
mod components;
mod detail;
mod fields;
mod filters;
mod form;
mod head;
mod history;
pub mod label;
mod life;
mod list;
mod meanwhile;
mod overview;
mod parent;
mod specifications;
mod table;

pub use detail::detail_page;
pub use form::form_page;
pub use list::list_page;
