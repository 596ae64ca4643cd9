//! How to reach the mail server.

use super::Address;
use crate::{password::Secret, text_enum};

text_enum! {
    /// How the way to the mail server is protected.
    pub enum Security {
        None = "none",
        /// Begins in the open and turns to TLS before anything is said; refused when the server cannot.
        StartTls = "starttls",
        /// TLS from the first byte.
        Tls = "tls",
    }
}

impl Security {
    /// The port that servers usually listen on.
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// The mail server and who the mails are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Signs in when given.
    pub username: Option<String>,
    pub password: Option<Secret>,
    pub from: Address,
    /// How long the server may take for one message, in seconds.
    pub timeout_seconds: u64,
}
