//! The texts of mails: HTML and plain text, French and English, over one layout each. HTML is escaped, and a
//! name that a template uses and nobody gave is an error, not a hole in the text.

use domain::{
    Error, Result,
    mail::{MailTemplate, header_text},
    user::Language,
};
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Serialize;
use std::sync::LazyLock;

/// A mail, ready to be sent.
#[derive(Debug)]
pub(super) struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

macro_rules! sources {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("templates/", $name)))),+] };
}

const SOURCES: &[(&str, &str)] = sources![
    "layout.html",
    "layout.txt",
    "fr/mail_trial.html",
    "fr/mail_trial.subject",
    "fr/mail_trial.txt",
    "fr/password_changed.html",
    "fr/password_changed.subject",
    "fr/password_changed.txt",
    "fr/password_reset.html",
    "fr/password_reset.subject",
    "fr/password_reset.txt",
    "en/mail_trial.html",
    "en/mail_trial.subject",
    "en/mail_trial.txt",
    "en/password_changed.html",
    "en/password_changed.subject",
    "en/password_changed.txt",
    "en/password_reset.html",
    "en/password_reset.subject",
    "en/password_reset.txt",
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in SOURCES {
        environment.add_template(name, source).expect("the templates are part of the program and parse");
    }
    environment
});

/// Fills the template of that language.
pub(super) fn render(template: MailTemplate, language: Language, letter: &impl Serialize) -> Result<Written> {
    let part = |kind: &str| -> Result<String, minijinja::Error> {
        let name = format!("{language}/{template}.{kind}");
        let values = context! { language => language.as_str(), ..minijinja::Value::from_serialize(letter) };
        TEMPLATES.get_template(&name)?.render(values)
    };
    let written = || -> Result<Written, minijinja::Error> {
        Ok(Written { subject: part("subject")?, text: part("txt")?, html: part("html")? })
    };
    let Written { subject, text, html } = written().map_err(|error| {
        tracing::error!(%error, mail.template = %template, "the mail {template} cannot be written: {error}");
        Error::Internal { incident: String::new() }
    })?;
    let subject = header_text(&subject).ok_or(Error::Internal { incident: String::new() })?.to_owned();
    Ok(Written { subject, text, html })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Letter;

    fn letters() -> Vec<Letter> {
        let (name, link) =
            ("Léa <b>Martin</b>".to_owned(), "https://vigie.test/x?token=a&b=\"c\"".to_owned());
        vec![
            Letter::PasswordReset { name: name.clone(), link: link.clone(), minutes: 10 },
            Letter::PasswordChanged { name: name.clone(), link: link.clone() },
            // Any text must come through whole.
            Letter::MailTrial { name, server: link },
        ]
    }

    #[test]
    fn every_mail_is_written_in_every_language_as_text_and_html() {
        let letters = letters();
        assert_eq!(letters.len(), MailTemplate::ALL.len());
        for letter in &letters {
            for language in Language::ALL {
                let mail = render(letter.template(), *language, letter).expect("complete");
                assert!(!mail.subject.is_empty() && !mail.subject.contains('\n'), "{mail:?}");
                assert!(mail.text.contains("Léa <b>Martin</b>"), "{}", mail.text);
                assert!(mail.text.contains("https://vigie.test/x?token=a&b=\"c\""), "{}", mail.text);
                assert!(mail.html.contains("Léa &lt;b&gt;Martin"), "{}", mail.html);
                assert!(mail.html.contains(&format!("lang=\"{language}\"")), "{}", mail.html);
                assert!(!mail.html.contains("<b>Martin") && !mail.html.contains("b=\"c\""), "{}", mail.html);
                assert!(!mail.html.contains("<script") && !mail.html.contains("<img"));
            }
        }
    }

    #[test]
    fn what_nobody_gave_is_an_error() {
        assert!(render(MailTemplate::PasswordReset, Language::Fr, &context! { name => "Léa" }).is_err());
    }
}
