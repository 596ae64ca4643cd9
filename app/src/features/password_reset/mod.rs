//! A forgotten password: `/forgot-password` asks for a link, `/reset-password` stands behind it.

mod api;
mod forgot;
mod reset;

pub use forgot::forgot_page;
pub use reset::reset_page;
