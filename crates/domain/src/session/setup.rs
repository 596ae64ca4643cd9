//! The first start: the form that makes the first administrator.

use crate::{FieldCode, FieldErrors, draft::Checker, money, password::Secret, user};
use serde::{Deserialize, Serialize};

/// The form of the first start.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupDraft {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Made of the e-mail address when left empty.
    pub username: String,
    pub password: String,
    pub again: String,
    /// A first site, when given.
    pub site_name: String,
    /// Of the plant and its first site; `Europe/Paris` when left empty.
    pub timezone: String,
    /// Of the plant and its first site; `EUR` when left empty.
    pub currency: String,
}

/// A checked first administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdmin {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub username: String,
    pub password: Secret,
    pub site_name: Option<String>,
    /// Whether the zone exists is known to the server alone.
    pub timezone: String,
    pub currency: String,
}

impl SetupDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewAdmin, FieldErrors> {
        let mut c = Checker::default();
        let first_name = user::person_name(&mut c, "first_name", &self.first_name);
        let last_name = user::person_name(&mut c, "last_name", &self.last_name);
        let email = user::email(&mut c, "email", &self.email);
        let username = user::username(&mut c, "username", &self.username, &email);
        let own = [&*first_name, &*last_name, &*email, &*username];
        user::new_password(&mut c, "password", &self.password, &own);
        if self.password != self.again {
            c.fail("again", FieldCode::PasswordsDiffer);
        }
        let site_name = c.optional_line("site_name", &self.site_name, 120);
        let timezone =
            c.optional_line("timezone", &self.timezone, 64).unwrap_or_else(|| "Europe/Paris".into());
        let currency = c.optional_line("currency", &self.currency, 3).unwrap_or_else(|| "EUR".into());
        if !money::is_currency_code(&currency) {
            c.fail("currency", FieldCode::UnknownValue);
        }
        let password = Secret::new(&self.password);
        let admin =
            NewAdmin { first_name, last_name, email, username, password, site_name, timezone, currency };
        c.finish(Some(admin))
    }
}

impl std::fmt::Debug for SetupDraft {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetupDraft").field("email", &self.email).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_administrator_needs_names_an_address_and_a_password_twice() {
        let errors = SetupDraft::default().parse().expect_err("empty");
        let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["first_name", "last_name", "email", "password"]);
        let draft = SetupDraft {
            first_name: "Anne".into(),
            last_name: "Le Goff".into(),
            email: "Anne.LeGoff@usine.example".into(),
            password: "huitre tango barda".into(),
            again: "huitre tango barda".into(),
            ..Default::default()
        };
        let new = draft.parse().expect("valid");
        assert_eq!((new.email.as_str(), new.username.as_str()), ("anne.legoff@usine.example", "anne.legoff"));
        assert_eq!((new.timezone.as_str(), new.currency.as_str()), ("Europe/Paris", "EUR"));
        let errors = SetupDraft { again: "other".into(), ..draft }.parse().expect_err("differ");
        assert_eq!(errors.of("again").map(|e| &e.code), Some(&FieldCode::PasswordsDiffer));
    }
}
