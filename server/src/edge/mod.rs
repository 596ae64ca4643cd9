//! What every request passes through, whatever it asks for.

pub mod drain;
pub mod form_replay;
pub mod guard;
pub mod headers;
pub mod idempotency;
pub mod language;
pub mod last_slash;
pub mod leftover;
pub mod observe;
pub mod prefetch;
pub mod problem;
pub mod request_id;
pub mod rpc_status;
