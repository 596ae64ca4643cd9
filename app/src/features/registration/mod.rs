//! Requests for an account: `/register` asks, `/register/confirm` stands behind the link in the mail, and
//! `/admin/users/requests/:id` decides.

mod api;
mod ask;
mod confirm;
mod decide;
mod waiting;

pub use ask::ask_page;
pub use confirm::confirm_page;
pub use decide::decide_page;
pub use waiting::waiting;
