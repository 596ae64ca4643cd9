//! What every record has in common: the fields of its form, its version, and where it belongs.
//!
//! A record's fields are listed once, in its draft ([`draft!`]). The checker reads kind, length and whether a value is
//! required from them, the page its inputs, the audit trail and the API the names and the limits.

mod draft;
mod nouns;

pub use draft::{FieldText, FieldValue};
pub use nouns::{RECORDS, RecordNoun, record_noun};

pub(crate) use draft::draft;

use crate::{
    FieldCode, FieldErrors, Noun, Permission, SiteId, UserId, colour::is_colour, draft::Checker, id::RowId,
};
use serde::{Serialize, de::DeserializeOwned};

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

/// Places in a list are numbered from 0 up to this one.
pub const LAST_POSITION: i64 = 999;

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

    /// A place in a list.
    pub const fn position() -> Self {
        Self::new("position", Kind::Whole { min: 0, max: LAST_POSITION })
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
pub trait RecordDraft:
    Serialize + DeserializeOwned + Default + Send + Sync + 'static + for<'a> From<&'a Self::View>
{
    const NOUN: Noun;
    /// Where its records are stored, as [`crate::reference`] knows it.
    const TABLE: &'static str;
    /// Its name in the API's document.
    const SCHEMA: &'static str;
    /// Every field but the version, in the order of the form.
    const FIELDS: &'static [Field];
    /// What reading and writing its records needs.
    const READ: Permission;
    const WRITE: Permission;
    /// The address of the list; the form of one record is `{LIST}/{id}/edit`.
    const LIST: &'static str;
    /// Whether all sites share the records.
    const SHARED: bool;
    type Id: RowId;
    type View: RecordView<Id = Self::Id>;

    /// The version that the editor read; empty for a new record.
    fn version(&self) -> &str;

    /// What is wrong with it, field by field.
    fn errors(&self) -> FieldErrors;
}

/// A record as it is read.
pub trait RecordView: Send + Sync {
    type Id: RowId;

    fn id(&self) -> Self::Id;

    /// The code or name by which people know it.
    fn label(&self) -> &str;

    fn version(&self) -> i64;

    /// Absent for what is shared by all sites.
    fn site(&self) -> Option<SiteId>;

    /// The person to whom it belongs. Callers who may reach their own alone reach no record without one.
    fn owner(&self) -> Option<UserId> {
        None
    }
}

/// Makes a draft and a view those of a noun: its table, who reads and writes it, where its list is, the view's field by which people
/// know a row, and on which site it stands (`shared` by all of them, or a function of the view). The draft has `FIELDS`, `version` and `parse`,
/// which [`draft!`] gives it; the view has `id` and `version`.
macro_rules! record {
    (@shared shared) => { true };
    (@shared $site:expr) => { false };
    (@site $view:expr, shared) => { None };
    (@site $view:expr, $site:expr) => {{
        let site: fn(&Self) -> $crate::SiteId = $site;
        Some(site($view))
    }};
    (
        $noun:ident: $draft:ident, $view:ident, $id:ident, table: $table:literal,
        read: $read:ident, write: $write:ident, list: $list:literal, label: $label:ident, site: $($site:tt)+
    ) => {
        impl $crate::record::RecordDraft for $draft {
            const NOUN: $crate::Noun = $crate::Noun::$noun;
            const TABLE: &'static str = $table;
            const SCHEMA: &'static str = stringify!($draft);
            const FIELDS: &'static [$crate::record::Field] = <$draft>::FIELDS;
            const READ: $crate::Permission = $crate::Permission::$read;
            const WRITE: $crate::Permission = $crate::Permission::$write;
            const LIST: &'static str = $list;
            const SHARED: bool = $crate::record::record!(@shared $($site)+);
            type Id = $crate::$id;
            type View = $view;

            fn version(&self) -> &str {
                &self.version
            }

            fn errors(&self) -> $crate::FieldErrors {
                self.parse().err().unwrap_or_default()
            }
        }

        impl $crate::record::RecordView for $view {
            type Id = $crate::$id;

            fn id(&self) -> $crate::$id {
                self.id
            }

            fn label(&self) -> &str {
                &self.$label
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn site(&self) -> Option<$crate::SiteId> {
                $crate::record::record!(@site self, $($site)+)
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
            Kind::Colour => self
                .optional_line(field.name, raw, 7)
                .filter(|colour| {
                    let known = is_colour(colour);
                    if !known {
                        self.fail(field.name, FieldCode::Malformed);
                    }
                    known
                })
                .map(|colour| colour.to_ascii_lowercase()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldError;

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
        assert_eq!(c.filled(&COLOUR, "#12aBef"), "#12abef");
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
}
