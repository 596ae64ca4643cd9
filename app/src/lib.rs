//! What the pages share: the document, notices and undo, lists, forms, texts.

pub mod address;
pub mod features;
mod layout;
pub mod notice {
    //! The notice after a change, and the way to take it back.

    pub use crate::layout::Notice;
}
pub mod shared;

#[cfg(feature = "ssr")]
pub use islands::backend;
pub use islands::{ApiError, ApiResult, Json, error, session};
pub use layout::{document, title};
