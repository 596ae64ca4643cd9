//! What a file looks like: its columns, some of its texts, and what they tell of dates.

use super::{DateOrder, date::Evidence};
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
pub struct FileProfile {
    pub rows: i64,
    pub columns: Vec<ColumnProfile>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ColumnProfile {
    /// Its name in the first row; made unique, and `#3` for the third column if it has none.
    pub header: String,
    /// The first texts that differ.
    pub samples: Vec<String>,
    /// Every text with how often it stands there, the most frequent first; empty when there are more than 60.
    pub values: Vec<ValueCount>,
    /// The order of the numbers in its dates; `auto` where they can be read in two ways, none where most
    /// of its texts are no dates.
    pub date_order: Option<DateOrder>,
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
}

#[derive(Clone, Copy, Default)]
struct Dates {
    seen: i64,
    other: i64,
    day_first: bool,
    month_first: bool,
    either: bool,
}

impl Profiler {
    /// From the cells of the first row.
    pub fn new(header: &[String]) -> Self {
        let mut columns: Vec<ColumnProfile> = vec![];
        for (i, raw) in header.iter().enumerate() {
            let name: String = raw.trim().chars().filter(|c| !c.is_control()).take(SHOWN).collect();
            let name = if name.is_empty() { format!("#{}", i + 1) } else { name };
            let mut unique = name.clone();
            let mut again = 2;
            while columns.iter().any(|c| c.header == unique) {
                unique = format!("{name} ({again})");
                again += 1;
            }
            columns.push(ColumnProfile { header: unique, ..Default::default() });
        }
        let counts = columns.iter().map(|_| Some(HashMap::new())).collect();
        let dates = vec![Dates::default(); columns.len()];
        Self { profile: FileProfile { rows: 0, columns }, counts, dates }
    }

    pub fn look(&mut self, cells: &[String]) {
        self.profile.rows += 1;
        for (i, column) in self.profile.columns.iter_mut().enumerate() {
            let cell = cells.get(i).map(|c| c.trim()).unwrap_or_default();
            if cell.is_empty() {
                column.empty += 1;
                continue;
            }
            let dates = &mut self.dates[i];
            match super::date::evidence(cell) {
                None => dates.other += 1,
                Some(evidence) => {
                    dates.seen += 1;
                    dates.day_first |= evidence == Evidence::DayFirst;
                    dates.month_first |= evidence == Evidence::MonthFirst;
                    dates.either |= evidence == Evidence::Either;
                }
            }
            let shown: String = cell.chars().take(SHOWN).collect();
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
            let dates = self.dates[i];
            if dates.seen > dates.other {
                column.date_order = Some(match (dates.day_first, dates.month_first) {
                    (false, true) => DateOrder::Mdy,
                    (true, _) => DateOrder::Dmy,
                    (false, false) if dates.either => DateOrder::Auto,
                    (false, false) => DateOrder::Ymd,
                });
            }
        }
        self.profile
    }
}
