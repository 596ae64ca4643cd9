//! The words of mails: what each says in each language, edited and seen as it is sent.

mod api;
mod edit;
mod list;
mod preview;

pub use edit::edit;
pub use list::list;
