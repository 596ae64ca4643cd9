//! A request for an account: made by anybody where it is allowed, proven by a mail, decided by an administrator.

use super::{email, new_password, person_name};
use crate::{
    FieldCode, FieldErrors, LocalDateTime, RegistrationId, SiteId, Timestamp, access::Role, draft::Checker,
    password::Secret,
};
use serde::{Deserialize, Serialize};

/// Life of the link that confirms the address, in seconds.
pub const CONFIRM_SECONDS: i64 = 86_400;
/// A confirmed request that nobody decides is thrown away after so long, in seconds.
pub const UNDECIDED_SECONDS: i64 = 90 * 86_400;

/// The form of a request.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationDraft {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// `admin`, `supervisor`, `technician` or `client`.
    pub role: String,
    pub password: String,
    pub again: String,
}

/// A checked request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRegistration {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub password: Secret,
}

impl RegistrationDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewRegistration, FieldErrors> {
        let mut c = Checker::default();
        let first_name = name(&mut c, "first_name", &self.first_name);
        let last_name = name(&mut c, "last_name", &self.last_name);
        let email = email(&mut c, "email", &self.email);
        let role = c.required::<Role>("role", &self.role, FieldCode::UnknownValue);
        new_password(&mut c, "password", &self.password, &[&first_name, &last_name, &email]);
        if self.password != self.again {
            c.fail("again", FieldCode::PasswordsDiffer);
        }
        let password = Secret::new(&self.password);
        c.finish(role.map(|role| NewRegistration { email, first_name, last_name, role, password }))
    }
}

/// A name that anybody may have mailed to anybody: none that a mail program would make a link of.
fn name(c: &mut Checker, field: &str, raw: &str) -> String {
    let name = person_name(c, field, raw);
    let dotted = name.split_whitespace().any(|word| word.trim_end_matches('.').contains('.'));
    if dotted || name.contains(['/', ':', '@']) {
        c.fail(field, FieldCode::Malformed);
    }
    name
}

impl std::fmt::Debug for RegistrationDraft {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegistrationDraft").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A confirmed request, for whoever decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationView {
    pub id: RegistrationId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// The role that was asked for.
    pub role: Role,
    pub created_at: Timestamp,
    /// On the plant's wall clock.
    pub created_local: LocalDateTime,
}

/// What an administrator gives to somebody who asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalDraft {
    /// `admin`, `supervisor`, `technician` or `client`.
    pub role: String,
    /// The sites that the person may see; an administrator sees all.
    pub sites: Vec<SiteId>,
}

impl ApprovalDraft {
    /// # Errors
    /// What is wrong with the role.
    pub fn parse(&self) -> Result<(Role, Vec<SiteId>), FieldErrors> {
        let mut c = Checker::default();
        let role = c.required::<Role>("role", &self.role, FieldCode::UnknownValue);
        let mut sites = self.sites.clone();
        sites.sort_unstable();
        sites.dedup();
        c.finish(role.map(|role| (role, sites)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_of_a_request_is_told_at_once() {
        let errors =
            RegistrationDraft { again: "x".into(), ..Default::default() }.parse().expect_err("empty");
        let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["first_name", "last_name", "email", "role", "password", "again"]);
        let draft = RegistrationDraft {
            email: "Zoe@Usine.example".into(),
            first_name: "Zoé".into(),
            last_name: "Le Bihan".into(),
            role: "technician".into(),
            password: "huitre tango barda".into(),
            again: "huitre tango barda".into(),
        };
        let new = draft.parse().expect("valid");
        assert_eq!((new.email.as_str(), new.role), ("zoe@usine.example", Role::Technician));
        assert!(!format!("{draft:?}").contains("tango"));
    }

    #[test]
    fn nobody_has_a_link_sent_in_a_name() {
        for (text, fits) in [
            ("Jean-Noël", true),
            ("O’Brien Jr.", true),
            ("J. P.", true),
            ("Gain sur piege.example", false),
            ("https://piege", false),
            ("a@b", false),
            ("</title><x>", false),
        ] {
            let draft = RegistrationDraft { first_name: text.into(), ..Default::default() };
            let errors = draft.parse().expect_err("the rest is missing");
            assert_eq!(errors.0.iter().all(|e| e.field != "first_name"), fits, "{text}");
        }
    }

    #[test]
    fn an_approval_gives_a_role_and_each_site_once() {
        let draft = ApprovalDraft { role: "client".into(), sites: vec![SiteId(2), SiteId(1), SiteId(2)] };
        assert_eq!(draft.parse(), Ok((Role::Client, vec![SiteId(1), SiteId(2)])));
        assert!(ApprovalDraft::default().parse().is_err());
    }
}
