//! The design system: components that know no business noun and take words already translated.
//! Each one is plain HTML that works before WASM; hydration only makes it quicker.

mod badge;
mod brand;
mod breadcrumb;
mod button;
mod dialog;
mod empty;
mod error_state;
mod field;
mod icon;
mod ids;
mod pager;
mod popover;
mod select;
mod shell;
mod skeleton;
mod table;
mod tabs;
mod toast;
mod tone;

pub use badge::*;
pub use brand::*;
pub use breadcrumb::*;
pub use button::{Button, IconButton, IconLink, LinkButton, Size, Variant};
pub use dialog::*;
pub use empty::*;
pub use error_state::*;
pub use field::{Field, TextArea};
pub use icon::*;
pub use ids::field_id;
pub use pager::*;
pub use select::*;
pub use shell::*;
pub use skeleton::*;
pub use table::*;
pub use tabs::*;
pub use toast::*;
pub use tone::*;
