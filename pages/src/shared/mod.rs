//! What several pages share: loading and its states, forms, lists, texts of errors.

pub mod error_text;
pub mod filters;
pub mod form;
pub mod labels;
pub mod list;
pub mod load;
pub mod no_site;
pub mod removal;
pub mod replay;

pub use islands::number;
