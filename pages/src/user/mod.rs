//! People with an account: the list, one of them, a new one.

mod api;
mod detail;
mod edit;
mod fields;
mod filters;
mod form;
mod invitation;
mod list;
mod sessions;
mod skills;
mod switch;
mod text;

pub use detail::detail;
pub use fields::{role_field, site_boxes};
pub use form::new;
pub use list::list;
pub use text::{experience, granted_or_denied};
