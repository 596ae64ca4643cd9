//! The texts of mails: HTML and plain text, French and English, over one layout each, as the program came with them
//! or as an administrator has edited them. HTML is escaped, and a name that a template uses and nobody gave is an
//! error, not a hole in the text.

use super::language;
use crate::defect::defect;
use domain::{
    FieldCode, FieldErrors, Result,
    draft::Checker,
    mail::{MailTemplate, TemplateWords, header_text, header_word},
    user::Language,
};
use minijinja::{AutoEscape, Environment, ErrorKind, HtmlEscape, UndefinedBehavior, Value, context, filters};
use serde::Serialize;
use std::{io, sync::LazyLock};

/// Steps that edited words may take: a hundred times what the longest of ours takes.
const FUEL: u64 = 2_000;
const RECURSION: usize = 20;
/// The longest part of a mail, in bytes.
const LONGEST: usize = 256 * 1024;

macro_rules! sources {
    ($($name:literal $(as $file:literal)?),+ $(,)?) => { &[$(($name, sources!(@ $name $($file)?))),+] };
    (@ $name:literal) => { include_str!(concat!("templates/", $name)) };
    (@ $name:literal $file:literal) => { include_str!(concat!("templates/", $file)) };
}

const SOURCES: &[(&str, &str)] = sources![
    "layout.html",
    "layout.txt",
    "fr/alert.html",
    "fr/alert.subject",
    "fr/alert.txt",
    "fr/information.html" as "fr/alert.html",
    "fr/information.subject",
    "fr/information.txt" as "fr/alert.txt",
    "fr/invitation.html",
    "fr/invitation.subject",
    "fr/invitation.txt",
    "fr/mail_trial.html",
    "fr/mail_trial.subject",
    "fr/mail_trial.txt",
    "fr/password_changed.html",
    "fr/password_changed.subject",
    "fr/password_changed.txt",
    "fr/password_reset.html",
    "fr/password_reset.subject",
    "fr/password_reset.txt",
    "fr/registration_approved.html",
    "fr/registration_approved.subject",
    "fr/registration_approved.txt",
    "fr/registration_confirm.html",
    "fr/registration_confirm.subject",
    "fr/registration_confirm.txt",
    "fr/registration_known.html",
    "fr/registration_known.subject",
    "fr/registration_known.txt",
    "fr/registration_refused.html",
    "fr/registration_refused.subject",
    "fr/registration_refused.txt",
    "fr/security_notice.html",
    "fr/security_notice.subject",
    "fr/security_notice.txt",
    "en/alert.html",
    "en/alert.subject",
    "en/alert.txt",
    "en/information.html" as "en/alert.html",
    "en/information.subject",
    "en/information.txt" as "en/alert.txt",
    "en/invitation.html",
    "en/invitation.subject",
    "en/invitation.txt",
    "en/mail_trial.html",
    "en/mail_trial.subject",
    "en/mail_trial.txt",
    "en/password_changed.html",
    "en/password_changed.subject",
    "en/password_changed.txt",
    "en/password_reset.html",
    "en/password_reset.subject",
    "en/password_reset.txt",
    "en/registration_approved.html",
    "en/registration_approved.subject",
    "en/registration_approved.txt",
    "en/registration_confirm.html",
    "en/registration_confirm.subject",
    "en/registration_confirm.txt",
    "en/registration_known.html",
    "en/registration_known.subject",
    "en/registration_known.txt",
    "en/registration_refused.html",
    "en/registration_refused.subject",
    "en/registration_refused.txt",
    "en/security_notice.html",
    "en/security_notice.subject",
    "en/security_notice.txt",
];

/// Knows the layouts alone, and of all that templates can do what [`language`] lets through.
static EDITED: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("title", filters::title);
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("escape", filters::escape);
    environment.add_filter("e", filters::escape);
    for (name, source) in SOURCES.iter().filter(|(name, _)| name.starts_with("layout.")) {
        environment.add_template(name, source).expect("the layouts are part of the program and parse");
    }
    environment
});

/// The words that the program came with.
pub(super) fn original(template: MailTemplate, language: Language) -> TemplateWords {
    let part = |kind: &str| {
        let name = format!("{language}/{template}.{kind}");
        SOURCES.iter().find(|(known, _)| **known == name).map_or("", |(_, source)| *source).trim().to_owned()
    };
    TemplateWords { subject: part("subject"), html: part("html"), text: part("txt") }
}

/// Fills the template of that language with its edited words. Where these cannot be filled, for a name that nobody thought
/// of when they were saved, the mail is not lost: it goes out in the words that the program came with.
pub(crate) fn render(
    edited: Option<&TemplateWords>,
    template: MailTemplate,
    language: Language,
    letter: &impl Serialize,
) -> Result<TemplateWords> {
    let failed = |errors: &FieldErrors| {
        tracing::error!(%errors, mail.template = %template, "the mail {template} cannot be written: {errors}");
    };
    if let Some(edited) = edited {
        match fill(edited, template, language, letter) {
            Ok(written) => return Ok(written),
            Err(errors) => failed(&errors),
        }
    }
    fill(&original(template, language), template, language, letter)
        .map_err(|errors| defect(&format!("the mail {template} cannot be written"), errors))
}

/// Fills words, whoever wrote them. The subject of a secret mail, which the outbox keeps, is not told the secret; and of
/// names, no subject is told what has no place in a message's head.
///
/// # Errors
/// One error per part that cannot be filled, with its line, or that leaves out what the mail is sent for.
pub(super) fn fill(
    words: &TemplateWords,
    template: MailTemplate,
    language: Language,
    letter: &impl Serialize,
) -> Result<TemplateWords, FieldErrors> {
    let mut c = Checker::default();
    let values = context! { language => language.as_str(), ..minijinja::Value::from_serialize(letter) };
    let secret = if template.is_secret() { template.required() } else { &[] };
    let told = match values.try_iter() {
        Ok(names) => names
            .filter(|name| name.as_str().is_none_or(|name| !secret.contains(&name)))
            .filter_map(|name| {
                let value = values.get_item(&name).ok()?;
                let value = value.as_str().map_or(value.clone(), |text| Value::from(header_word(text)));
                Some((name.as_str()?.to_owned(), value))
            })
            .collect(),
        Err(_) => values.clone(),
    };
    let mut part = |field: &str, name: &str, source: &str, values: &Value| match filled(name, source, values)
    {
        Ok(text) => text,
        Err(code) => {
            c.fail(field, code);
            String::new()
        }
    };
    let mut filled = TemplateWords {
        subject: part("subject", "mail.subject", &words.subject, &told),
        html: part("html", "mail.html", &words.html, &values),
        text: part("text", "mail.txt", &words.text, &values),
    };
    for name in template.required() {
        let value = values.get_attr(name).unwrap_or_default();
        let written = value.as_str().unwrap_or_default();
        let as_html = HtmlEscape(written).to_string();
        for (field, text, wanted) in [("html", &filled.html, &*as_html), ("text", &filled.text, written)] {
            if !c.has_failed(field) && !text.contains(wanted) {
                c.fail(field, FieldCode::TemplateMissing { name: (*name).to_owned() });
            }
        }
    }
    match header_text(&filled.subject).map(str::to_owned) {
        Some(subject) => filled.subject = subject,
        None => c.fail("subject", FieldCode::Malformed),
    }
    c.finish(Some(filled))
}

fn filled(name: &str, source: &str, values: &Value) -> Result<String, FieldCode> {
    if let Some(code) = language::refused(source) {
        return Err(code);
    }
    let code = |error: &minijinja::Error| code(error, source, values);
    let template = EDITED.template_from_named_str(name, source).map_err(|error| code(&error))?;
    // Also what stands in a branch that the examples do not take.
    let mut unknown: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(|name| !is_given(values, name)).collect();
    unknown.sort_by_key(|name| line_of(source, name));
    if let Some(name) = unknown.into_iter().next() {
        return Err(FieldCode::TemplateUnknown { line: line_of(source, &name), name });
    }
    let mut out = Limited(vec![]);
    template.render_captured_to(values, &mut out).map_err(|error| code(&error))?;
    String::from_utf8(out.0).map_err(|_| FieldCode::Malformed)
}

fn is_given(values: &Value, name: &str) -> bool {
    matches!(name, "super" | "self") || values.get_attr(name).is_ok_and(|value| !value.is_undefined())
}

/// The line in which a name stands as a word inside of braces.
fn line_of(source: &str, name: &str) -> u32 {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut open = false;
    for (number, line) in source.lines().enumerate() {
        let mut at = 0;
        for (start, _) in line.char_indices() {
            if start < at {
                continue;
            }
            let rest = &line[start..];
            if rest.starts_with("{{") || rest.starts_with("{%") {
                open = true;
            } else if rest.starts_with("}}") || rest.starts_with("%}") {
                open = false;
            } else if open
                && rest.starts_with(name)
                && !line[..start].ends_with(is_word)
                && !rest[name.len()..].starts_with(is_word)
            {
                return u32::try_from(number + 1).unwrap_or(u32::MAX);
            }
            at = start + 1;
        }
    }
    1
}

/// As many characters of a mistake are told.
const SHOWN: usize = 60;

fn code(error: &minijinja::Error, source: &str, values: &Value) -> FieldCode {
    let line = error.line().and_then(|line| u32::try_from(line).ok()).unwrap_or(1);
    // The place, not the engine's own sentence, which is in English alone; nothing where the text just ends.
    let span = error.range().and_then(|range| source.get(range)).unwrap_or_default().trim();
    match error.kind() {
        ErrorKind::UndefinedError if !is_given(values, span) && !span.is_empty() => {
            FieldCode::TemplateUnknown { line, name: span.to_owned() }
        }
        _ => FieldCode::TemplateSyntax { line, what: span.chars().take(SHOWN).collect() },
    }
}

/// Takes so much and no more.
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other("too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
