//! The forms of one's own account: password and profile.

use super::{
    Language, Theme,
    draft::{new_password, person_name},
};
use crate::{
    FieldCode, FieldErrors,
    draft::{Checker, loose},
    password::Secret,
};
use serde::{Deserialize, Serialize};

/// The form that changes one's password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordDraft {
    pub current_password: String,
    pub new_password: String,
    pub again: String,
}

/// A checked change of password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassword {
    pub current: Secret,
    pub new: Secret,
}

impl PasswordDraft {
    /// `own` are the person's names, e-mail address and username.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, own: &[&str]) -> Result<NewPassword, FieldErrors> {
        let mut c = Checker::default();
        if self.current_password.is_empty() {
            c.fail("current_password", FieldCode::Required);
        }
        new_password(&mut c, "new_password", &self.new_password, own);
        if self.new_password != self.again {
            c.fail("again", FieldCode::PasswordsDiffer);
        }
        c.finish(Some(NewPassword {
            current: Secret::new(&self.current_password),
            new: Secret::new(&self.new_password),
        }))
    }
}

impl std::fmt::Debug for PasswordDraft {
    /// Nothing: every field is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordDraft").finish_non_exhaustive()
    }
}

/// The form of one's own profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProfileDraft {
    pub first_name: String,
    pub last_name: String,
    /// `fr` or `en`; unchanged when left empty.
    #[serde(deserialize_with = "loose")]
    pub language: String,
    /// `auto`, `light`, `dark` or `sun`; unchanged when left empty.
    #[serde(deserialize_with = "loose")]
    pub theme: String,
}

/// A checked profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProfile {
    pub first_name: String,
    pub last_name: String,
    pub language: Option<Language>,
    pub theme: Option<Theme>,
}

impl ProfileDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewProfile, FieldErrors> {
        let mut c = Checker::default();
        let new = NewProfile {
            first_name: person_name(&mut c, "first_name", &self.first_name),
            last_name: person_name(&mut c, "last_name", &self.last_name),
            language: c.optional("language", &self.language, FieldCode::UnknownValue),
            theme: c.optional("theme", &self.theme, FieldCode::UnknownValue),
        };
        c.finish(Some(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_changed_with_the_current_one_and_twice_the_new_one() {
        let draft = PasswordDraft {
            current_password: "x".into(),
            new_password: "huitre tango barda".into(),
            again: "huitre tango barda".into(),
        };
        assert!(draft.parse(&[]).is_ok());
        assert!(draft.parse(&["Huitre", "Tango", "barda"]).is_err());
        let errors = PasswordDraft { again: "y".into(), current_password: String::new(), ..draft.clone() };
        assert_eq!(errors.parse(&[]).expect_err("two").0.len(), 2);
        assert!(!format!("{draft:?}").contains("tango"));
    }
}
