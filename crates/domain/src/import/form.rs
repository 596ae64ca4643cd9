//! The wizard's forms: the mapping by position of the column, as a plain HTML form can send it.

use super::{FileLayout, FileProfile, ImportField, ImportKind, ImportMapping, MissingEquipment, Target};
use crate::{Error, FieldCode, FieldError, FieldErrors, draft::Checker};
use serde::{Deserialize, Serialize};

/// Columns and ways of reading. Fields that are left out are as if empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappingForm {
    /// The field of each column, in the order of the file; empty for a column that is not wanted, `spec`
    /// for a free characteristic named as the column is.
    pub columns: Vec<String>,
    pub dates: String,
    pub decimal: String,
    pub create_types: bool,
    pub create_equipment: bool,
    pub equipment_name: String,
    pub equipment_type: String,
}

/// How the file itself is read. A field left empty is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayoutForm {
    pub sheet: String,
    pub header: String,
    pub separator: String,
    pub encoding: String,
}

impl From<&FileLayout> for LayoutForm {
    fn from(layout: &FileLayout) -> Self {
        let text = |said: &Option<String>| said.clone().unwrap_or_default();
        Self {
            sheet: text(&layout.sheet),
            header: layout.header.map(|line| line.to_string()).unwrap_or_default(),
            separator: text(&layout.separator),
            encoding: text(&layout.encoding),
        }
    }
}

impl LayoutForm {
    /// # Errors
    /// A header that is no line.
    pub fn parse(&self) -> Result<FileLayout, FieldErrors> {
        let mut c = Checker::default();
        let said = |text: &String| (!text.is_empty()).then(|| text.clone());
        let header = c.whole("header", &self.header, 0, super::MAX_ROWS);
        c.finish(Some(FileLayout {
            sheet: said(&self.sheet),
            header,
            separator: said(&self.separator),
            encoding: said(&self.encoding),
        }))
    }

    /// An error with its fields named as in the form: `sheet` for `file.sheet`.
    pub fn own_names(error: Error) -> Error {
        let Error::Invalid(FieldErrors(mut fields)) = error else { return error };
        for field in &mut fields {
            if let Some(own) = field.field.strip_prefix("file.") {
                field.field = own.to_owned();
            }
        }
        Error::Invalid(FieldErrors(fields))
    }
}

/// One text of the file and the value that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueChoice {
    pub field: String,
    /// `*` for every other text.
    pub text: String,
    /// Empty: as such texts are usually meant, else its rows are refused.
    pub value: String,
}

impl MappingForm {
    /// The form filled with a mapping.
    pub fn new(mapping: &ImportMapping, profile: &FileProfile) -> Self {
        let field = |header: &String| match mapping.columns.get(header) {
            None => String::new(),
            Some(Target::Field(field)) => field.to_string(),
            Some(Target::Spec(key)) if key == header => "spec".to_owned(),
            Some(other) => other.to_string(),
        };
        Self {
            columns: profile.columns.iter().map(|c| field(&c.header)).collect(),
            dates: mapping.dates.to_string(),
            decimal: mapping.decimal.to_string(),
            create_types: mapping.create_types,
            create_equipment: mapping.missing_equipment.create,
            equipment_name: mapping.missing_equipment.name.clone(),
            equipment_type: mapping.missing_equipment.type_name.clone(),
        }
    }

    /// The mapping that the form makes of an earlier one. Values of fields that are no longer mapped go.
    ///
    /// # Errors
    /// Texts that name no field or way of reading, and whatever [`ImportMapping::compile`] finds; columns
    /// by their place, `columns[2]`.
    pub fn apply(
        &self,
        kind: ImportKind,
        profile: &FileProfile,
        earlier: &ImportMapping,
    ) -> Result<ImportMapping, FieldErrors> {
        let mut errors = vec![];
        let mut mapping = ImportMapping {
            kind: Some(kind),
            create_types: self.create_types,
            missing_equipment: MissingEquipment {
                create: self.create_equipment,
                name: self.equipment_name.trim().to_owned(),
                type_name: self.equipment_type.trim().to_owned(),
            },
            columns: Default::default(),
            ..earlier.clone()
        };
        for (i, text) in self.columns.iter().enumerate().filter(|(_, t)| !t.trim().is_empty()) {
            let Some(column) = profile.columns.get(i) else { continue };
            let header = &column.header;
            let text = if text == "spec" { format!("spec:{header}") } else { text.trim().to_owned() };
            match text.parse() {
                Ok(target) => {
                    mapping.columns.insert(header.clone(), target);
                }
                Err(_) => {
                    errors.push(FieldError::new(&format!("columns.{header}"), FieldCode::UnknownValue));
                }
            }
        }
        match self.dates.parse() {
            Ok(order) => mapping.dates = order,
            Err(_) if self.dates.is_empty() => {}
            Err(_) => errors.push(FieldError::new("dates", FieldCode::UnknownValue)),
        }
        match self.decimal.parse() {
            Ok(mark) => mapping.decimal = mark,
            Err(_) if self.decimal.is_empty() => {}
            Err(_) => errors.push(FieldError::new("decimal", FieldCode::UnknownValue)),
        }
        let mapped: Vec<ImportField> = mapping
            .columns
            .values()
            .filter_map(|t| match t {
                Target::Field(field) => Some(*field),
                Target::Spec(_) | Target::Ignored => None,
            })
            .collect();
        mapping.values.retain(|field, _| mapped.contains(field));
        if let Err(more) = mapping.compile(kind, profile) {
            errors.extend(more.0);
        }
        // The form knows its columns by their place.
        for error in &mut errors {
            let header = error.field.strip_prefix("columns.");
            let at = header.and_then(|h| profile.columns.iter().position(|c| c.header == h));
            if let Some(at) = at {
                error.field = format!("columns[{at}]");
            }
        }
        if errors.is_empty() { Ok(mapping) } else { Err(FieldErrors(errors)) }
    }
}

impl ImportMapping {
    /// The mapping with the values that a form chose; texts without a value are left to their usual meaning.
    ///
    /// # Errors
    /// What [`ImportMapping::compile`] finds.
    pub fn with_values(
        &self,
        kind: ImportKind,
        profile: &FileProfile,
        chosen: &[ValueChoice],
    ) -> Result<Self, FieldErrors> {
        let mut mapping = Self { values: Default::default(), ..self.clone() };
        for choice in chosen.iter().filter(|c| !c.value.trim().is_empty()) {
            if let Ok(field) = choice.field.parse::<ImportField>() {
                let texts = mapping.values.entry(field).or_default();
                texts.insert(choice.text.clone(), choice.value.trim().to_owned());
            }
        }
        mapping.compile(kind, profile)?;
        Ok(mapping)
    }
}
