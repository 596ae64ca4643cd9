//! The equipment form: raw text in, checked values or every field's error out.

use super::{Criticality, EquipmentDetail, EquipmentState};
use crate::{
    Date, EquipmentId, EquipmentTypeId, FieldCode, FieldErrors, LineId, SiteId,
    draft::{Checker, loose, loose_amount},
    money::{self, DecimalMark},
};
use serde::{Deserialize, Serialize};

/// What a form or the API sends. Only `code`, `name` and `site_id` must be filled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EquipmentDraft {
    /// What people call it, unique in its site: `PH-001`. At most 40 characters.
    pub code: String,
    pub name: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = i64))]
    pub site_id: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub line_id: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub type_id: String,
    /// The machine that it is a component of.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub parent_id: String,
    /// The same machine by its code in the same site, as a form sends it; it wins over `parent_id`.
    #[serde(deserialize_with = "loose", skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub parent_code: String,
    #[serde(deserialize_with = "loose")]
    pub model: String,
    /// Unique over the whole plant when given.
    #[serde(deserialize_with = "loose")]
    pub serial_number: String,
    #[serde(deserialize_with = "loose")]
    pub manufacturer: String,
    /// `YYYY-MM-DD`, as every date here.
    #[serde(deserialize_with = "loose")]
    pub purchased_on: String,
    #[serde(deserialize_with = "loose")]
    pub installed_on: String,
    #[serde(deserialize_with = "loose")]
    pub in_service_on: String,
    #[serde(deserialize_with = "loose")]
    pub warranty_until: String,
    /// Expected lifespan in years, 1 to 100.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub lifespan_years: String,
    /// Cost of replacing it, in the site's currency: `125000.00`. One mark before exactly three digits is
    /// refused (`two_readings`).
    #[serde(deserialize_with = "loose_amount")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub replacement_value: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<EquipmentState>))]
    pub state: String,
    /// Why it is in this state.
    #[serde(deserialize_with = "loose")]
    pub state_reason: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Criticality>))]
    pub criticality: String,
    #[serde(deserialize_with = "loose")]
    pub notes: String,
    pub specifications: Vec<SpecificationDraft>,
    /// The version that an editor read; needed to update, ignored on creation.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// One free characteristic as typed; a row left wholly empty is dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SpecificationDraft {
    #[serde(deserialize_with = "loose")]
    pub key: String,
    #[serde(deserialize_with = "loose")]
    pub value: String,
    #[serde(deserialize_with = "loose")]
    pub unit: String,
}

impl SpecificationDraft {
    /// Whether nothing was typed into the row.
    pub fn is_blank(&self) -> bool {
        [&self.key, &self.value, &self.unit].iter().all(|text| text.trim().is_empty())
    }
}

/// A free characteristic: `Force de fermeture = 250 t`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Specification {
    pub key: String,
    pub value: String,
    pub unit: Option<String>,
}

/// A checked equipment, ready for the rules that need the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEquipment {
    pub code: String,
    pub name: String,
    pub site_id: SiteId,
    pub line_id: Option<LineId>,
    pub type_id: Option<EquipmentTypeId>,
    pub parent_id: Option<EquipmentId>,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    pub manufacturer: Option<String>,
    pub purchased_on: Option<Date>,
    pub installed_on: Option<Date>,
    pub in_service_on: Option<Date>,
    pub warranty_until: Option<Date>,
    pub lifespan_years: Option<i32>,
    pub replacement_value_minor: Option<i64>,
    pub state: EquipmentState,
    pub state_reason: Option<String>,
    pub criticality: Criticality,
    pub notes: Option<String>,
    pub specifications: Vec<Specification>,
    pub version: Option<i64>,
}

impl EquipmentDraft {
    /// Without the specification rows left empty at the end; those in between keep the places that errors name.
    #[must_use]
    pub fn without_blank_end(mut self) -> Self {
        while self.specifications.last().is_some_and(SpecificationDraft::is_blank) {
            self.specifications.pop();
        }
        self
    }

    /// With its amounts as somebody means them who writes decimals after that mark: `1,500` is one and a half
    /// in French, and fifteen hundred in English.
    #[must_use]
    pub fn settled(mut self, mark: DecimalMark) -> Self {
        self.replacement_value = money::settled(&self.replacement_value, mark);
        self
    }

    /// Checks every field. The replacement value is read with two decimals or those of `currency`.
    ///
    /// # Errors
    /// One [`crate::FieldError`] per wrong field, named as in the form.
    pub fn parse(&self, currency: &str) -> Result<NewEquipment, FieldErrors> {
        let mut c = Checker::default();
        let code = c.line("code", &self.code, 40);
        let name = c.line("name", &self.name, 120);
        let site_id = c.required("site_id", &self.site_id, FieldCode::UnknownValue);
        let line_id = c.optional("line_id", &self.line_id, FieldCode::UnknownValue);
        let type_id = c.optional("type_id", &self.type_id, FieldCode::UnknownValue);
        let parent_id = c.optional("parent_id", &self.parent_id, FieldCode::UnknownValue);
        let model = c.optional_line("model", &self.model, 120);
        let serial_number = c.optional_line("serial_number", &self.serial_number, 80);
        let manufacturer = c.optional_line("manufacturer", &self.manufacturer, 120);
        let purchased_on: Option<Date> = c.optional("purchased_on", &self.purchased_on, FieldCode::NotADate);
        let installed_on: Option<Date> = c.optional("installed_on", &self.installed_on, FieldCode::NotADate);
        let in_service_on: Option<Date> =
            c.optional("in_service_on", &self.in_service_on, FieldCode::NotADate);
        let warranty_until: Option<Date> =
            c.optional("warranty_until", &self.warranty_until, FieldCode::NotADate);
        for (field, later, other, earlier) in [
            ("installed_on", installed_on, "purchased_on", purchased_on),
            ("in_service_on", in_service_on, "installed_on", installed_on),
            ("warranty_until", warranty_until, "purchased_on", purchased_on),
        ] {
            if let (Some(later), Some(earlier)) = (later, earlier)
                && later < earlier
            {
                c.fail(field, FieldCode::Before { other: other.to_owned() });
            }
        }
        let lifespan_years = c.whole("lifespan_years", &self.lifespan_years, 1, 100);
        let replacement_value_minor = c.amount("replacement_value", &self.replacement_value, currency);
        let state =
            c.optional("state", &self.state, FieldCode::UnknownValue).unwrap_or(EquipmentState::Active);
        let state_reason = c.optional_text("state_reason", &self.state_reason, 300);
        let criticality = c
            .optional("criticality", &self.criticality, FieldCode::UnknownValue)
            .unwrap_or(Criticality::Medium);
        let notes = c.optional_text("notes", &self.notes, 4000);
        let specifications = self.specifications(&mut c);
        let version = c.optional("version", &self.version, FieldCode::NotANumber);
        let new = site_id.map(|site_id| NewEquipment {
            code,
            name,
            site_id,
            line_id,
            type_id,
            parent_id,
            model,
            serial_number,
            manufacturer,
            purchased_on,
            installed_on,
            in_service_on,
            warranty_until,
            lifespan_years: lifespan_years.and_then(|y| i32::try_from(y).ok()),
            replacement_value_minor,
            state,
            state_reason,
            criticality,
            notes,
            specifications,
            version,
        });
        c.finish(new)
    }

    fn specifications(&self, c: &mut Checker) -> Vec<Specification> {
        let mut kept: Vec<Specification> = vec![];
        for (i, row) in self.specifications.iter().enumerate() {
            if row.is_blank() {
                continue;
            }
            let key_field = format!("specifications[{i}].key");
            let key = c.line(&key_field, &row.key, 60);
            let value = c.text(&format!("specifications[{i}].value"), &row.value, 200);
            let unit = c.optional_text(&format!("specifications[{i}].unit"), &row.unit, 20);
            if !key.is_empty() && kept.iter().any(|s| s.key == key) {
                c.fail(&key_field, FieldCode::Repeated);
            }
            kept.push(Specification { key, value, unit });
        }
        if kept.len() > 60 {
            c.fail("specifications", FieldCode::OutOfRange { min: 0, max: 60 });
        }
        kept
    }
}

impl From<&EquipmentDetail> for EquipmentDraft {
    /// The form filled with what is stored.
    fn from(e: &EquipmentDetail) -> Self {
        fn text<T: ToString>(value: &Option<T>) -> String {
            value.as_ref().map(T::to_string).unwrap_or_default()
        }
        Self {
            code: e.row.code.clone(),
            name: e.row.name.clone(),
            site_id: e.row.site.id.to_string(),
            line_id: text(&e.row.line.as_ref().map(|l| l.id)),
            type_id: text(&e.row.equipment_type.as_ref().map(|t| t.id)),
            parent_id: text(&e.parent.as_ref().map(|p| p.id)),
            parent_code: String::new(),
            model: text(&e.row.model),
            serial_number: text(&e.row.serial_number),
            manufacturer: text(&e.row.manufacturer),
            purchased_on: text(&e.purchased_on),
            installed_on: text(&e.installed_on),
            in_service_on: text(&e.row.in_service_on),
            warranty_until: text(&e.warranty_until),
            lifespan_years: text(&e.lifespan_years),
            replacement_value: e.replacement_value.as_ref().map(money::plain).unwrap_or_default(),
            state: e.row.state.to_string(),
            state_reason: text(&e.state_reason),
            criticality: e.row.criticality.to_string(),
            notes: text(&e.notes),
            specifications: e
                .specifications
                .iter()
                .map(|s| SpecificationDraft {
                    key: s.key.clone(),
                    value: s.value.clone(),
                    unit: text(&s.unit),
                })
                .collect(),
            version: e.version.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled() -> EquipmentDraft {
        EquipmentDraft {
            code: " PH-001 ".into(),
            name: "Presse".into(),
            site_id: "1".into(),
            ..Default::default()
        }
    }

    #[test]
    fn code_name_and_site_are_enough() {
        let new = filled().parse("EUR").expect("valid");
        assert_eq!(
            (new.code.as_str(), new.criticality, new.state),
            ("PH-001", Criticality::Medium, EquipmentState::Active)
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = EquipmentDraft {
            purchased_on: "2024-05-01".into(),
            installed_on: "2024-04-01".into(),
            warranty_until: "demain".into(),
            lifespan_years: "0".into(),
            replacement_value: "beaucoup".into(),
            state: "gone".into(),
            specifications: vec![
                SpecificationDraft { key: "Force".into(), ..Default::default() },
                SpecificationDraft::default(),
                SpecificationDraft { key: "Force".into(), value: "2".into(), unit: "t".into() },
            ],
            ..Default::default()
        };
        let errors = draft.parse("EUR").expect_err("wrong");
        let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "code",
                "name",
                "site_id",
                "warranty_until",
                "installed_on",
                "lifespan_years",
                "replacement_value",
                "state",
                "specifications[0].value",
                "specifications[2].key",
            ]
        );
    }

    #[test]
    fn json_numbers_and_form_text_are_the_same_draft() {
        let json: EquipmentDraft =
            serde_json::from_str(r#"{"code":"A","name":"B","site_id":3,"line_id":null,"lifespan_years":12}"#)
                .expect("reads");
        assert_eq!(
            (json.site_id.as_str(), json.line_id.as_str(), json.lifespan_years.as_str()),
            ("3", "", "12")
        );
        assert!(serde_json::from_str::<EquipmentDraft>(r#"{"role":"admin"}"#).is_err());
    }

    #[test]
    fn imp_02_an_amount_with_two_readings_is_refused_with_both_named() {
        let draft = EquipmentDraft { replacement_value: "1,500".into(), ..filled() };
        let errors = draft.parse("EUR").expect_err("in doubt");
        let code = FieldCode::TwoReadings { first: "1.5".into(), second: "1500".into() };
        assert_eq!(errors.of("replacement_value").map(|e| &e.code), Some(&code));
        for (mark, minor) in [(DecimalMark::Comma, 150), (DecimalMark::Point, 150_000)] {
            let read = draft.clone().settled(mark).parse("EUR").expect("settled");
            assert_eq!(read.replacement_value_minor, Some(minor));
        }
        // A JSON number has no marks to doubt.
        let json = r#"{"code":"A","name":"B","site_id":1,"replacement_value":1.234}"#;
        let draft: EquipmentDraft = serde_json::from_str(json).expect("reads");
        assert_eq!(draft.parse("TND").expect("no doubt").replacement_value_minor, Some(1_234));
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(code in "\\PC{0,50}", date in "\\PC{0,12}", value in "\\PC{0,20}", site in "\\PC{0,6}") {
            let draft = EquipmentDraft { code, name: value.clone(), site_id: site, purchased_on: date, replacement_value: value, ..Default::default() };
            let _ = draft.parse("EUR");
        }
    }
}
