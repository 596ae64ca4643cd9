//! A forgotten password: `/forgot-password` asks for a link, `/reset-password` stands behind it. `/invitation` stands
//! behind the link of somebody who was invited.

mod api;
mod forgot;
mod reset;

pub use forgot::forgot_page;
pub use reset::{invitation_page, reset_page};
