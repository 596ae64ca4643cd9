//! Two-step sign-in: `/second-step` asks for the code after the password, `/account/second-step` sets the step
//! up and gives recovery codes.

mod api;
mod code;
mod codes;
mod own;

pub use code::code_page;
pub use own::{account_card, own_page};
