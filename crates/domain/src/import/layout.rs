//! How a file is laid out: its sheet, the line of its header, its separator and its encoding. Each is guessed,
//! shown, and can be said.

use super::{RawRow, date, names::NAMES};
use crate::{money, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines from the beginning of a file among which its header is looked for.
pub const HEADER_LINES: usize = 12;

/// The layout of a file. Parts that are left out are guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FileLayout {
    /// Name of the sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Line with the names of the columns, from 1; 0 when no line has them: the columns are then `#1`, `#2`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<i64>,
    /// The separator of a text: one character, or `tab`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The encoding of a text by its usual name: `utf-8`, `windows-1252`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl FileLayout {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this asks for something else than how the file was read.
    pub fn differs(&self, read: &Self) -> bool {
        fn other<T: PartialEq>(asked: &Option<T>, read: &Option<T>) -> bool {
            asked.is_some() && asked != read
        }
        let name = |text: &Option<String>| text.as_ref().map(|t| t.to_ascii_lowercase());
        other(&self.sheet, &read.sheet)
            || other(&self.header, &read.header)
            || other(&self.separator, &read.separator)
            || other(&name(&self.encoding), &name(&read.encoding))
    }
}

/// A line from the beginning of a file, to choose the header from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstLine {
    pub line: i64,
    /// Its cells, joined and cut.
    pub text: String,
}

/// The line of the header among the first rows of a file; 0 when they seem to begin with data. `rows` has at
/// least one.
///
/// A title above the header has fewer cells than the rows below it. A first row of data has a cell of the same
/// shape as the one below, a date or a number, and none that is the name of a column anywhere.
pub fn guess_header(rows: &[RawRow]) -> i64 {
    let filled = |row: &RawRow| row.cells.iter().filter(|c| !c.trim().is_empty()).count();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *widths.entry(filled(row)).or_default() += 1);
    let usual = widths.into_iter().max_by_key(|(width, count)| (*count, std::cmp::Reverse(*width)));
    let usual = usual.map_or(0, |(width, _)| width);
    let Some(first) = rows.first() else { return 0 };
    // A title is one or two cells above rows of at least three.
    let header = match rows.iter().position(|row| filled(row) * 2 > usual) {
        Some(at) if usual > 2 && filled(first) <= 2 => at,
        _ => 0,
    };
    let Some(candidate) = rows.get(header) else { return first.line };
    let below = rows.get(header + 1);
    if below.is_some_and(|below| is_data(candidate, below)) { 0 } else { candidate.line }
}

fn is_data(row: &RawRow, below: &RawRow) -> bool {
    let named = |cell: &String| NAMES.iter().any(|(_, names)| names.contains(&text::fold(cell).as_str()));
    let same = |(cell, other): (&String, &String)| {
        let (cell, other) = (cell.trim(), other.trim());
        let dates = date::evidence(cell).is_some() && date::evidence(other).is_some();
        let numbers = money::mark_evidence(cell).is_some() && money::mark_evidence(other).is_some();
        let coded = cell.chars().any(|c| c.is_ascii_digit()) && shape(cell) == shape(other);
        dates || numbers || coded
    };
    !row.cells.iter().any(named) && row.cells.iter().zip(&below.cells).any(same)
}

/// `PH-001` as `a-9`: runs of letters and of digits.
fn shape(cell: &str) -> String {
    let mut out = String::new();
    for c in cell.chars() {
        let kind = match c {
            c if c.is_ascii_digit() => '9',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        if !(matches!(kind, '9' | 'a') && out.ends_with(kind)) {
            out.push(kind);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<RawRow> {
        let lines = text.lines().enumerate();
        lines
            .map(|(i, line)| RawRow {
                line: i as i64 + 1,
                cells: line.split(';').map(str::to_owned).collect(),
            })
            .collect()
    }

    #[test]
    fn imp_04_the_header_is_found_below_a_title_and_missed_where_there_is_none() {
        for (text, header) in [
            ("code;name\nP1;Pump\nP2;Press", 1),
            ("Machines 2024\n\ncode;name;type\nP1;Pump;x\nP2;Press;y", 3),
            ("Liste;;\ncode;name;type\nP1;Pump;x", 2),
            ("P1;Pump\nP2;Press\nP3;Fan", 0),
            ("2024-01-05;P1;Leak\n2024-01-06;P1;Noise", 0),
            ("Repère;2023;2024\nP1;12;14", 1),
            ("code;P1\nP2;P3", 1),
            ("a;b", 1),
            ("code;name\nP1;Pump\nW-1;Pump;extra;more", 1),
        ] {
            assert_eq!(guess_header(&rows(text)), header, "{text}");
        }
    }
}
