//! Requests for an account: those that wait, above the list of accounts, and the page that decides one.

mod api;
mod decide;
mod waiting;

pub use decide::decide;
pub use waiting::waiting;
