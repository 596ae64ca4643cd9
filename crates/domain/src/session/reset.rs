//! A forgotten password: the form that asks for a link, and the one behind the link.

use crate::{
    FieldCode, FieldErrors,
    draft::Checker,
    password::Secret,
    text_enum,
    user::{email, new_password},
};
use serde::{Deserialize, Serialize};

/// Life of a link that sets a new password, in seconds.
pub const RESET_SECONDS: i64 = 600;

text_enum! {
    /// What a one-time link lets its holder do.
    pub enum LinkPurpose {
        PasswordReset = "password_reset",
        /// Choose the first password of a new account.
        Invitation = "invitation",
        /// Type the code of the second step, after a right password.
        SecondStep = "second_step",
    }
}

/// The form that asks for a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgotDraft {
    pub email: String,
}

impl ForgotDraft {
    /// The folded address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        let mut c = Checker::default();
        let address = email(&mut c, "email", &self.email);
        c.finish(Some(address))
    }
}

/// The form behind the link: the new password, twice.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetDraft {
    pub new_password: String,
    pub again: String,
}

impl ResetDraft {
    /// `own` are the person's names, e-mail address and username.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, own: &[&str]) -> Result<Secret, FieldErrors> {
        let mut c = Checker::default();
        new_password(&mut c, "new_password", &self.new_password, own);
        if self.new_password != self.again {
            c.fail("again", FieldCode::PasswordsDiffer);
        }
        c.finish(Some(Secret::new(&self.new_password)))
    }
}

impl std::fmt::Debug for ResetDraft {
    /// Nothing: every field is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetDraft").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_asked_for_with_an_address() {
        let draft = |email: &str| ForgotDraft { email: email.into() };
        assert_eq!(draft(" Claire@Usine.example ").parse().as_deref(), Ok("claire@usine.example"));
        for bad in ["", "claire", "a@b.fr\r\nBcc: c@d.fr"] {
            assert!(draft(bad).parse().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_new_password_follows_the_rule_and_is_typed_twice() {
        let draft = ResetDraft { new_password: "huitre tango barda".into(), again: "huitre".into() };
        let errors = draft.parse(&[]).expect_err("differ");
        assert_eq!(errors.of("again").map(|e| &e.code), Some(&FieldCode::PasswordsDiffer));
        let draft = ResetDraft { again: draft.new_password.clone(), ..draft };
        assert!(draft.parse(&[]).is_ok());
        assert!(draft.parse(&["huitre", "tango", "barda"]).is_err());
        assert!(!format!("{draft:?}").contains("huitre"));
    }
}
