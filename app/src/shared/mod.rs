//! What several pages share: loading and its states, forms, lists, texts of errors.

pub mod draft_field;
pub mod error_text;
pub mod filter_form;
pub mod filters;
pub mod form;
pub mod keeper;
pub mod labels;
pub mod list;
pub mod load;
pub mod no_site;
pub mod number;
pub mod password;
pub mod plain_form;
pub mod reconnect;
pub mod record;
pub mod record_page;
pub mod removal;
pub mod replay;
pub mod scroll;
pub mod status;
