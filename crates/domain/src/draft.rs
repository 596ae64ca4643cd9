//! From raw form text to checked values: every field is looked at, every error is kept.

use crate::{FieldCode, FieldError, FieldErrors, money, text};
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// Collects the errors of one draft while its fields are parsed.
#[derive(Default)]
pub struct Checker {
    errors: Vec<FieldError>,
}

impl Checker {
    pub fn fail(&mut self, field: &str, code: FieldCode) {
        self.errors.push(FieldError::new(field, code));
    }

    /// Whether anything is wrong with the field so far.
    pub fn has_failed(&self, field: &str) -> bool {
        self.errors.iter().any(|e| e.field == field)
    }

    /// Trimmed text of 1 to `max` characters without control characters.
    pub fn text(&mut self, field: &str, raw: &str, max: u32) -> String {
        match self.optional_text(field, raw, max) {
            Some(text) => text,
            None => {
                if !self.has_failed(field) {
                    self.fail(field, FieldCode::Required);
                }
                String::new()
            }
        }
    }

    /// As [`Self::text`], in one line: a name, a code, a title.
    pub fn line(&mut self, field: &str, raw: &str, max: u32) -> String {
        match self.in_one_line(field, raw) {
            true => self.text(field, raw, max),
            false => String::new(),
        }
    }

    /// As [`Self::optional_text`], in one line.
    pub fn optional_line(&mut self, field: &str, raw: &str, max: u32) -> Option<String> {
        self.in_one_line(field, raw).then(|| self.optional_text(field, raw, max)).flatten()
    }

    fn in_one_line(&mut self, field: &str, raw: &str) -> bool {
        let whole = !text::tidy(raw).chars().any(leaves_the_line);
        if !whole {
            self.fail(field, FieldCode::Malformed);
        }
        whole
    }

    /// Trimmed text of at most `max` characters; empty is absent. Lines end with LF, also those that a
    /// browser's form sends with CR LF.
    pub fn optional_text(&mut self, field: &str, raw: &str, max: u32) -> Option<String> {
        let text = text::tidy(raw).replace("\r\n", "\n");
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
            self.fail(field, FieldCode::Malformed);
            return None;
        }
        if text.chars().count() > max as usize {
            self.fail(field, FieldCode::TooLong { max });
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// An amount of money in minor units, from zero on; empty is absent.
    pub fn amount(&mut self, field: &str, raw: &str, currency: &str) -> Option<i64> {
        let raw = raw.trim();
        if raw.is_empty() {
            return None;
        }
        match money::parse_minor(raw, money::currency_decimals(currency)) {
            Ok(minor) if minor < 0 => {
                self.fail(field, FieldCode::OutOfRange { min: 0, max: i64::MAX });
                None
            }
            Ok(minor) => Some(minor),
            Err(error) => {
                self.fail(field, money::field_code(raw, error));
                None
            }
        }
    }

    /// A value that must be there.
    pub fn required<T: FromStr>(&mut self, field: &str, raw: &str, wrong: FieldCode) -> Option<T> {
        if raw.trim().is_empty() {
            self.fail(field, FieldCode::Required);
            return None;
        }
        self.optional(field, raw, wrong)
    }

    /// A value that may be absent.
    pub fn optional<T: FromStr>(&mut self, field: &str, raw: &str, wrong: FieldCode) -> Option<T> {
        let raw = raw.trim();
        if raw.is_empty() {
            return None;
        }
        let value = raw.parse().ok();
        if value.is_none() {
            self.fail(field, wrong);
        }
        value
    }

    /// A whole number between two bounds, or absent.
    pub fn whole(&mut self, field: &str, raw: &str, min: i64, max: i64) -> Option<i64> {
        let value = self.optional::<i64>(field, raw, FieldCode::NotANumber)?;
        if (min..=max).contains(&value) {
            return Some(value);
        }
        self.fail(field, FieldCode::OutOfRange { min, max });
        None
    }

    /// The value, unless a field was wrong. `None` stands for a value that a wrong field kept from being built.
    ///
    /// # Errors
    /// Every field's error, in the order in which they were found.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, FieldErrors> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(FieldErrors(self.errors)),
        }
    }
}

/// What has no place in a text of one line: line breaks, control characters, and those that turn the direction of
/// reading, with which a name can pose as another.
pub fn leaves_the_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Reads a draft's field from JSON text, number, boolean or null alike, so that `{"site_id": 3}` and a
/// form's `site_id=3` are the same draft.
///
/// # Errors
/// When the value is a list or an object.
pub fn loose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Text(String),
        Whole(i64),
        Number(f64),
        Flag(bool),
        Null(()),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Text(text) => text,
        Loose::Whole(n) => n.to_string(),
        Loose::Number(n) => n.to_string(),
        Loose::Flag(b) => b.to_string(),
        Loose::Null(()) => String::new(),
    })
}

/// As [`loose`], for an amount: a JSON number is not in doubt where its text would be, `1.500`.
///
/// # Errors
/// When the value is a list or an object.
pub fn loose_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Text(String),
        Whole(i64),
        Number(f64),
        Null(()),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Text(text) => text,
        Loose::Whole(n) => n.to_string(),
        Loose::Number(n) => crate::money::settled(&n.to_string(), crate::money::DecimalMark::Point),
        Loose::Null(()) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        for bad in ["Jean\nNoel", "a\tb", "a\u{202e}b", "a\u{2028}b", "a\u{200f}b", "a\0b"] {
            let mut c = Checker::default();
            assert_eq!(c.line("name", bad, 60), "", "{bad:?}");
            assert_eq!(c.optional_line("other", bad, 60), None, "{bad:?}");
            let errors = c.finish(Some(())).expect_err("refused").0;
            let wrong = ["name", "other"].map(|field| FieldError::new(field, FieldCode::Malformed));
            assert_eq!(errors, wrong, "{bad:?}");
        }
        let mut c = Checker::default();
        assert_eq!(c.line("name", " Jean-Noël O’Brien\r\n", 60), "Jean-Noël O’Brien");
        assert_eq!(c.optional_line("other", "  ", 60), None);
        assert_eq!(c.finish(Some(())), Ok(()));
    }
}
