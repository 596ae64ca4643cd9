//! What an administrator can tell the platform: sections of typed fields, each with a default.
//!
//! A new section is one file with its type, one line in [`SECTIONS`], and its words in `settings.json`.

mod alerts;
mod draft;
mod general;
mod mail;
mod security;
mod storage;
mod view;
mod work;

pub use alerts::Alerts;
pub use draft::SettingsDraft;
pub use general::General;
pub use mail::Mail;
pub use security::Security;
pub use storage::Storage;
pub use view::SectionView;
pub use work::Work;

use crate::{FieldErrors, draft::Checker};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The values of a section, by field.
pub type Values = Map<String, Value>;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// At most so many characters.
    Text {
        max: u32,
    },
    Whole {
        min: i64,
        max: i64,
    },
    /// One of these.
    Choice(&'static [&'static str]),
    /// On or off.
    Flag,
    /// A name of the IANA list; whether it exists is known to the server alone.
    TimeZone,
    /// ISO 4217.
    Currency,
    /// Never shown nor told again: left empty, it stays what it is. Its name must say so (`…_password`,
    /// `…_secret`), or a form refused before WASM would be kept with it.
    Secret {
        max: u32,
    },
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether a text may not be empty.
    pub required: bool,
    /// Of a secret: the fields that it belongs to. When one of them changes, it must be typed again.
    pub bound_to: &'static [&'static str],
    /// Of a flag that came later than its section: off wherever the section had been saved before.
    pub default_off: bool,
}

impl Field {
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false, bound_to: &[], default_off: false }
    }

    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    #[must_use]
    pub const fn bound_to(self, fields: &'static [&'static str]) -> Self {
        Self { bound_to: fields, ..self }
    }

    #[must_use]
    pub const fn default_off(self) -> Self {
        Self { default_off: true, ..self }
    }

    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret { .. })
    }
}

/// A section as a type: its fields are the type's own, its default is the type's.
pub trait Section: Default + Serialize + DeserializeOwned {
    /// In the address and in the database.
    const KEY: &'static str;
    const FIELDS: &'static [Field];

    /// What several fields say together.
    fn check(&self, _checker: &mut Checker) {}
}

/// A section as the page and the service go through them.
#[derive(Clone, Copy)]
pub struct Registered {
    pub key: &'static str,
    pub fields: &'static [Field],
    defaults: fn() -> Values,
    check: fn(&Values) -> Result<(), FieldErrors>,
}

/// Every section, in the order of the page.
pub const SECTIONS: &[Registered] =
    &[of::<General>(), of::<Work>(), of::<Security>(), of::<Mail>(), of::<Alerts>(), of::<Storage>()];

const fn of<S: Section>() -> Registered {
    Registered { key: S::KEY, fields: S::FIELDS, defaults: defaults::<S>, check: check::<S> }
}

fn defaults<S: Section>() -> Values {
    match serde_json::to_value(S::default()) {
        Ok(Value::Object(values)) => values,
        _ => Values::new(),
    }
}

fn check<S: Section>(values: &Values) -> Result<(), FieldErrors> {
    let mut checker = Checker::default();
    let section: Option<S> = serde_json::from_value(Value::Object(values.clone())).ok();
    if let Some(section) = &section {
        section.check(&mut checker);
    }
    checker.finish(section.map(drop))
}

impl Registered {
    /// The section of that name.
    pub fn of(key: &str) -> Option<&'static Registered> {
        SECTIONS.iter().find(|s| s.key == key)
    }

    /// What holds until somebody says otherwise.
    pub fn defaults(&self) -> Values {
        (self.defaults)()
    }

    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The fields that are never told.
    pub fn secrets(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|f| f.is_secret())
    }

    /// # Errors
    /// What several fields say together and must not.
    pub fn check(&self, values: &Values) -> Result<(), FieldErrors> {
        (self.check)(values)
    }

    /// The values for a log or an audit entry: of a secret only that there is one.
    pub fn redacted(&self, values: &Values) -> Values {
        let mut shown = values.clone();
        for field in self.secrets() {
            let set = shown.get(field.name).and_then(Value::as_str).is_some_and(|s| !s.is_empty());
            shown.insert(field.name.to_owned(), Value::from(if set { "***" } else { "" }));
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldCode;
    use proptest::prelude::*;

    #[test]
    fn every_section_describes_exactly_its_own_fields() {
        for section in SECTIONS {
            let mut described: Vec<&str> = section.fields.iter().map(|f| f.name).collect();
            described.sort_unstable();
            let defaults = section.defaults();
            let mut stored: Vec<&str> = defaults.keys().map(String::as_str).collect();
            stored.sort_unstable();
            assert_eq!(described, stored, "{}", section.key);
            assert_eq!(SECTIONS.iter().filter(|s| s.key == section.key).count(), 1);
        }
    }

    #[test]
    fn the_defaults_are_what_a_form_would_send() {
        for section in SECTIONS {
            let view = SectionView::new(section, None, 0);
            let draft = SettingsDraft::from(&view);
            let mut told = section.defaults();
            told.retain(|name, _| !section.secrets().any(|secret| secret.name == name));
            assert_eq!(draft.parse(section).expect(section.key), told);
        }
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let section = Registered::of("security").expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        draft.values.insert("min_length".into(), "3".into());
        draft.values.insert("session_days".into(), "x".into());
        draft.values.insert("flying".into(), "1".into());
        let errors = draft.parse(section).expect_err("three wrong fields");
        let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["min_length", "session_days", "flying"]);
        assert_eq!(errors.of("flying").map(|e| &e.code), Some(&FieldCode::NotAllowed));
    }

    #[test]
    fn a_form_that_comes_back_keeps_everything_but_secrets() {
        for field in SECTIONS.iter().flat_map(|s| s.fields) {
            assert_eq!(crate::form_replay::may_keep(field.name), !field.is_secret(), "rename {}", field.name);
        }
    }

    #[test]
    fn a_draft_takes_numbers_and_texts_alike() {
        let json = r#"{"version":3,"session_days":14,"four_kinds":true,"min_length":"12"}"#;
        let draft: SettingsDraft = serde_json::from_str(json).expect("a draft");
        assert_eq!(draft.version, "3");
        assert_eq!(draft.values.get("session_days").map(String::as_str), Some("14"));
        assert_eq!(draft.values.get("four_kinds").map(String::as_str), Some("true"));
    }

    #[test]
    fn a_secret_is_never_told() {
        const FIELDS: &[Field] = &[Field::new("key", Kind::Secret { max: 9 })];
        let section = Registered { key: "x", fields: FIELDS, defaults: Values::new, check: |_| Ok(()) };
        let values = Values::from_iter([("key".to_owned(), Value::from("hunter2"))]);
        assert_eq!(section.redacted(&values).get("key"), Some(&Value::from("***")));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsing_panic(text in "\\PC{0,20}") {
            for section in SECTIONS {
                let values = section.fields.iter().map(|f| (f.name.to_owned(), text.clone())).collect();
                let _ = SettingsDraft { version: String::new(), values }.parse(section);
            }
        }
    }
}
