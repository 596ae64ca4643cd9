//! Trying a mail server: one message to oneself, at once, and what became of it.

use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The longest that a trial takes, in seconds, whatever the settings say.
pub const TRIAL_SECONDS: u64 = 20;
/// So many trials are made in ten minutes, by all administrators together.
pub const TRIALS_IN_TEN_MINUTES: u64 = 6;

text_enum! {
    /// Why a mail did not go, where we know better than the words of a library.
    pub enum MailFault {
        /// The server said no; its answer says why.
        Refused = "refused",
        /// The server does not take this account with this password.
        SignIn = "sign_in",
        UnknownHost = "unknown_host",
        /// Nothing listens at that port.
        NobodyThere = "nobody_there",
        /// The network does not lead there.
        Unreachable = "unreachable",
        NoAnswer = "no_answer",
        /// Nobody whom this machine trusts has signed the certificate.
        NotTrusted = "not_trusted",
        /// The certificate is another server's.
        OtherName = "other_name",
        /// The certificate is too old, or of the future.
        NotValidNow = "not_valid_now",
        /// The server does not offer STARTTLS.
        NoStartTls = "no_starttls",
        /// It speaks, but no TLS: often the port of another kind of protection.
        NoTls = "no_tls",
        /// The server offers no way to sign in that we know.
        NoSignIn = "no_sign_in",
        Other = "other",
    }
}

/// What became of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailTrial {
    /// The address that it was sent to.
    pub to: String,
    /// Where it was handed over: `host:port`.
    pub server: String,
    /// Absent when the server took the message.
    pub fault: Option<MailFault>,
    /// The server's last answer, code and lines, as it said them; or what the connection broke at.
    pub answer: String,
    pub milliseconds: i64,
}
