//! A record's draft, declared field by field.

use super::{Field, Kind};
use crate::{FieldCode, draft::Checker};

/// Declares a form from its fields: the draft with the texts as they are sent, the checked values, `FIELDS`, `parse`, and
/// the draft of a view.
///
/// A field is `name: Type = Field;` with the type of the checked value. Where the view has it under another name, or as
/// another type, a closure says what the draft starts with: `site_id: SiteId = SITE, |line| line.site.id;`. A rule
/// that is not one field's alone is a function behind the fields, `rules check`, of the draft and its [`Checker`].
macro_rules! draft {
    (
        $(#[$meta:meta])*
        $draft:ident of $view:ident => $new:ident {
            $($(#[$doc:meta])* $field:ident: $ty:ty = $spec:expr $(, |$v:ident| $from:expr)?;)+
        }
        $(rules $rules:path)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $draft {
            $(
                $(#[$doc])*
                #[serde(deserialize_with = "crate::draft::loose")]
                #[cfg_attr(feature = "openapi", schema(value_type = $ty))]
                pub $field: String,
            )+
            #[serde(deserialize_with = "crate::draft::loose")]
            #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
            pub version: String,
        }

        /// The same, checked.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $new {
            $(pub $field: $ty,)+
        }

        impl $draft {
            /// Every field but the version, in the order of the form.
            pub const FIELDS: &'static [$crate::record::Field] = &[$($spec),+];

            /// # Errors
            /// One error per wrong field.
            pub fn parse(&self) -> Result<$new, $crate::FieldErrors> {
                let mut c = $crate::draft::Checker::default();
                $(let $field = <$ty as $crate::record::FieldValue>::read(&mut c, &$spec, &self.$field);)+
                c.optional::<i64>("version", &self.version, $crate::FieldCode::NotANumber);
                $($rules(self, &mut c);)?
                let new = || Some($new { $($field: $field?),+ });
                c.finish(new())
            }
        }

        impl From<&$view> for $draft {
            fn from(view: &$view) -> Self {
                Self {
                    $($field: $crate::record::draft!(@text view, $field $(, $v, $from)?),)+
                    version: view.version.to_string(),
                }
            }
        }
    };
    (@text $view:ident, $field:ident) => { $crate::record::FieldText::text(&$view.$field) };
    (@text $view:ident, $field:ident, $v:ident, $from:expr) => {{
        let $v = $view;
        $crate::record::FieldText::text(&$from)
    }};
}

pub(crate) use draft;

/// What a field's text is read as.
pub trait FieldValue: Sized {
    /// The value; `None` when the text is wrong, which the checker then knows.
    fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self>;
}

/// What stands in a form's field for a stored value.
pub trait FieldText {
    fn text(&self) -> String;
}

impl FieldValue for String {
    fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
        c.given(field, raw)
    }
}

impl FieldValue for Option<String> {
    fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
        Some(c.given(field, raw))
    }
}

impl FieldValue for Option<i32> {
    fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
        let (min, max) = match field.kind {
            Kind::Whole { min, max } => (min, max),
            _ => (i32::MIN.into(), i32::MAX.into()),
        };
        Some(c.whole(field.name, raw, min, max).and_then(|number| i32::try_from(number).ok()))
    }
}

/// Off when the form leaves it out, as browsers do with a box that is not ticked.
impl FieldValue for bool {
    fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
        Some(c.optional(field.name, raw, FieldCode::UnknownValue).unwrap_or(false))
    }
}

impl FieldText for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl FieldText for i32 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl FieldText for bool {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl<T: FieldText> FieldText for Option<T> {
    fn text(&self) -> String {
        self.as_ref().map(T::text).unwrap_or_default()
    }
}
