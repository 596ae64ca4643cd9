//! A failure code: a word that failures are diagnosed with. Three kinds answer three questions: what is seen (mode), what
//! happened to the part (mechanism), and why (cause).

use crate::{
    EquipmentTypeId, FailureCodeId, FieldCode, FieldErrors, Timestamp,
    draft::{Checker, loose},
    equipment_type::EquipmentTypeRef,
    record::{Field, Kind, LAST_POSITION, record},
    text_enum,
    url::{QueryReader, QueryWriter, href},
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Which question a code answers.
    pub enum CodeKind {
        /// What is seen.
        Mode = "mode",
        /// What physically happened.
        Mechanism = "mechanism",
        /// Why it happened.
        Cause = "cause",
    }
}

const KIND: Field = Field::new("kind", Kind::Choice(&["mode", "mechanism", "cause"])).required();
const TYPE: Field = Field::new("equipment_type_id", Kind::Reference);
const CODE: Field = Field::line("code", 20).required();
const LABEL_FR: Field = Field::line("label_fr", 80).required();
const LABEL_EN: Field = Field::line("label_en", 80).required();
const POSITION: Field = Field::position();
const RETIRED: Field = Field::new("retired", Kind::Flag);

/// A code as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureCodeRef {
    pub id: FailureCodeId,
    pub code: String,
    pub label_fr: String,
    pub label_en: String,
}

/// One code. Codes are shared by all sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureCodeView {
    pub id: FailureCodeId,
    pub kind: CodeKind,
    /// Absent: for equipment of every type.
    pub equipment_type: Option<EquipmentTypeRef>,
    pub code: String,
    pub label_fr: String,
    pub label_en: String,
    /// Place among the codes of its kind, from 0.
    pub position: i32,
    /// Offered no more; failures keep it.
    pub retired: bool,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl FailureCodeView {
    /// As it is named elsewhere.
    pub fn named(&self) -> FailureCodeRef {
        FailureCodeRef {
            id: self.id,
            code: self.code.clone(),
            label_fr: self.label_fr.clone(),
            label_en: self.label_en.clone(),
        }
    }
}

/// The form of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FailureCodeDraft {
    /// Stays what it was when the code was made.
    #[cfg_attr(feature = "openapi", schema(value_type = CodeKind))]
    pub kind: String,
    /// Empty: for equipment of every type.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<EquipmentTypeId>))]
    pub equipment_type_id: String,
    /// Unique within its kind, case and accents aside.
    #[serde(deserialize_with = "loose")]
    pub code: String,
    #[serde(deserialize_with = "loose")]
    pub label_fr: String,
    #[serde(deserialize_with = "loose")]
    pub label_en: String,
    /// Place among the codes of its kind, 0 to 999; a new code without one comes last.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
    pub position: String,
    /// Offered no more; failures keep it.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub retired: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFailureCode {
    pub kind: CodeKind,
    pub equipment_type: Option<EquipmentTypeId>,
    pub code: String,
    pub label_fr: String,
    pub label_en: String,
    pub position: Option<i32>,
    pub retired: bool,
}

impl FailureCodeDraft {
    /// Every field but the version, in the order of the form.
    pub const FIELDS: &'static [Field] = &[KIND, TYPE, CODE, LABEL_FR, LABEL_EN, POSITION, RETIRED];

    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewFailureCode, FieldErrors> {
        self.parse_change(None)
    }

    /// `stored` is the kind of the code that is changed, which stays.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse_change(&self, stored: Option<CodeKind>) -> Result<NewFailureCode, FieldErrors> {
        let mut c = Checker::default();
        let kind = c.required(KIND.name, &self.kind, FieldCode::UnknownValue);
        if kind.zip(stored).is_some_and(|(kind, stored)| kind != stored) {
            c.fail(KIND.name, FieldCode::NotAllowed);
        }
        let equipment_type = c.optional(TYPE.name, &self.equipment_type_id, FieldCode::NotFound);
        let code = c.filled(&CODE, &self.code);
        let (label_fr, label_en) = (c.filled(&LABEL_FR, &self.label_fr), c.filled(&LABEL_EN, &self.label_en));
        let position = c.whole(POSITION.name, &self.position, 0, LAST_POSITION).map(|place| place as i32);
        let retired = c.optional(RETIRED.name, &self.retired, FieldCode::UnknownValue).unwrap_or(false);
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        c.finish(kind.map(|kind| NewFailureCode {
            kind,
            equipment_type,
            code,
            label_fr,
            label_en,
            position,
            retired,
        }))
    }
}

record! {
    FailureCode: FailureCodeDraft, FailureCodeView, FailureCodeId, table: "failure_codes",
    read: SiteRead, write: StructureWrite, list: "/admin/failure-codes", label: code, site: shared
}

impl From<&FailureCodeView> for FailureCodeDraft {
    fn from(c: &FailureCodeView) -> Self {
        Self {
            kind: c.kind.to_string(),
            equipment_type_id: c.equipment_type.as_ref().map(|t| t.id.to_string()).unwrap_or_default(),
            code: c.code.clone(),
            label_fr: c.label_fr.clone(),
            label_en: c.label_en.clone(),
            position: c.position.to_string(),
            retired: c.retired.to_string(),
            version: c.version.to_string(),
        }
    }
}

/// What decides whether a code can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub kind: CodeKind,
    pub equipment_type: Option<EquipmentTypeId>,
    pub retired: bool,
}

impl Offer {
    /// Whether the code answers this question about equipment of this type, and is still in use.
    ///
    /// # Errors
    /// [`FieldCode::UnknownValue`] of another kind, [`FieldCode::OtherType`], [`FieldCode::Retired`].
    pub fn check(self, kind: CodeKind, of: Option<EquipmentTypeId>) -> Result<(), FieldCode> {
        if self.kind != kind {
            Err(FieldCode::UnknownValue)
        } else if self.equipment_type.is_some() && self.equipment_type != of {
            Err(FieldCode::OtherType)
        } else if self.retired {
            Err(FieldCode::Retired)
        } else {
            Ok(())
        }
    }
}

/// Which codes a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureCodeQuery {
    pub kind: Vec<CodeKind>,
    /// Offered for one of these types: their own codes and those for every type.
    pub equipment_type: Vec<EquipmentTypeId>,
    /// Only codes that are retired, or only those that are not.
    pub retired: Option<bool>,
}

impl FailureCodeQuery {
    pub const PATH: &'static str = "/admin/failure-codes";

    /// Reads a query string, together with the window of a list that has one.
    pub fn read(r: &mut QueryReader) -> Self {
        Self { kind: r.list("kind"), equipment_type: r.list("equipment_type"), retired: r.one("retired") }
    }

    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .list("kind", &self.kind)
            .list("equipment_type", &self.equipment_type)
            .text("retired", &self.retired.map(|retired| retired.to_string()).unwrap_or_default())
            .finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldError;
    use proptest::{prelude::*, sample::subsequence};

    fn draft() -> FailureCodeDraft {
        FailureCodeDraft {
            kind: "mode".into(),
            code: " VIB ".into(),
            label_fr: "Vibrations".into(),
            label_en: "Vibration".into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_code_has_a_kind_and_a_label_in_both_languages() {
        let new = draft().parse_change(None).expect("valid");
        assert_eq!((new.kind, new.code.as_str(), new.equipment_type), (CodeKind::Mode, "VIB", None));
        assert_eq!((new.position, new.retired), (None, false));
        let wrong = FailureCodeDraft::default().parse_change(None).expect_err("nothing said").0;
        let fields: Vec<_> = wrong.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["kind", "code", "label_fr", "label_en"]);
    }

    #[test]
    fn a_code_keeps_its_kind() {
        assert!(draft().parse_change(Some(CodeKind::Mode)).is_ok());
        let other = draft().parse_change(Some(CodeKind::Cause)).expect_err("refused").0;
        assert_eq!(other, [FieldError::new("kind", FieldCode::NotAllowed)]);
    }

    #[test]
    fn a_code_is_offered_for_its_question_and_its_type_until_it_is_retired() {
        let (press, pump) = (Some(EquipmentTypeId(1)), Some(EquipmentTypeId(2)));
        let general = Offer { kind: CodeKind::Cause, equipment_type: None, retired: false };
        assert_eq!(general.check(CodeKind::Cause, None), Ok(()));
        assert_eq!(general.check(CodeKind::Cause, pump), Ok(()));
        assert_eq!(general.check(CodeKind::Mode, pump), Err(FieldCode::UnknownValue));
        let own = Offer { equipment_type: press, ..general };
        assert_eq!(own.check(CodeKind::Cause, press), Ok(()));
        assert_eq!(own.check(CodeKind::Cause, pump), Err(FieldCode::OtherType));
        assert_eq!(own.check(CodeKind::Cause, None), Err(FieldCode::OtherType));
        let retired = Offer { retired: true, ..general };
        assert_eq!(retired.check(CodeKind::Cause, press), Err(FieldCode::Retired));
    }

    proptest! {
        #[test]
        fn a_query_is_its_url(
            kind in subsequence(CodeKind::ALL.to_vec(), 0..=3),
            types in proptest::collection::btree_set(1_i64..50, 0..3),
            retired: Option<bool>,
        ) {
            let equipment_type = types.into_iter().map(EquipmentTypeId).collect();
            let query = FailureCodeQuery { kind, equipment_type, retired };
            let mut reader = QueryReader::new(&query.to_url());
            prop_assert_eq!(FailureCodeQuery::read(&mut reader), query);
            prop_assert_eq!(reader.errors(), vec![]);
        }
    }
}
