//! People with an account: the list, one of them, a new one.

pub mod api;
mod detail;
mod edit;
pub mod fields;
mod filters;
mod form;
mod invitation;
mod list;
mod sessions;
mod skills;
mod switch;
pub mod text;

pub use detail::detail_page;
pub use form::new_page;
pub use list::list_page;
