//! What several pages share: loading and its states, forms, lists, texts of errors.

pub mod draft_field;
pub mod filter_form;
pub mod filters;
pub mod form;
pub mod keeper;
pub mod list;
pub mod load;
pub mod no_site;
pub mod password;
pub mod plain_form;
pub mod reconnect;
pub mod record;
pub mod removal;
pub mod replay;
pub mod scroll;

pub use islands::{error_text, labels, number, status};
