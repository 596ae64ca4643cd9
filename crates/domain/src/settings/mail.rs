//! The mail server that the platform sends through.

use super::{Field, Kind, Section};
use crate::{
    FieldCode,
    draft::Checker,
    mail::{Address, MailSettings, Security, header_text},
    password::Secret,
    user::is_email,
};
use serde::{Deserialize, Serialize};

/// Where mails go and who they are from. Without a host they stay in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mail {
    pub host: String,
    pub port: i64,
    pub security: Security,
    /// Signs in when given.
    pub username: String,
    pub smtp_password: String,
    pub from: String,
    pub from_name: String,
    /// How long the server may take for one message, in seconds.
    pub timeout_seconds: i64,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: Security::StartTls.usual_port().into(),
            security: Security::StartTls,
            username: String::new(),
            smtp_password: String::new(),
            from: String::new(),
            from_name: "Vigie".into(),
            timeout_seconds: 20,
        }
    }
}

impl Section for Mail {
    const KEY: &'static str = "mail";
    const FIELDS: &'static [Field] = &[
        Field::new("host", Kind::Text { max: 253 }),
        Field::new("security", Kind::Choice(&["starttls", "tls", "none"])),
        Field::new("port", Kind::Whole { min: 1, max: 65_535 }),
        Field::new("timeout_seconds", Kind::Whole { min: 1, max: 120 }),
        Field::new("username", Kind::Text { max: 200 }),
        // A kept password goes to the server and for the account that it was typed for, and nowhere else.
        Field::new("smtp_password", Kind::Secret { max: 500 }).bound_to(&["host", "username"]),
        Field::new("from", Kind::Text { max: 254 }),
        Field::new("from_name", Kind::Text { max: 100 }),
    ];

    fn check(&self, c: &mut Checker) {
        if self.host.contains(|ch: char| !ch.is_ascii_alphanumeric() && !matches!(ch, '.' | '-' | '_' | ':'))
        {
            c.fail("host", FieldCode::Malformed);
        }
        if self.username.contains(char::is_control) {
            c.fail("username", FieldCode::Malformed);
        }
        if header_text(&self.from_name).is_none() {
            c.fail("from_name", FieldCode::Malformed);
        }
        if !self.from.is_empty() && !is_email(&self.from) {
            c.fail("from", FieldCode::NotAnEmail);
        } else if self.from.is_empty() && !self.host.is_empty() {
            c.fail("from", FieldCode::Required);
        }
    }
}

impl Mail {
    /// How to reach the server; nothing without a host, or with values that another version of the program
    /// let through.
    pub fn server(&self) -> Option<MailSettings> {
        if self.host.is_empty() {
            return None;
        }
        let with_account = !self.username.is_empty();
        Some(MailSettings {
            host: self.host.clone(),
            port: u16::try_from(self.port).ok()?,
            security: self.security,
            username: with_account.then(|| self.username.clone()),
            password: (with_account && !self.smtp_password.is_empty())
                .then(|| Secret::new(&self.smtp_password)),
            from: Address::new(&self.from_name, &self.from).ok()?,
            timeout_seconds: self.timeout_seconds.unsigned_abs(),
        })
    }
}

impl From<&MailSettings> for Mail {
    fn from(settings: &MailSettings) -> Self {
        Self {
            host: settings.host.clone(),
            port: settings.port.into(),
            security: settings.security,
            username: settings.username.clone().unwrap_or_default(),
            smtp_password: settings.password.as_ref().map(|p| p.expose().to_owned()).unwrap_or_default(),
            from: settings.from.email().to_owned(),
            from_name: settings.from.name().to_owned(),
            timeout_seconds: i64::try_from(settings.timeout_seconds).unwrap_or(i64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Registered, SectionView, SettingsDraft};

    fn errors(changes: &[(&str, &str)]) -> Vec<(String, FieldCode)> {
        let section = Registered::of(Mail::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        draft.values.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        match draft.parse(section) {
            Ok(_) => vec![],
            Err(errors) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        }
    }

    #[test]
    fn what_would_begin_a_line_of_its_own_is_refused_at_its_field() {
        let from = ("from", "vigie@usine.example");
        assert_eq!(errors(&[("host", "mail.usine.example"), from]), []);
        assert_eq!(errors(&[("host", "::1"), from]), []);
        for (field, bad) in [
            ("host", "mail.usine.example\r\nRCPT TO:<a@b.fr>"),
            ("host", "mail usine"),
            ("host", "https://mail.usine.example/"),
            ("from_name", "Vigie\nBcc: a@b.fr"),
            ("from_name", "Vi\u{202e}gie"),
            ("username", "a\nb"),
        ] {
            assert_eq!(errors(&[("host", "a"), from, (field, bad)]), [(field.into(), FieldCode::Malformed)]);
        }
        assert_eq!(errors(&[("from", "a@b.fr\nBcc: c@d.fr")]), [("from".into(), FieldCode::Malformed)]);
    }

    #[test]
    fn a_server_needs_a_sender() {
        assert_eq!(errors(&[("host", "mail")]), [("from".into(), FieldCode::Required)]);
        assert_eq!(errors(&[]), []);
    }

    #[test]
    fn the_settings_of_a_server_are_the_server() {
        let mail = Mail {
            host: "mail.usine.example".into(),
            username: "vigie".into(),
            smtp_password: "x".into(),
            from: "vigie@usine.example".into(),
            ..Mail::default()
        };
        let server = mail.server().expect("a server");
        assert_eq!(Mail::from(&server), mail);
        assert_eq!(Mail::default().server(), None);
        let open = Mail { username: String::new(), ..mail }.server().expect("a server");
        assert_eq!((open.username, open.password), (None, None), "no account, no password");
    }
}
