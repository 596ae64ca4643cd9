//! Sign-in: what the form asks, how long a session lives, how many tries one has.

use crate::{FieldErrors, draft::Checker};
use serde::{Deserialize, Serialize};

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
