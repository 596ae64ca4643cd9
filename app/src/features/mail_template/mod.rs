//! The words of mails: what each says in each language, edited and seen as it is sent.

pub mod api;
mod edit;
mod list;
mod preview;

pub use edit::edit_page;
pub use list::list_page;
