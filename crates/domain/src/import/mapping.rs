//! The mapping: which column is which field, and how its texts are read. Kept with the import, shown by the
//! wizard, and written to a file for the command line.

use super::{DateOrder, FileLayout, FileProfile, ImportField, ImportKind, Target, date, value};
use crate::{FieldCode, FieldError, FieldErrors, money::DecimalMark, text, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

text_enum! {
    /// How rows that look like rows of another import are taken: as the same event, or as another one.
    pub enum LookAlikes {
        /// Refused, until somebody has said which.
        Ask = "ask",
        /// They are the same: left out as known.
        Skip = "skip",
        /// They are others: they come in.
        Add = "add",
    }
}

/// How the rows of a file are read. Everything may be left out: it is then guessed from the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ImportMapping {
    pub kind: Option<ImportKind>,
    /// How the file itself is read.
    #[serde(skip_serializing_if = "FileLayout::is_empty")]
    pub file: FileLayout,
    pub look_alikes: LookAlikes,
    pub dates: DateOrder,
    pub decimal: DecimalMark,
    /// Make the equipment types that the file names and that do not exist.
    pub create_types: bool,
    /// Site of the rows; only the command line reads it.
    pub site: Option<MappingSite>,
    /// What becomes of equipment that the interventions name and that does not exist.
    pub missing_equipment: MissingEquipment,
    /// Name of a column → its field.
    pub columns: BTreeMap<String, Target>,
    /// What a field is where the file says nothing of it.
    pub defaults: BTreeMap<ImportField, String>,
    /// Field → text of the file → value of its list; `*` stands for every other text.
    pub values: BTreeMap<ImportField, BTreeMap<String, String>>,
}

impl Default for ImportMapping {
    fn default() -> Self {
        Self {
            kind: None,
            file: FileLayout::default(),
            look_alikes: LookAlikes::Ask,
            dates: DateOrder::Auto,
            decimal: DecimalMark::Auto,
            create_types: false,
            site: None,
            missing_equipment: MissingEquipment::default(),
            columns: BTreeMap::new(),
            defaults: BTreeMap::new(),
            values: BTreeMap::new(),
        }
    }
}

/// The site that a mapping file is for, with what is needed to make it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MappingSite {
    pub code: String,
    /// Given when the site is to be made if there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// IANA name, `Europe/Paris`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub timezone: String,
    /// ISO 4217, `EUR`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub currency: String,
}

/// How equipment that only the history knows is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MissingEquipment {
    /// Make it; otherwise its rows are refused.
    pub create: bool,
    /// Its name, with `{code}` where the code goes; the code alone when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Name of its type, made if there is none; no type when empty.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub type_name: String,
}

impl MissingEquipment {
    /// The name of the equipment with this code, cut to what a name may have.
    pub fn name_of(&self, code: &str) -> String {
        let name = if self.name.trim().is_empty() { "{code}" } else { self.name.trim() };
        name.replace("{code}", code).chars().take(120).collect()
    }
}

/// A mapping bound to the columns of one file: ready to read its rows.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub kind: ImportKind,
    pub mapping: ImportMapping,
    pub headers: Vec<String>,
    pub(super) at: HashMap<Target, usize>,
    /// In the order of the columns.
    pub(super) specs: Vec<(usize, String)>,
    /// The order of the numbers in the dates of each column.
    pub(super) orders: Vec<DateOrder>,
    /// The mark before the decimals of each column.
    pub(super) marks: Vec<DecimalMark>,
    /// Columns beyond the header of which nothing was said.
    pub(super) beyond: Vec<usize>,
    /// Folded text of the file → value.
    pub(super) values: HashMap<ImportField, HashMap<String, String>>,
}

impl ImportMapping {
    /// Binds the mapping to the columns of a file.
    ///
    /// # Errors
    /// One error per wrong part, named by its place in the mapping: `columns.Cost`, `values.kind.PM01`,
    /// `defaults.state`, `fields.equipment` for a field that must come from somewhere and does not.
    pub fn compile(&self, kind: ImportKind, profile: &FileProfile) -> Result<Compiled, FieldErrors> {
        let mut errors = vec![];
        let mut fail = |place: String, code| errors.push(FieldError::new(&place, code));
        let headers: Vec<String> = profile.columns.iter().map(|c| c.header.clone()).collect();
        if self.kind.is_some_and(|k| k != kind) {
            fail("kind".into(), FieldCode::NotAllowed);
        }
        let mut at = HashMap::new();
        let mut specs = vec![];
        for (header, target) in &self.columns {
            let place = || format!("columns.{header}");
            let Some(position) = headers.iter().position(|h| h == header) else {
                fail(place(), FieldCode::NotFound);
                continue;
            };
            if !target.fits(kind) {
                fail(place(), FieldCode::NotAllowed);
            } else if *target == Target::Ignored {
                continue;
            } else if at.insert(target.clone(), position).is_some() {
                fail(place(), FieldCode::Repeated);
            } else if let Target::Spec(key) = target {
                specs.push((position, key.clone()));
            }
        }
        specs.sort();
        for field in ImportField::required(kind) {
            if !at.contains_key(&Target::Field(*field)) && !self.defaults.contains_key(field) {
                fail(format!("fields.{field}"), FieldCode::Required);
            }
        }
        for (field, default) in &self.defaults {
            if !ImportField::of(kind).contains(field) {
                fail(format!("defaults.{field}"), FieldCode::NotAllowed);
            } else if field.is_choice() && !field.choices().contains(&default.as_str()) {
                fail(format!("defaults.{field}"), FieldCode::UnknownValue);
            }
        }
        let mut values: HashMap<ImportField, HashMap<String, String>> = HashMap::new();
        for (field, texts) in &self.values {
            for (from, to) in texts {
                if !field.is_choice() || !ImportField::of(kind).contains(field) {
                    fail(format!("values.{field}.{from}"), FieldCode::NotAllowed);
                } else if !field.choices().contains(&to.as_str()) {
                    fail(format!("values.{field}.{from}"), FieldCode::UnknownValue);
                } else {
                    values.entry(*field).or_default().insert(text::fold(from), to.clone());
                }
            }
        }
        let orders = profile
            .columns
            .iter()
            .map(|c| {
                if self.dates == DateOrder::Auto {
                    c.day_month.unwrap_or(DateOrder::Auto)
                } else {
                    self.dates
                }
            })
            .collect();
        let mark = |own: Option<DecimalMark>| match self.decimal {
            DecimalMark::Auto => own.unwrap_or(DecimalMark::Auto),
            said => said,
        };
        let marks = profile.columns.iter().map(|c| mark(c.decimal_mark)).collect();
        let columns = profile.columns.iter().enumerate();
        let beyond = columns.filter(|(_, c)| c.beyond && !self.columns.contains_key(&c.header));
        let beyond = beyond.map(|(i, _)| i).collect();
        errors.extend(self.doubts(profile));
        if errors.is_empty() {
            Ok(Compiled { kind, mapping: self.clone(), headers, at, specs, orders, marks, beyond, values })
        } else {
            Err(FieldErrors(errors))
        }
    }

    /// Doubts that the file leaves open and the mapping does not settle: the order of dates (`dates`), the mark before
    /// decimals (`decimal`), each with its two readings.
    pub fn doubts(&self, profile: &FileProfile) -> Vec<FieldError> {
        let mut doubts: Vec<FieldError> = vec![];
        let mut doubt = |place: &str, first: &str, second: &str| {
            if !doubts.iter().any(|d| d.field == place) {
                let code = FieldCode::TwoReadings { first: first.to_owned(), second: second.to_owned() };
                doubts.push(FieldError::new(place, code));
            }
        };
        for column in &profile.columns {
            let Some(Target::Field(field)) = self.columns.get(&column.header) else { continue };
            if let (true, DateOrder::Auto, Some(d)) = (field.is_date(), self.dates, &column.date_doubt) {
                doubt("dates", &d.first, &d.second);
            }
            if let (true, DecimalMark::Auto, Some(d)) =
                (field.is_amount(), self.decimal, &column.amount_doubt)
            {
                doubt("decimal", &d.first, &d.second);
            }
        }
        for (field, text) in &self.defaults {
            if let (true, DateOrder::Auto, Some((first, second))) =
                (field.is_date(), self.dates, date::two_readings(text))
            {
                doubt("dates", &first, &second);
            }
        }
        doubts
    }

    /// The mapping with what it leaves open taken from the one that the file suggests: its columns when it
    /// names none, and the usual meaning of the texts in lists of which it says nothing.
    #[must_use]
    pub fn completed(&self, guessed: Self) -> Self {
        if !self.columns.is_empty() {
            return self.clone();
        }
        let mut values = guessed.values;
        values.extend(self.values.clone());
        Self { columns: guessed.columns, values, ..self.clone() }
    }

    /// The value of a list that a text of the file stands for: as mapped, else as such texts are usually meant.
    pub fn choice(&self, field: ImportField, raw: &str) -> Option<String> {
        let folded = text::fold(raw);
        let texts = self.values.get(&field);
        let mapped = texts.and_then(|t| t.iter().find(|(from, _)| text::fold(from) == folded));
        let other = || texts.and_then(|t| t.get("*")).cloned();
        mapped
            .map(|(_, to)| to.clone())
            .or_else(other)
            .or_else(|| value::usual_choice(field, raw).map(str::to_owned))
    }
}

impl std::hash::Hash for Target {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match self {
            Self::Field(field) => field.hash(state),
            Self::Spec(key) => key.hash(state),
            Self::Ignored => {}
        }
    }
}
