//! What every record has in common: the fields of its form, its version, and where it belongs.
//!
//! A record's fields are listed once, as constants of its module. The checker reads kind, length and whether a value is
//! required from them, the audit trail and the API the names and the limits.

use crate::{FieldCode, SiteId, UserId, draft::Checker};
use serde::Serialize;

/// What a field takes. Lengths are in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text in one line.
    Line {
        max: u32,
    },
    /// Text of any number of lines.
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
    /// The id of another row.
    Reference,
    /// `#rrggbb`.
    Colour,
    /// Anything else, such as a date or an amount: the draft checks it by itself.
    Other,
}

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// In the form, in the API and in the audit trail.
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

impl Field {
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }

    pub const fn line(name: &'static str, max: u32) -> Self {
        Self::new(name, Kind::Line { max })
    }

    pub const fn text(name: &'static str, max: u32) -> Self {
        Self::new(name, Kind::Text { max })
    }

    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The most characters that it takes, where it is a text.
    pub const fn max(&self) -> Option<u32> {
        match self.kind {
            Kind::Line { max } | Kind::Text { max } => Some(max),
            Kind::Colour => Some(7),
            _ => None,
        }
    }
}

/// The form of a record.
pub trait RecordDraft: Serialize {
    /// Every field but the version, in the order of the form.
    const FIELDS: &'static [Field];

    /// The version that the editor read; empty for a new record.
    fn version(&self) -> &str;
}

/// A record as it is read.
pub trait RecordView {
    fn version(&self) -> i64;

    /// Absent for what is shared by all sites.
    fn site(&self) -> Option<SiteId>;

    /// The person to whom it belongs. Callers who may reach their own alone reach no record without one.
    fn owner(&self) -> Option<UserId> {
        None
    }
}

/// Makes a draft and a view those of a record: the draft's fields, and the view's site. Both have a `version`.
macro_rules! record {
    ($draft:ty, $view:ty, [$($field:expr),+ $(,)?], $site:expr) => {
        impl $crate::record::RecordDraft for $draft {
            const FIELDS: &'static [$crate::record::Field] = &[$($field),+];

            fn version(&self) -> &str {
                &self.version
            }
        }

        impl $crate::record::RecordView for $view {
            fn version(&self) -> i64 {
                self.version
            }

            fn site(&self) -> Option<$crate::SiteId> {
                let site: fn(&Self) -> Option<$crate::SiteId> = $site;
                site(self)
            }
        }
    };
}

pub(crate) use record;

impl Checker {
    /// The trimmed value of a text, choice or colour; `None` when it is empty or wrong.
    pub fn given(&mut self, field: &Field, raw: &str) -> Option<String> {
        let value = match field.kind {
            Kind::Text { max } => self.optional_text(field.name, raw, max),
            Kind::Line { max } => self.optional_line(field.name, raw, max),
            Kind::Colour => self.optional_line(field.name, raw, 7).filter(|colour| {
                let known = is_colour(colour);
                if !known {
                    self.fail(field.name, FieldCode::Malformed);
                }
                known
            }),
            Kind::Choice(choices) => Some(raw.trim().to_owned()).filter(|value| {
                let known = value.is_empty() || choices.contains(&value.as_str());
                if !known {
                    self.fail(field.name, FieldCode::UnknownValue);
                }
                known && !value.is_empty()
            }),
            _ => Some(raw.trim().to_owned()).filter(|value| !value.is_empty()),
        };
        if value.is_none() && field.required && !self.has_failed(field.name) {
            self.fail(field.name, FieldCode::Required);
        }
        value
    }

    /// As [`Self::given`], for a field that is required: empty only when it is wrong.
    pub fn filled(&mut self, field: &Field, raw: &str) -> String {
        self.given(field, raw).unwrap_or_default()
    }
}

/// Whether a text is a colour as `#rrggbb`.
pub fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        FieldError, equipment_type::EquipmentTypeDraft, failure_code::FailureCodeDraft,
        maintenance_type::MaintenanceTypeDraft, production_line::LineDraft, site::SiteDraft, team::TeamDraft,
    };

    #[test]
    fn a_field_says_what_it_takes() {
        const NAME: Field = Field::line("name", 5).required();
        const NOTE: Field = Field::text("note", 5);
        const COLOUR: Field = Field::new("colour", Kind::Colour).required();
        const SIZE: Field = Field::new("size", Kind::Choice(&["s", "l"]));
        let mut c = Checker::default();
        assert_eq!(c.filled(&NAME, " Étuve "), "Étuve");
        assert_eq!(c.given(&NOTE, " \r\n"), None);
        assert_eq!(c.given(&NOTE, "a\r\nb").as_deref(), Some("a\nb"));
        assert_eq!(c.filled(&COLOUR, "#12aBef"), "#12aBef");
        assert_eq!(c.given(&SIZE, ""), None);
        assert_eq!(c.given(&SIZE, "l").as_deref(), Some("l"));
        assert_eq!(c.finish(Some(())), Ok(()));

        let mut c = Checker::default();
        c.filled(&NAME, "");
        c.given(&NOTE, "123456");
        c.filled(&COLOUR, "#12345g");
        c.given(&SIZE, "xl");
        let wrong = [
            FieldError::new("name", FieldCode::Required),
            FieldError::new("note", FieldCode::TooLong { max: 5 }),
            FieldError::new("colour", FieldCode::Malformed),
            FieldError::new("size", FieldCode::UnknownValue),
        ];
        assert_eq!(c.finish(Some(())).expect_err("refused").0, wrong);
    }

    /// The names of a draft's fields as they are sent and audited.
    fn sent<D: RecordDraft + Default>() -> Vec<String> {
        let draft = serde_json::to_value(D::default()).expect("JSON");
        let mut names: Vec<String> = draft.as_object().expect("an object").keys().cloned().collect();
        names.retain(|name| name != "version");
        names.sort();
        names
    }

    fn listed<D: RecordDraft>() -> Vec<String> {
        let mut names: Vec<String> = D::FIELDS.iter().map(|field| field.name.to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_drafts_fields_are_those_that_it_lists() {
        assert_eq!(sent::<SiteDraft>(), listed::<SiteDraft>());
        assert_eq!(sent::<LineDraft>(), listed::<LineDraft>());
        assert_eq!(sent::<EquipmentTypeDraft>(), listed::<EquipmentTypeDraft>());
        assert_eq!(sent::<MaintenanceTypeDraft>(), listed::<MaintenanceTypeDraft>());
        assert_eq!(sent::<TeamDraft>(), listed::<TeamDraft>());
        assert_eq!(sent::<FailureCodeDraft>(), listed::<FailureCodeDraft>());
    }
}
