//! A row of the file read with its mapping: a new equipment or intervention, or what is wrong with it.

use super::{
    Compiled, DecimalMark, ImportField, ImportKind, ImportedIntervention, NewRow, Target, When,
    date::{self, DateProblem},
    value,
};
use crate::{
    FieldCode,
    draft::Checker,
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
    /// Only this field was left out; the row itself is not refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
}

/// A row that can be taken, as far as the file alone tells.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRow {
    pub row: NewRow,
    /// Optional fields that had to be left out of it.
    pub left_out: Vec<RowError>,
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
        self.read_row(cells, currency).map(|read| read.row)
    }

    /// As [`Self::parse_row`], with the optional fields that had to be left out.
    ///
    /// # Errors
    /// As [`Self::parse_row`].
    pub fn read_row(&self, cells: &[String], currency: &str) -> Result<ReadRow, Vec<RowError>> {
        let mut reader = RowReader { mapping: self, cells, currency, errors: vec![], left_out: vec![] };
        reader.beyond_header();
        reader.spreadsheet_errors();
        let row = match self.kind {
            ImportKind::Equipment => reader.equipment().map(|e| NewRow::Equipment(Box::new(e))),
            ImportKind::Interventions => reader.intervention().map(|i| NewRow::Intervention(Box::new(i))),
        };
        match row {
            Some(row) if reader.errors.is_empty() => Ok(ReadRow { row, left_out: reader.left_out }),
            _ => Err(reader.errors),
        }
    }

    /// An error at a field of the row, with what stands there.
    pub fn error(&self, cells: &[String], target: Target, code: FieldCode) -> RowError {
        let column = self.at.get(&target).and_then(|i| self.headers.get(*i)).cloned().unwrap_or_default();
        let value = match &target {
            Target::Field(field) => self.cell(*field, cells),
            Target::Spec(_) => self.at.get(&target).and_then(|i| cells.get(*i)).map(|c| c.as_str()),
            Target::Ignored => None,
        };
        let value = value.unwrap_or_default().trim().chars().take(SHOWN).collect();
        RowError { column, field: target, value, code, left_out: false }
    }

    /// What the row has for a field: its cell, else the default.
    fn cell<'a>(&self, field: ImportField, cells: &'a [String]) -> Option<&'a str> {
        let at = self.at.get(&Target::Field(field))?;
        cells.get(*at).map(|c| c.trim()).filter(|c| !c.is_empty())
    }
}

pub(super) struct RowReader<'a> {
    pub(super) mapping: &'a Compiled,
    pub(super) cells: &'a [String],
    pub(super) currency: &'a str,
    pub(super) errors: Vec<RowError>,
    left_out: Vec<RowError>,
}

impl RowReader<'_> {
    /// Cells that no column of the header names are never dropped without a word.
    fn beyond_header(&mut self) {
        let filled = |i: &usize| self.cells.get(*i).map(|c| c.trim()).filter(|c| !c.is_empty());
        let at = self.mapping.beyond.iter().find_map(|i| filled(i).map(|cell| (*i, cell)));
        let Some((at, cell)) = at else { return };
        let column = self.mapping.headers.get(at).cloned().unwrap_or_default();
        let value = cell.chars().take(SHOWN).collect();
        let (field, code) = (Target::Ignored, FieldCode::BeyondHeader);
        self.errors.push(RowError { column, field, value, code, left_out: false });
    }

    /// `#REF!` in a cell is the text of no name, code or amount.
    fn spreadsheet_errors(&mut self) {
        const ERRORS: [&str; 8] =
            ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"];
        let mut wrong: Vec<(usize, Target)> = self
            .mapping
            .at
            .iter()
            .filter(|(_, i)| self.cells.get(**i).is_some_and(|c| ERRORS.contains(&c.trim())))
            .map(|(target, i)| (*i, target.clone()))
            .collect();
        wrong.sort();
        for (_, target) in wrong {
            self.errors.push(self.mapping.error(self.cells, target, FieldCode::SpreadsheetError));
        }
    }

    fn leave_out(&mut self, field: ImportField, code: FieldCode) {
        let error = self.mapping.error(self.cells, Target::Field(field), code);
        self.left_out.push(RowError { left_out: true, ..error });
    }

    /// Amounts of a field: the mark before their decimals.
    fn mark(&self, field: ImportField) -> DecimalMark {
        let at = self.mapping.at.get(&Target::Field(field));
        at.and_then(|i| self.mapping.marks.get(*i)).copied().unwrap_or(self.mapping.mapping.decimal)
    }

    pub(super) fn fail(&mut self, field: ImportField, code: FieldCode) {
        let broken = |e: &RowError| e.field == Target::Field(field) && e.code == FieldCode::SpreadsheetError;
        if self.errors.iter().any(broken) {
            return;
        }
        let error = self.mapping.error(self.cells, Target::Field(field), code);
        self.errors.push(error);
    }

    /// The text of a field; the mapping's default where the cell is empty.
    pub(super) fn text(&self, field: ImportField) -> String {
        let default = || self.mapping.mapping.defaults.get(&field).map(|d| d.trim());
        self.mapping.cell(field, self.cells).or_else(default).unwrap_or_default().to_owned()
    }

    pub(super) fn checked(&mut self, field: ImportField, max: u32) -> Option<String> {
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

    pub(super) fn choice(&mut self, field: ImportField) -> String {
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
        let order = order.unwrap_or(self.mapping.mapping.dates);
        match date::parse(&raw, order) {
            Ok(when) => return Some(when),
            // A year alone says too little for a day, and nothing against the rest of the row.
            Err(DateProblem::Imprecise) if !ImportField::required(self.mapping.kind).contains(&field) => {
                self.leave_out(field, FieldCode::ImpreciseDate);
            }
            Err(DateProblem::Imprecise) => self.fail(field, FieldCode::ImpreciseDate),
            Err(DateProblem::OtherOrder) => {
                self.fail(field, FieldCode::OtherDateOrder { order: order.to_string() });
            }
            Err(DateProblem::NotADate) => self.fail(field, FieldCode::NotADate),
        }
        None
    }

    pub(super) fn day(&mut self, field: ImportField) -> String {
        match self.when(field) {
            Some(When::Wall(at)) => at.date().to_string(),
            Some(When::Instant(at)) => jiff::tz::Offset::UTC.to_datetime(*at).date().to_string(),
            None => String::new(),
        }
    }

    /// An amount without the currency's name or sign.
    fn plain_amount(&self, raw: &str) -> String {
        let mut amount = raw.trim();
        for unit in [self.currency, "€", "$", "£"] {
            amount = amount.strip_prefix(unit).or_else(|| amount.strip_suffix(unit)).unwrap_or(amount).trim();
        }
        amount.to_owned()
    }

    /// Minor units of an amount; none when there is none or it is wrong.
    pub(super) fn amount(&mut self, field: ImportField) -> Option<i64> {
        let raw = self.plain_amount(&self.text(field));
        if raw.is_empty() {
            return None;
        }
        let decimals = money::currency_decimals(self.currency);
        let minor = money::parse_marked(&raw, decimals, self.mark(field));
        minor.map_err(|error| self.fail(field, money::field_code(&raw, error))).ok()
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
        let cost_minor = self.amount(ImportField::Cost);
        let report = self.checked(ImportField::Report, LONG_TEXT);
        let external_ref = self.checked(ImportField::ExternalRef, 80);
        let site = self.checked(ImportField::Site, 20);
        // A value left to a default is as much part of the row as one in a cell.
        let raw = |field, value: &str| match self.text(field) {
            text if text.is_empty() => value.to_owned(),
            text => text,
        };
        let raw_choices = [
            raw(ImportField::Kind, kind.as_str()),
            raw(ImportField::Status, status.as_str()),
            raw(ImportField::Priority, priority.as_str()),
        ];
        Some(ImportedIntervention {
            site,
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
