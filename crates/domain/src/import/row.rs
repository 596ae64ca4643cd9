//! A row of the file read with its mapping: a new equipment or intervention, or what is wrong with it.

use super::{
    Compiled, DecimalMark, ImportField, ImportKind, ImportedEquipment, ImportedIntervention, NewRow, Target,
    When, date, value,
};
use crate::{
    FieldCode, SiteId,
    draft::Checker,
    equipment::{EquipmentDraft, NewEquipment, SpecificationDraft},
    intervention::{InterventionKind, InterventionStatus, Priority},
    money, text,
};
use serde::{Deserialize, Serialize};

/// Characters of a wrong value that are shown.
const SHOWN: usize = 200;
const TITLE: usize = 200;
const LONG_TEXT: u32 = 20_000;

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowError {
    /// The column's name; empty when the field comes from no column.
    pub column: String,
    pub field: Target,
    /// What stands there.
    pub value: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub code: FieldCode,
}

impl Compiled {
    /// Whether a column is mapped to the field.
    pub fn has(&self, field: ImportField) -> bool {
        self.at.contains_key(&Target::Field(field))
    }

    /// What stands in the column of a field; none when it is empty.
    pub fn text_of<'a>(&self, field: ImportField, cells: &'a [String]) -> Option<&'a str> {
        self.cell(field, cells)
    }

    /// Reads one row. Amounts are in `currency`.
    ///
    /// # Errors
    /// Everything that is wrong with it, column by column.
    pub fn parse_row(&self, cells: &[String], currency: &str) -> Result<NewRow, Vec<RowError>> {
        let mut reader = RowReader { mapping: self, cells, currency, errors: vec![] };
        let row = match self.kind {
            ImportKind::Equipment => reader.equipment().map(|e| NewRow::Equipment(Box::new(e))),
            ImportKind::Interventions => reader.intervention().map(|i| NewRow::Intervention(Box::new(i))),
        };
        match row {
            Some(row) if reader.errors.is_empty() => Ok(row),
            _ => Err(reader.errors),
        }
    }

    /// An error at a field of the row, with what stands there.
    pub fn error(&self, cells: &[String], target: Target, code: FieldCode) -> RowError {
        let column = self.at.get(&target).and_then(|i| self.headers.get(*i)).cloned().unwrap_or_default();
        let value = match &target {
            Target::Field(field) => self.cell(*field, cells),
            Target::Spec(_) => self.at.get(&target).and_then(|i| cells.get(*i)).map(|c| c.as_str()),
        };
        let value = value.unwrap_or_default().trim().chars().take(SHOWN).collect();
        RowError { column, field: target, value, code }
    }

    /// What the row has for a field: its cell, else the default.
    fn cell<'a>(&self, field: ImportField, cells: &'a [String]) -> Option<&'a str> {
        let at = self.at.get(&Target::Field(field))?;
        cells.get(*at).map(|c| c.trim()).filter(|c| !c.is_empty())
    }
}

struct RowReader<'a> {
    mapping: &'a Compiled,
    cells: &'a [String],
    currency: &'a str,
    errors: Vec<RowError>,
}

impl RowReader<'_> {
    fn fail(&mut self, field: ImportField, code: FieldCode) {
        let error = self.mapping.error(self.cells, Target::Field(field), code);
        self.errors.push(error);
    }

    /// The text of a field; the mapping's default where the cell is empty.
    fn text(&self, field: ImportField) -> String {
        let default = || self.mapping.mapping.defaults.get(&field).map(|d| d.trim());
        self.mapping.cell(field, self.cells).or_else(default).unwrap_or_default().to_owned()
    }

    fn checked(&mut self, field: ImportField, max: u32) -> Option<String> {
        let raw = self.text(field);
        let mut c = Checker::default();
        let text = c.optional_text("", &raw, max);
        self.take_error(field, c);
        text
    }

    fn required(&mut self, field: ImportField, max: u32) -> Option<String> {
        let raw = self.text(field);
        let mut c = Checker::default();
        let text = c.text("", &raw, max);
        self.take_error(field, c).then_some(text)
    }

    /// Whether there was none.
    fn take_error(&mut self, field: ImportField, c: Checker) -> bool {
        match c.finish(Some(())) {
            Ok(()) => true,
            Err(errors) => {
                for e in errors.0 {
                    self.fail(field, e.code);
                }
                false
            }
        }
    }

    fn choice(&mut self, field: ImportField) -> String {
        let Some(raw) = self.mapping.cell(field, self.cells) else {
            return self.mapping.mapping.defaults.get(&field).cloned().unwrap_or_default();
        };
        let mapped = self.mapping.values.get(&field);
        let found = mapped
            .and_then(|texts| texts.get(&text::fold(raw)).or_else(|| texts.get("*")))
            .cloned()
            .or_else(|| value::usual_choice(field, raw).map(str::to_owned));
        if found.is_none() {
            self.fail(field, FieldCode::UnknownValue);
        }
        found.unwrap_or_default()
    }

    fn when(&mut self, field: ImportField) -> Option<When> {
        let raw = self.text(field);
        if raw.is_empty() {
            return None;
        }
        let column = self.mapping.at.get(&Target::Field(field));
        let order = column.and_then(|i| self.mapping.orders.get(*i)).copied();
        let when = date::parse(&raw, order.unwrap_or(self.mapping.mapping.dates));
        if when.is_none() {
            self.fail(field, FieldCode::NotADate);
        }
        when
    }

    fn day(&mut self, field: ImportField) -> String {
        match self.when(field) {
            Some(When::Wall(at)) => at.date().to_string(),
            Some(When::Instant(at)) => jiff::tz::Offset::UTC.to_datetime(*at).date().to_string(),
            None => String::new(),
        }
    }

    /// An amount without the currency's name or sign, and with a point before its decimals.
    fn plain_amount(&self, raw: &str) -> String {
        let mut amount = raw.trim();
        for unit in [self.currency, "€", "$", "£"] {
            amount = amount.strip_prefix(unit).or_else(|| amount.strip_suffix(unit)).unwrap_or(amount).trim();
        }
        match self.mapping.mapping.decimal {
            DecimalMark::Auto => amount.to_owned(),
            DecimalMark::Point => amount.replace(',', ""),
            DecimalMark::Comma => amount.replace('.', "").replace(',', "."),
        }
    }

    fn cost(&mut self) -> Option<i64> {
        let raw = self.text(ImportField::Cost);
        if raw.is_empty() {
            return None;
        }
        let minor =
            money::parse_minor(&self.plain_amount(&raw), money::currency_decimals(self.currency)).ok();
        if minor.is_none() {
            self.fail(ImportField::Cost, FieldCode::NotAnAmount);
        }
        minor
    }

    fn intervention(&mut self) -> Option<ImportedIntervention> {
        let equipment = self.required(ImportField::Equipment, 40);
        let description = self.checked(ImportField::Description, LONG_TEXT);
        let (title, description) = self.title(description);
        let kind = self.choice(ImportField::Kind).parse().unwrap_or(InterventionKind::Corrective);
        // What comes from another system's history is done, unless it says otherwise.
        let status = self.choice(ImportField::Status).parse().unwrap_or(InterventionStatus::Closed);
        let priority = self.choice(ImportField::Priority).parse().unwrap_or(Priority::Medium);
        let reported_at = self.when(ImportField::ReportedAt);
        if reported_at.is_none() && self.text(ImportField::ReportedAt).is_empty() {
            self.fail(ImportField::ReportedAt, FieldCode::Required);
        }
        let started_at = self.when(ImportField::StartedAt);
        let ended_at = self.when(ImportField::EndedAt);
        if let (Some(When::Wall(started)), Some(When::Wall(ended))) = (started_at, ended_at)
            && ended < started
        {
            self.fail(ImportField::EndedAt, FieldCode::Before { other: ImportField::StartedAt.to_string() });
        }
        let cost_minor = self.cost();
        let report = self.checked(ImportField::Report, LONG_TEXT);
        let external_ref = self.checked(ImportField::ExternalRef, 80);
        let raw = |field| self.mapping.cell(field, self.cells).unwrap_or_default().to_owned();
        let raw_choices = [raw(ImportField::Kind), raw(ImportField::Status), raw(ImportField::Priority)];
        Some(ImportedIntervention {
            equipment: equipment?,
            title: title?,
            description,
            report,
            kind,
            status,
            priority,
            reported_at: reported_at?,
            started_at,
            ended_at,
            cost_minor,
            external_ref,
            raw_choices,
        })
    }

    /// The title, and the description. A title that is too long is cut and stands whole in the
    /// description; a row without one takes the first line of its description.
    fn title(&mut self, description: Option<String>) -> (Option<String>, Option<String>) {
        let Some(whole) = self.checked(ImportField::Title, LONG_TEXT) else {
            let first = description.as_deref().and_then(|d| d.lines().next()).map(cut);
            if first.is_none() && !self.errors.iter().any(|e| e.field == Target::Field(ImportField::Title)) {
                self.fail(ImportField::Title, FieldCode::Required);
            }
            return (first, description);
        };
        let one_line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        if one_line.chars().count() <= TITLE && !whole.contains(['\n', '\r']) {
            return (Some(whole), description);
        }
        let description = match description {
            Some(more) => format!("{whole}\n\n{more}"),
            None => whole.clone(),
        };
        (Some(cut(&one_line)), Some(description))
    }

    fn equipment(&mut self) -> Option<ImportedEquipment> {
        use ImportField as F;
        let code = self.text(F::Code);
        let name = self.text(F::Name);
        let named = self.mapping.at.contains_key(&Target::Field(F::Name));
        let draft = EquipmentDraft {
            // A list without names is known by its codes.
            name: if named || !name.is_empty() { name } else { code.clone() },
            code,
            // Known later; anything that can be read.
            site_id: "0".into(),
            model: self.text(F::Model),
            serial_number: self.text(F::SerialNumber),
            manufacturer: self.text(F::Manufacturer),
            purchased_on: self.day(F::PurchasedOn),
            installed_on: self.day(F::InstalledOn),
            in_service_on: self.day(F::InServiceOn),
            warranty_until: self.day(F::WarrantyUntil),
            lifespan_years: self.text(F::LifespanYears),
            replacement_value: self.plain_amount(&self.text(F::ReplacementValue)),
            state: self.choice(F::State),
            criticality: self.choice(F::Criticality),
            notes: self.text(F::Notes),
            specifications: self.specifications(),
            ..Default::default()
        };
        let parsed = match draft.parse(self.currency) {
            Ok(new) => Some(new),
            Err(errors) => {
                for e in errors.0 {
                    let error = self.mapping.error(self.cells, self.target_of(&e.field), e.code);
                    self.errors.push(error);
                }
                None
            }
        };
        let site = self.checked(F::Site, 20);
        let line = self.checked(F::Line, 20);
        let type_name = self.checked(F::Type, 80);
        let parent = self.checked(F::Parent, 40);
        Some(ImportedEquipment {
            new: NewEquipment { site_id: SiteId(0), ..parsed? },
            site,
            line,
            type_name,
            parent,
        })
    }

    fn specifications(&self) -> Vec<SpecificationDraft> {
        let filled = self.mapping.specs.iter().filter_map(|(at, key)| {
            let value = self.cells.get(*at).map(|c| c.trim()).filter(|c| !c.is_empty())?;
            let (key, unit) = match key.trim_end().strip_suffix(']').and_then(|k| k.split_once('[')) {
                Some((key, unit)) => (key.trim(), unit.trim()),
                None => (key.as_str(), ""),
            };
            Some(SpecificationDraft { key: key.to_owned(), value: value.to_owned(), unit: unit.to_owned() })
        });
        filled.collect()
    }

    /// The column behind a field of the equipment form.
    fn target_of(&self, field: &str) -> Target {
        if let Some(rest) = field.strip_prefix("specifications[")
            && let Some(index) = rest.split(']').next().and_then(|i| i.parse::<usize>().ok())
        {
            let filled = self
                .mapping
                .specs
                .iter()
                .filter(|(at, _)| self.cells.get(*at).is_some_and(|c| !c.trim().is_empty()));
            if let Some((_, key)) = filled.clone().nth(index) {
                return Target::Spec(key.clone());
            }
        }
        Target::Field(field.parse().unwrap_or(ImportField::Code))
    }
}

/// The text cut at a word, within the length of a title.
fn cut(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.to_owned();
    }
    let head: String = text.chars().take(TITLE - 1).collect();
    let end = head.rfind(' ').filter(|at| *at > head.len() / 2).unwrap_or(head.len());
    format!("{}…", head[..end].trim_end())
}
