//! What stands around the pages: the document, the frame with its navigation, the notices.

mod connection;
mod document;
mod focus;
mod frame;
mod notice;
mod palette;
mod title;

pub use document::shell;
pub(crate) use frame::{Frame, groups, role, theme_icon, theme_name};
pub(crate) use palette::{Draw, PATH as SEARCH_PATH, Palette};
pub(crate) use title::title;
