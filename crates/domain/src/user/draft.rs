//! The forms of an account: creation, profile, password.

use super::{Language, Technician, technician, tidy_skills};
use crate::{
    FieldCode, FieldErrors, Permission, SiteId,
    access::Role,
    draft::{Checker, loose},
    password::{self, Secret},
};
use serde::{Deserialize, Serialize};

/// Whether a text has the form of an e-mail address: one `@`, a name before it, a domain with a dot after it.
/// Whether it exists only a message to it can tell.
pub fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    text.len() <= 254
        && (1..=64).contains(&name.len())
        && name.chars().all(plain)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// A required e-mail address, folded to lower case.
pub fn email(c: &mut Checker, field: &str, raw: &str) -> String {
    let address = c.text(field, raw, 254).to_lowercase();
    if !address.is_empty() && !is_email(&address) {
        c.fail(field, FieldCode::NotAnEmail);
    }
    address
}

/// A required first or last name of at most 60 characters. No name has angle brackets, and what is made of names is mostly
/// HTML: mails, titles, other programs' pages.
pub fn person_name(c: &mut Checker, field: &str, raw: &str) -> String {
    let name = c.line(field, raw, 60);
    if name.contains(['<', '>']) {
        c.fail(field, FieldCode::Malformed);
    }
    name
}

/// A username of 3 to 40 letters, digits, `.`, `-` and `_`; made of the e-mail address when left empty.
pub fn username(c: &mut Checker, field: &str, raw: &str, email: &str) -> String {
    let allowed = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ".-_".contains(ch);
    let Some(name) = c.optional_line(field, raw, 40) else {
        let local = crate::text::fold(email.split('@').next().unwrap_or_default());
        let mut made: String = local.chars().filter(|ch| allowed(*ch)).take(40).collect();
        while made.len() < 3 {
            made.push('0');
        }
        return made;
    };
    let name = name.to_lowercase();
    if name.len() < 3 {
        c.fail(field, FieldCode::TooShort { min: 3 });
    } else if !name.chars().all(allowed) {
        c.fail(field, FieldCode::Malformed);
    }
    name
}

/// Checks a new password against the rule.
pub fn new_password(c: &mut Checker, field: &str, raw: &str, own: &[&str]) {
    if raw.is_empty() {
        c.fail(field, FieldCode::Required);
    } else if let Some(code) = password::check(raw, own) {
        c.fail(field, code);
    }
}

/// A new account, as the command line and the API ask for it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NewUserDraft {
    pub email: String,
    /// Made of the e-mail address when left empty.
    #[serde(deserialize_with = "loose")]
    pub username: String,
    /// Not read with `invite`.
    pub password: String,
    /// Whether a mail lets the person choose the password; until then nobody signs in.
    pub invite: bool,
    pub first_name: String,
    pub last_name: String,
    /// `admin`, `supervisor`, `technician` or `client`.
    pub role: String,
    /// `fr` or `en`; the plant's when left empty.
    pub language: String,
    /// The sites that the person may see; an administrator sees all.
    pub sites: Vec<SiteId>,
    /// Beside those of the role: `import:run` grants, `-equipment:delete` takes away.
    pub permissions: Vec<String>,
    /// Of a technician, at most 60 characters.
    pub specialty: String,
    /// Of a technician: at most 30, each at most 60 characters; commas stand between several in one text.
    pub skills: Vec<String>,
    /// Of a technician: `junior`, `intermediate`, `senior` or `expert`.
    pub experience_level: String,
}

/// Permissions granted to a person (`true`) or taken from them, beside their role.
pub type Permissions = Vec<(Permission, bool)>;

/// A checked account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    pub email: String,
    pub username: String,
    /// Whether the username was made here, so that the service may number it.
    pub username_is_made: bool,
    /// None for somebody who is invited by mail.
    pub password: Option<Secret>,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    /// None for the plant's.
    pub language: Option<Language>,
    pub sites: Vec<SiteId>,
    pub permissions: Permissions,
    pub technician: Technician,
}

impl NewUserDraft {
    /// Whether the person would sign in and see nothing: no site, in a role that sees only its own.
    pub fn sees_nothing(&self) -> bool {
        self.sites.is_empty() && self.role.parse::<Role>().is_ok_and(|role| role != Role::Admin)
    }

    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewUser, FieldErrors> {
        let mut c = Checker::default();
        let email = email(&mut c, "email", &self.email);
        let username = username(&mut c, "username", &self.username, &email);
        let first_name = person_name(&mut c, "first_name", &self.first_name);
        let last_name = person_name(&mut c, "last_name", &self.last_name);
        if !self.invite {
            new_password(&mut c, "password", &self.password, &[&first_name, &last_name, &email, &username]);
        }
        let role = c.required::<Role>("role", &self.role, FieldCode::UnknownValue);
        let language = c.optional::<Language>("language", &self.language, FieldCode::UnknownValue);
        let sites = sorted(&self.sites);
        let permissions = parse_permissions(&mut c, &self.permissions);
        let technician = technician::parse(&mut c, &self.specialty, &self.skills, &self.experience_level);
        c.finish(role.map(|role| NewUser {
            email,
            username,
            username_is_made: self.username.trim().is_empty(),
            password: (!self.invite).then(|| Secret::new(&self.password)),
            first_name,
            last_name,
            role,
            language,
            sites,
            permissions,
            technician,
        }))
    }
}

fn parse_permissions(c: &mut Checker, texts: &[String]) -> Permissions {
    let mut found: Permissions = vec![];
    // A form has a line for each permission; one that is left to the role is empty.
    for (i, text) in texts.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let field = format!("permissions[{i}]");
        let (name, granted) = match text.trim().strip_prefix('-') {
            Some(name) => (name, false),
            None => (text.trim(), true),
        };
        match name.parse::<Permission>() {
            Ok(permission) if found.iter().any(|(p, _)| *p == permission) => {
                c.fail(&field, FieldCode::Repeated)
            }
            Ok(permission) => found.push((permission, granted)),
            Err(_) => c.fail(&field, FieldCode::UnknownValue),
        }
    }
    found
}

/// The form that changes somebody's account; the username stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct UserDraft {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// `admin`, `supervisor`, `technician` or `client`.
    pub role: String,
    /// `fr` or `en`.
    pub language: String,
    /// The sites that the person may see; an administrator sees all.
    pub sites: Vec<SiteId>,
    /// Beside those of the role: `import:run` grants, `-equipment:delete` takes away.
    pub permissions: Vec<String>,
    /// Of a technician, at most 60 characters.
    pub specialty: String,
    /// Of a technician: at most 30, each at most 60 characters; commas stand between several in one text.
    pub skills: Vec<String>,
    /// Of a technician: `junior`, `intermediate`, `senior` or `expert`.
    pub experience_level: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked change of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedUser {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub language: Language,
    pub sites: Vec<SiteId>,
    pub permissions: Permissions,
    pub technician: Technician,
}

impl UserDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<ChangedUser, FieldErrors> {
        let mut c = Checker::default();
        let email = email(&mut c, "email", &self.email);
        let first_name = person_name(&mut c, "first_name", &self.first_name);
        let last_name = person_name(&mut c, "last_name", &self.last_name);
        let role = c.required::<Role>("role", &self.role, FieldCode::UnknownValue);
        let language = c.required::<Language>("language", &self.language, FieldCode::UnknownValue);
        let permissions = parse_permissions(&mut c, &self.permissions);
        let sites = sorted(&self.sites);
        let technician = technician::parse(&mut c, &self.specialty, &self.skills, &self.experience_level);
        c.finish(role.zip(language).map(|(role, language)| ChangedUser {
            email,
            first_name,
            last_name,
            role,
            language,
            sites,
            permissions,
            technician,
        }))
    }

    /// The same draft as it is compared with a stored one: without what a form sends for nothing.
    #[must_use]
    pub fn tidy(&self) -> Self {
        let mut permissions: Vec<String> =
            self.permissions.iter().map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
        permissions.sort_unstable();
        let skills = tidy_skills(&self.skills);
        Self { permissions, sites: sorted(&self.sites), skills, ..self.clone() }
    }
}

fn sorted(sites: &[SiteId]) -> Vec<SiteId> {
    let mut sites = sites.to_vec();
    sites.sort_unstable();
    sites.dedup();
    sites
}

/// Permissions as a draft writes them.
pub fn permission_texts(permissions: &Permissions) -> Vec<String> {
    let mut texts: Vec<String> = permissions
        .iter()
        .map(|(p, granted)| if *granted { p.to_string() } else { format!("-{p}") })
        .collect();
    texts.sort_unstable();
    texts
}

impl std::fmt::Debug for NewUserDraft {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUserDraft").field("email", &self.email).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
