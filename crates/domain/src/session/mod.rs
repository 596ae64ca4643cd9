//! Sign-in: what the form asks, how long a session lives, how many tries one has.

mod claims;
mod limits;
mod reset;
mod second_step;
mod setup;
mod view;

pub use claims::Claims;
pub use limits::{Limit, Limits, WINDOW_SECONDS};
pub use reset::{ForgotDraft, LinkPurpose, RESET_SECONDS, ResetDraft};
pub use second_step::{
    CODE_STEP_SECONDS, RECOVERY_CODES, SecondStepKind, SecondStepState, SecondStepView, TICKET_SECONDS,
    TypedCode, base32, code_steps, recovery_code, setup_link, setup_uri, spaced,
};
pub use setup::{NewAdmin, SetupDraft};
pub use view::SessionView;

use crate::{FieldErrors, draft::Checker};
use serde::{Deserialize, Serialize};

/// A used refresh token is still honoured for so long: two tabs may renew at the same moment.
pub const REUSE_GRACE_SECONDS: i64 = 30;

/// The sign-in form: an e-mail address or a username, and the password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    pub login: String,
    pub password: String,
    /// Where to go afterwards; only a path of our own is followed.
    pub next: String,
}

impl SignInDraft {
    /// The folded login, when both fields are filled.
    ///
    /// # Errors
    /// The empty fields.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        let mut c = Checker::default();
        let login = c.text("login", &self.login, 254);
        if self.password.is_empty() {
            c.fail("password", crate::FieldCode::Required);
        }
        c.finish(Some(login.to_lowercase()))
    }
}

impl std::fmt::Debug for SignInDraft {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInDraft").field("login", &self.login).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldCode;

    #[test]
    fn both_fields_are_asked_at_once_and_the_login_is_folded() {
        let errors = SignInDraft::default().parse().expect_err("empty");
        assert_eq!(errors.of("login").map(|e| &e.code), Some(&FieldCode::Required));
        assert_eq!(errors.of("password").map(|e| &e.code), Some(&FieldCode::Required));
        let draft = SignInDraft {
            login: " Claire.Dumas@Usine.example ".into(),
            password: " ".into(),
            next: String::new(),
        };
        assert_eq!(draft.parse().as_deref(), Ok("claire.dumas@usine.example"));
        assert!(!format!("{draft:?}").contains("password: \""));
    }
}
