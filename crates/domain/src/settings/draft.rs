//! The form of a section: raw text by field.

use super::{Field, Kind, Registered, SectionView, Values};
use crate::{
    FieldCode, FieldErrors,
    draft::{Checker, loose},
    money,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What was typed into the fields of a section, and the version that it was read at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDraft {
    #[serde(default, deserialize_with = "loose")]
    pub version: String,
    #[serde(flatten, deserialize_with = "texts")]
    pub values: BTreeMap<String, String>,
}

fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Text(#[serde(deserialize_with = "loose")] String);
    let raw = BTreeMap::<String, Text>::deserialize(deserializer)?;
    Ok(raw.into_iter().map(|(name, Text(text))| (name, text)).collect())
}

impl SettingsDraft {
    /// The values of the section. A flag that is absent is off: that is how a form says it. A secret that is
    /// left empty is not among them.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, section: &Registered) -> Result<Values, FieldErrors> {
        let mut c = Checker::default();
        let mut values = Values::new();
        for field in section.fields {
            let raw = self.values.get(field.name).map(String::as_str).unwrap_or_default();
            if let Some(value) = read(&mut c, field, raw) {
                values.insert(field.name.to_owned(), value);
            }
        }
        for unknown in self.values.keys().filter(|name| section.field(name).is_none()) {
            c.fail(unknown, FieldCode::NotAllowed);
        }
        let values = c.finish(Some(values))?;
        section.check(&values)?;
        Ok(values)
    }
}

fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Value> {
    let name = field.name;
    match field.kind {
        Kind::Text { max } if field.required => Some(c.line(name, raw, max).into()),
        Kind::Text { max } => Some(c.optional_line(name, raw, max).unwrap_or_default().into()),
        Kind::TimeZone => Some(c.text(name, raw, 64).into()),
        Kind::Secret { max } => c.optional_text(name, raw, max).map(Value::from),
        Kind::Whole { min, max } => {
            if raw.trim().is_empty() {
                c.fail(name, FieldCode::Required);
            }
            c.whole(name, raw, min, max).map(Value::from)
        }
        Kind::Flag => match raw.trim() {
            "" | "false" => Some(false.into()),
            "true" => Some(true.into()),
            _ => {
                c.fail(name, FieldCode::UnknownValue);
                None
            }
        },
        Kind::Choice(choices) => {
            if !choices.contains(&raw.trim()) {
                c.fail(name, FieldCode::UnknownValue);
            }
            Some(raw.trim().into())
        }
        Kind::Currency => {
            if !money::is_currency_code(raw.trim()) {
                c.fail(name, FieldCode::UnknownValue);
            }
            Some(raw.trim().into())
        }
    }
}

impl From<&SectionView> for SettingsDraft {
    fn from(view: &SectionView) -> Self {
        let values = view.values.keys().map(|name| (name.clone(), view.text(name))).collect();
        Self { version: view.version.to_string(), values }
    }
}
