//! What can be changed of a document that is there: its name, and what it is for.

use super::{DocumentKind, DocumentView, FileName, Media, clean};
use crate::{
    FieldCode, FieldErrors,
    draft::{Checker, loose},
};
use serde::{Deserialize, Serialize};

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DocumentEdit {
    /// At most 150 characters with its extension, which stays whatever is typed after the name.
    #[serde(deserialize_with = "loose")]
    pub file_name: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = DocumentKind))]
    pub kind: String,
    /// The revision that was read.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub revision: String,
}

/// Checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentChange {
    pub file_name: String,
    pub kind: DocumentKind,
}

impl DocumentEdit {
    /// `stored` is the name that the document has.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, stored: &str) -> Result<DocumentChange, FieldErrors> {
        let mut c = Checker::default();
        let kind = c.required::<DocumentKind>("kind", &self.kind, FieldCode::UnknownValue);
        let name = renamed(&self.file_name, stored).map_err(|code| c.fail("file_name", code)).ok();
        let whole = kind.zip(name).map(|(kind, name)| DocumentChange { file_name: name.name, kind });
        c.finish(whole)
    }
}

/// A new name with the extension of the old one: what a file is does not change with its name.
fn renamed(raw: &str, stored: &str) -> Result<FileName, FieldCode> {
    let kept = clean(stored)?.extension;
    match clean(raw) {
        Ok(file) if Media::of_extension(&file.extension) == Media::of_extension(&kept) => Ok(file),
        Ok(_) | Err(FieldCode::FileType) => clean(&format!("{}.{kept}", raw.trim_end_matches(['.', ' ']))),
        Err(code) => Err(code),
    }
}

impl From<&DocumentView> for DocumentEdit {
    fn from(d: &DocumentView) -> Self {
        Self { file_name: d.file_name.clone(), kind: d.kind.to_string(), revision: d.revision.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(file_name: &str) -> DocumentEdit {
        DocumentEdit { file_name: file_name.into(), kind: "manual".into(), revision: "1".into() }
    }

    #[test]
    fn a_name_keeps_what_the_file_is() {
        let cases = [
            ("Plan général.pdf", "Plan général.pdf"),
            ("Plan général", "Plan général.pdf"),
            ("Plan général.", "Plan général.pdf"),
            ("Plan v2.1", "Plan v2.1.pdf"),
            ("Plan.PNG", "Plan.PNG.pdf"),
            ("../../Plan.PDF", "Plan.pdf"),
        ];
        for (raw, wanted) in cases {
            let new = edit(raw).parse("ancien.pdf").expect("a name");
            assert_eq!(new, DocumentChange { file_name: wanted.into(), kind: DocumentKind::Manual }, "{raw}");
        }
        let photo = edit("Plaque.jpeg").parse("IMG_1.jpg").expect("the same type");
        assert_eq!(photo.file_name, "Plaque.jpeg");
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let wrong = DocumentEdit { kind: "song".into(), ..edit("  ") };
        let errors = wrong.parse("ancien.pdf").expect_err("both are wrong");
        assert_eq!(errors.of("file_name").map(|e| &e.code), Some(&FieldCode::Required));
        assert_eq!(errors.of("kind").map(|e| &e.code), Some(&FieldCode::UnknownValue));
    }

    proptest! {
        #[test]
        fn the_type_that_a_name_promises_never_changes(raw in any::<String>()) {
            for stored in ["a.pdf", "b.jpeg", "c.tar.csv"] {
                if let Ok(new) = edit(&raw).parse(stored) {
                    let name = clean(&new.file_name).expect("a clean name");
                    let was = clean(stored).expect("a clean name");
                    prop_assert_eq!(Media::of_extension(&name.extension), Media::of_extension(&was.extension));
                    prop_assert_eq!(&name.name, &new.file_name);
                }
            }
        }
    }
}
