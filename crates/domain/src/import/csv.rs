//! Cutting text with separators into rows, piece by piece, with the line on which each row begins.
//!
//! Forgiving, because history is: rows may have any number of cells, a quote means something only at the
//! start of a cell, and lines end as they like. A cell in quotes may hold separators, doubled quotes and
//! line ends.

use std::collections::BTreeMap;

/// A cell may not be longer than this: what is longer is a quote that was never closed.
pub const MAX_CELL_BYTES: usize = 64 * 1024;

/// One row of the file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// Line of the file (or row of the sheet) on which it begins, from 1.
    pub line: i64,
    pub cells: Vec<String>,
}

/// A row that cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellTooLong {
    /// Where its row begins.
    pub line: i64,
    /// Whether it stands in quotes.
    pub quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end of the cell, or the first half of a doubled quote.
    QuoteInQuotes,
}

/// Takes text in pieces and gives rows. Blank lines are counted and skipped.
#[derive(Debug)]
pub struct CsvParser {
    delimiter: char,
    at: At,
    line: i64,
    row_line: i64,
    cells: Vec<String>,
    cell: String,
    after_cr: bool,
    /// The row has a separator or a quote: it is not a blank line.
    begun: bool,
}

impl CsvParser {
    pub fn new(delimiter: char) -> Self {
        Self {
            delimiter,
            at: At::CellStart,
            line: 1,
            row_line: 1,
            cells: vec![],
            cell: String::new(),
            after_cr: false,
            begun: false,
        }
    }

    /// Reads a piece and appends the rows that end in it.
    ///
    /// # Errors
    /// [`CellTooLong`]; the parser is of no use afterwards.
    pub fn feed(&mut self, text: &str, rows: &mut Vec<RawRow>) -> Result<(), CellTooLong> {
        for c in text.chars() {
            let ends_crlf = c == '\n' && std::mem::take(&mut self.after_cr);
            self.after_cr = c == '\r';
            let line_end = (c == '\n' && !ends_crlf) || c == '\r';
            if line_end {
                self.line += 1;
            }
            if ends_crlf {
                // The second half of a line end that has been seen; inside quotes it is kept as written.
                if self.at == At::Quoted {
                    self.push(c)?;
                }
                continue;
            }
            match self.at {
                At::Quoted if c == '"' => self.at = At::QuoteInQuotes,
                At::Quoted => self.push(c)?,
                At::QuoteInQuotes if c == '"' => {
                    self.at = At::Quoted;
                    self.push(c)?;
                }
                _ if line_end => self.end_row(rows),
                _ if c == self.delimiter => self.end_cell(),
                At::CellStart if c == '"' => {
                    self.at = At::Quoted;
                    self.begun = true;
                }
                _ => {
                    self.at = At::Plain;
                    self.push(c)?;
                }
            }
        }
        Ok(())
    }

    /// The last row, when the text does not end with a line end.
    ///
    /// # Errors
    /// [`CellTooLong`] when the text ends inside quotes.
    pub fn finish(mut self, rows: &mut Vec<RawRow>) -> Result<(), CellTooLong> {
        if self.at == At::Quoted {
            return Err(CellTooLong { line: self.row_line, quoted: true });
        }
        self.end_row(rows);
        Ok(())
    }

    fn push(&mut self, c: char) -> Result<(), CellTooLong> {
        if self.cell.len() >= MAX_CELL_BYTES {
            return Err(CellTooLong { line: self.row_line, quoted: self.at == At::Quoted });
        }
        self.cell.push(c);
        Ok(())
    }

    fn end_cell(&mut self) {
        self.begun = true;
        self.at = At::CellStart;
        // One more than is allowed, so that the reader sees that there are too many.
        if self.cells.len() <= super::MAX_COLUMNS {
            self.cells.push(std::mem::take(&mut self.cell));
        } else {
            self.cell.clear();
        }
    }

    fn end_row(&mut self, rows: &mut Vec<RawRow>) {
        if self.begun || !self.cell.is_empty() {
            self.end_cell();
            rows.push(RawRow { line: self.row_line, cells: std::mem::take(&mut self.cells) });
        }
        self.begun = false;
        self.at = At::CellStart;
        self.row_line = self.line;
    }
}

/// The separator of a text, from its beginning: the one that cuts the most rows into the same number of
/// cells, more than one.
pub fn sniff_delimiter(beginning: &str) -> char {
    let score = |delimiter: char| {
        let mut rows = vec![];
        let mut parser = CsvParser::new(delimiter);
        let whole = parser.feed(beginning, &mut rows).is_ok();
        // The last row may be cut off, so it is not counted; a single row has to be.
        if whole && (rows.is_empty() || !parser.cell.is_empty() && rows.len() < 2) {
            let _ = parser.finish(&mut rows);
        }
        rows.truncate(50);
        // The most frequent width: a title above the header has no separator.
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        rows.iter()
            .map(|r| r.cells.len())
            .filter(|w| *w > 1)
            .for_each(|w| *widths.entry(w).or_default() += 1);
        let common = widths.into_iter().max_by_key(|(_, count)| *count);
        common.map_or((0, 0), |(width, count)| (count * 100 / rows.len().max(1), width))
    };
    // The first of equals wins.
    [',', ';', '\t', '|'].into_iter().rev().max_by_key(|d| score(*d)).unwrap_or(',')
}

/// Characters with which a spreadsheet takes a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell for a file that a spreadsheet will open: what it would take for a formula is marked as text.
/// Numbers stay numbers.
pub fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    let number =
        cell.trim_start_matches(['+', '-']).chars().all(|c| c.is_ascii_digit() || " .,'\u{a0}".contains(c));
    if cell.starts_with(FORMULA) && !(number && cell.len() > 1) {
        return format!("'{cell}").into();
    }
    cell.into()
}

/// The cell as it was before [`guarded`].
pub fn unguarded(cell: &mut String) {
    if cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(FORMULA)) {
        cell.remove(0);
    }
}
