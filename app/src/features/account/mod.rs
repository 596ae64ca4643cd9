//! Sessions and sign-ins of an account, one's own or one that is administered.

pub mod api;
pub mod sessions;
pub mod sign_ins;
