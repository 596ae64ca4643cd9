//! What every request passes through, whatever it asks for.

pub mod problem;
pub mod request_id;
