//! What a file looks like: its columns, some of its texts, and what they tell of dates.

use super::{
    DateOrder, FileLayout, FirstLine,
    date::{self, Evidence},
    value,
};
use crate::money::{self, DecimalMark, MarkEvidence};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Different texts of a column that are counted; a column with more is no list of values.
const MAX_DISTINCT: usize = 60;
const SAMPLES: usize = 5;
/// Characters of a text that are shown.
const SHOWN: usize = 80;

/// The columns of a file, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FileProfile {
    pub rows: i64,
    pub columns: Vec<ColumnProfile>,
    /// How the file was read: as it was said, or guessed.
    pub layout: FileLayout,
    /// The sheets of a workbook; all but that of the layout are left out.
    pub sheets: Vec<String>,
    /// The first lines, to choose the header from.
    pub first_lines: Vec<FirstLine>,
}

/// A text that can be read in two ways, with both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TwoReadings {
    pub first: String,
    pub second: String,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ColumnProfile {
    /// Its name in the header; made unique, and `#3` for the third column if it has none.
    pub header: String,
    /// The header ends before it: some rows have more cells than that.
    pub beyond: bool,
    /// The first texts that differ.
    pub samples: Vec<String>,
    /// Every text with how often it stands there, the most frequent first; empty when there are more than 60.
    pub values: Vec<ValueCount>,
    /// The order of the numbers in its dates; `auto` where they can be read in two ways, none where most
    /// of its texts are no dates.
    pub date_order: Option<DateOrder>,
    /// The order of the dates in it, however few they are.
    pub day_month: Option<DateOrder>,
    /// Days that nothing in the column decides: 3 April or 4 March.
    pub date_doubt: Option<TwoReadings>,
    /// The mark before the decimals of its amounts, where some of them tell.
    pub decimal_mark: Option<DecimalMark>,
    /// Amounts that nothing in the column decides: 1.5 or 1500.
    pub amount_doubt: Option<TwoReadings>,
    /// Most of its texts are amounts with decimals.
    pub is_amounts: bool,
    /// Rows in which it is empty.
    pub empty: i64,
}

/// A text and how often a column has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ValueCount {
    pub value: String,
    pub count: i64,
}

/// Looks at the rows as they come; memory does not grow with the file.
pub struct Profiler {
    profile: FileProfile,
    counts: Vec<Option<HashMap<String, i64>>>,
    dates: Vec<Dates>,
    amounts: Vec<Amounts>,
}

#[derive(Clone, Default)]
struct Dates {
    seen: i64,
    other: i64,
    day_first: Option<String>,
    month_first: Option<String>,
    either: Option<TwoReadings>,
}

impl Dates {
    fn look(&mut self, cell: &str) {
        let Some(evidence) = date::evidence(cell) else {
            self.other += 1;
            return;
        };
        self.seen += 1;
        match evidence {
            Evidence::Clear => {}
            Evidence::DayFirst if self.day_first.is_none() => self.day_first = Some(shown(cell)),
            Evidence::MonthFirst if self.month_first.is_none() => self.month_first = Some(shown(cell)),
            Evidence::Either if self.either.is_none() => {
                self.either = date::two_readings(cell).map(|(first, second)| TwoReadings { first, second });
            }
            _ => {}
        }
    }

    /// The order of the column, and what leaves it open.
    fn order(self) -> (DateOrder, Option<TwoReadings>) {
        match (self.day_first, self.month_first, self.either) {
            // Both in one column: which of them is wrong, only a person can say.
            (Some(first), Some(second), _) => (DateOrder::Auto, Some(TwoReadings { first, second })),
            (None, Some(_), _) => (DateOrder::Mdy, None),
            (Some(_), None, _) => (DateOrder::Dmy, None),
            (None, None, Some(doubt)) => (DateOrder::Auto, Some(doubt)),
            (None, None, None) => (DateOrder::Ymd, None),
        }
    }
}

#[derive(Clone, Default)]
struct Amounts {
    seen: i64,
    other: i64,
    point: bool,
    comma: bool,
    either: Option<TwoReadings>,
}

impl Amounts {
    fn look(&mut self, cell: &str) {
        let amount = value::without_currency(cell);
        match money::mark_evidence(amount) {
            None => {
                self.other += 1;
                return;
            }
            Some(MarkEvidence::Point) => self.point = true,
            Some(MarkEvidence::Comma) => self.comma = true,
            Some(MarkEvidence::Either) if self.either.is_none() => {
                self.either =
                    money::two_readings(amount).map(|(first, second)| TwoReadings { first, second });
            }
            Some(MarkEvidence::Either) => {}
        }
        self.seen += 1;
    }

    fn mark(&self) -> Option<DecimalMark> {
        match (self.point, self.comma) {
            (true, false) => Some(DecimalMark::Point),
            (false, true) => Some(DecimalMark::Comma),
            _ => None,
        }
    }
}

fn shown(cell: &str) -> String {
    cell.chars().take(SHOWN).collect()
}

impl Profiler {
    /// From the cells of the first row.
    pub fn new(header: &[String]) -> Self {
        let profile = FileProfile::default();
        let mut profiler = Self { profile, counts: vec![], dates: vec![], amounts: vec![] };
        header.iter().for_each(|name| profiler.add(name, false));
        profiler
    }

    fn add(&mut self, raw: &str, beyond: bool) {
        let columns = &mut self.profile.columns;
        let name: String = raw.trim().chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        let name = if name.is_empty() { format!("#{}", columns.len() + 1) } else { name };
        let mut unique = name.clone();
        let mut again = 2;
        while columns.iter().any(|c| c.header == unique) {
            unique = format!("{name} ({again})");
            again += 1;
        }
        let empty = self.profile.rows;
        columns.push(ColumnProfile { header: unique, beyond, empty, ..Default::default() });
        self.counts.push(Some(HashMap::new()));
        self.dates.push(Dates::default());
        self.amounts.push(Amounts::default());
    }

    pub fn look(&mut self, cells: &[String]) {
        let filled = cells.iter().rposition(|c| !c.trim().is_empty()).map_or(0, |last| last + 1);
        while self.profile.columns.len() < filled {
            self.add("", true);
        }
        self.profile.rows += 1;
        for (i, column) in self.profile.columns.iter_mut().enumerate() {
            let cell = cells.get(i).map(|c| c.trim()).unwrap_or_default();
            if cell.is_empty() {
                column.empty += 1;
                continue;
            }
            self.dates[i].look(cell);
            self.amounts[i].look(cell);
            let shown = shown(cell);
            if column.samples.len() < SAMPLES && !column.samples.contains(&shown) {
                column.samples.push(shown.clone());
            }
            if let Some(counts) = &mut self.counts[i] {
                *counts.entry(shown).or_default() += 1;
                if counts.len() > MAX_DISTINCT {
                    self.counts[i] = None;
                }
            }
        }
    }

    pub fn finish(mut self) -> FileProfile {
        for (i, column) in self.profile.columns.iter_mut().enumerate() {
            let mut values: Vec<ValueCount> = self.counts[i]
                .take()
                .unwrap_or_default()
                .into_iter()
                .map(|(value, count)| ValueCount { value, count })
                .collect();
            values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            column.values = values;
            let dates = std::mem::take(&mut self.dates[i]);
            let (any, most) = (dates.seen > 0, dates.seen > dates.other);
            let (order, doubt) = dates.order();
            column.day_month = any.then_some(order);
            column.date_order = most.then_some(order);
            column.date_doubt = doubt;
            let amounts = &mut self.amounts[i];
            column.decimal_mark = amounts.mark();
            column.is_amounts = amounts.seen > amounts.other;
            column.amount_doubt = if column.decimal_mark.is_none() { amounts.either.take() } else { None };
        }
        self.profile
    }
}
