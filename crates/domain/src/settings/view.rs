//! A section as it leaves the server.

use super::{Registered, Values};
use crate::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The values of a section that hold now, and what would hold without anybody's doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SectionView {
    pub key: String,
    /// By field; secrets are not told.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub values: Values,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub defaults: Values,
    /// The secrets that are set.
    pub secrets: Vec<String>,
    /// Whether anything differs from the defaults.
    pub changed: bool,
    /// 0 when nobody has ever saved it.
    pub version: i64,
    pub updated_at: Option<Timestamp>,
    /// The username of who saved it last.
    pub updated_by: Option<String>,
}

impl SectionView {
    /// The section with these stored values over its defaults.
    pub fn new(section: &Registered, stored: Option<Values>, version: i64) -> Self {
        Self::over(section, section.defaults(), stored, version)
    }

    /// The same over the defaults of this installation.
    pub fn over(section: &Registered, mut defaults: Values, stored: Option<Values>, version: i64) -> Self {
        let mut values = defaults.clone();
        for (name, value) in stored.unwrap_or_default() {
            // A field of another version of the program is left alone.
            if values.contains_key(&name) {
                values.insert(name, value);
            }
        }
        let changed = values != defaults;
        let mut secrets = vec![];
        for secret in section.secrets() {
            if values.get(secret.name).and_then(Value::as_str).is_some_and(|s| !s.is_empty()) {
                secrets.push(secret.name.to_owned());
            }
            for told in [&mut values, &mut defaults] {
                told.insert(secret.name.to_owned(), "".into());
            }
        }
        let key = section.key.to_owned();
        Self { key, values, defaults, secrets, changed, version, updated_at: None, updated_by: None }
    }

    /// A field's value as a form's text.
    pub fn text(&self, field: &str) -> String {
        self.values.get(field).map(text).unwrap_or_default()
    }

    /// A field's default as a form's text.
    pub fn default_text(&self, field: &str) -> String {
        self.defaults.get(field).map(text).unwrap_or_default()
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
