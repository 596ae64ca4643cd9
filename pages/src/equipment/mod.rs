//! Equipment: the machines of the plant and their components. List, one machine, its form, its label.

mod api;
mod bulk;
mod chips;
mod choices;
mod columns;
mod components;
mod detail;
mod fields;
mod filters;
mod form;
mod head;
mod history;
mod label;
mod life;
mod list;
mod meanwhile;
mod overview;
mod place;
mod specifications;
mod table;

pub use detail::detail;
pub use form::{edit, new};
pub use label::{ids, label, labels};
pub use list::list;
