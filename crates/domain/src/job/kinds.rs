//! The kinds of jobs. Each is an entry here and a line of `perform` (`services/src/job/mod.rs`), which says who does it.

use crate::{
    ImportId, MailId, RegistrationId, UserId,
    access::{Caller, Permission},
    text_enum,
};
use serde::{Deserialize, Serialize};

/// An entry: its name with what it needs to know, its text in the database; how often it is tried before it is given up;
/// what it may do beside running; `once`, of which one waits or runs at a time, or one for each value of a field; `every`
/// so many seconds, so long `after` the beginning of such a time.
macro_rules! kinds {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($field:ident: $of:ty),+ })? = $text:literal, tries $tries:literal, may [$($permission:ident),*]
        $(, once [$($key:ident)?])? $(, every $every:literal $(after $after:literal)?)?;
    )+) => {
        text_enum! {
            /// What a job does.
            pub enum JobKind { $($name = $text),+ }
        }

        /// A job with what it needs to know.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Job {
            $($(#[$doc])* #[serde(rename = $text)] $name $({ $($field: $of),+ })?),+
        }

        impl Job {
            pub const fn kind(&self) -> JobKind {
                match self { $(Self::$name { .. } => JobKind::$name),+ }
            }

            /// Of jobs with the same key, one waits or runs at a time.
            pub fn dedup_key(&self) -> Option<String> {
                match self { $(Self::$name { $($($key,)?)? .. } => kinds!(@key $text $(, [$($key)?])?)),+ }
            }
        }

        impl JobKind {
            /// How often a job of this kind is tried before it is given up.
            pub const fn max_attempts(self) -> i32 {
                match self { $(Self::$name => $tries),+ }
            }

            /// What whoever does a job of this kind may do, and no more.
            pub const fn permissions(self) -> &'static [Permission] {
                match self { $(Self::$name => &[Permission::JobRun $(, Permission::$permission)*]),+ }
            }
        }

        /// What is done again and again.
        pub const RECURRING: &[Recurring] =
            &[$($(Recurring { job: Job::$name, every: $every, after: 0 $(+ $after)? },)?)+];
    };
    (@key $text:literal) => { None };
    (@key $text:literal, []) => { Some($text.to_owned()) };
    (@key $text:literal, [$key:ident]) => { Some(format!(concat!($text, ":{}"), $key)) };
}

/// A job that is done again and again, in seconds of universal time.
#[derive(Clone, Debug)]
pub struct Recurring {
    pub job: Job,
    pub every: i64,
    /// How long after the beginning of such a time.
    pub after: i64,
}

kinds! {
    /// Tells somebody that too many wrong passwords or codes were typed for their account; nobody when there is no such
    /// account.
    AccountLocked { user: Option<UserId> } = "account_locked", tries 6, may [SessionManage];
    /// Throws away what is over.
    CleanUp = "clean_up", tries 3, may [SessionManage], once [], every 3_600;
    /// Does what an import waits for (check, commit, undo), in the name of whoever asked for it.
    Import { import: ImportId, by: Box<Caller> } = "import", tries 6, may [], once [import];
    /// Tells of work whose deadline has passed.
    LateWork = "late_work", tries 3, may [], once [], every 300;
    /// Sends a link to whoever has this address; to nobody when nobody has it.
    PasswordReset { email: String } = "password_reset", tries 6, may [SessionManage];
    /// Answers a request for an account: a link to whoever has its address, or word that they have one.
    Registration { registration: RegistrationId } = "registration", tries 6, may [SessionManage];
    /// Hands a message of the outbox to the mail server. With the longest wait between tries, about a day: a mail server
    /// may be away for a night.
    SendMail { mail: MailId } = "send_mail", tries 32, may [], once [mail];
    /// Reads every content of the documents and compares it with its SHA-256.
    VerifyStore = "verify_store", tries 3, may [Operate], once [];
    /// Reads the whole audit trail and looks whether it is what was written. By night in Europe.
    VerifyTrail = "verify_trail", tries 3, may [AuditRead], once [], every 86_400 after 7_200;
    /// Looks whether administrators are to be told of something, and writes the mails.
    Watch = "watch", tries 3, may [], once [], every 1_800;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_written_with_its_kind_and_waits_once_for_what_it_is_about() {
        let job = Job::SendMail { mail: MailId(7) };
        let text = serde_json::to_string(&job).expect("JSON");
        assert_eq!(text, r#"{"kind":"send_mail","mail":7}"#);
        assert_eq!(serde_json::from_str::<Job>(&text).expect("a job"), job);
        assert_eq!(job.dedup_key().as_deref(), Some("send_mail:7"));
        assert_eq!(Job::PasswordReset { email: "a@b.fr".into() }.dedup_key(), None);
        assert_eq!(JobKind::VerifyTrail.permissions(), [Permission::JobRun, Permission::AuditRead]);
    }

    #[test]
    fn what_recurs_never_waits_twice() {
        assert_eq!(RECURRING.len(), 4);
        assert!(RECURRING.iter().all(|of| of.job.dedup_key().as_deref() == Some(of.job.kind().as_str())));
    }
}
