//! Rows as CSV text that a spreadsheet opens by double click and never runs.

use i18n::Locale;
use std::borrow::Cow;

/// What stands in a cell.
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Plain(String),
}

/// A text. What a spreadsheet would take for a formula gets an apostrophe before it.
pub(super) fn text<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell::Text(text.into())
}

/// A text, empty when there is nothing.
pub(super) fn optional(text: Option<&str>) -> Cell<'_> {
    Cell::Text(text.unwrap_or_default().into())
}

/// What we made ourselves of a number or a date.
pub(super) fn plain(value: impl ToString) -> Cell<'static> {
    Cell::Plain(value.to_string())
}

/// The same, empty when there is nothing.
pub(super) fn plain_if(value: Option<impl ToString>) -> Cell<'static> {
    Cell::Plain(value.map(|value| value.to_string()).unwrap_or_default())
}

/// A column: its name in a language, and a row's cell.
pub(super) type Column<R> = (fn(Locale) -> &'static str, fn(&R) -> Cell<'_>);

/// Lines of a CSV file in a language: French spreadsheets separate by semicolons.
pub(super) struct Table {
    text: String,
    separator: char,
    at_start: bool,
}

impl Table {
    fn new(locale: Locale) -> Self {
        let separator = match locale {
            Locale::Fr => ';',
            Locale::En => ',',
        };
        Self { text: String::new(), separator, at_start: true }
    }

    /// The first line, after the mark that tells a spreadsheet that the file is UTF-8.
    pub fn header<R>(locale: Locale, columns: &[Column<R>]) -> Vec<u8> {
        let mut table = Self::new(locale);
        table.text.push('\u{feff}');
        table.line(columns.iter().map(|(name, _)| text(name(locale))));
        table.text.into_bytes()
    }

    /// A line for each row.
    pub fn rows<R>(locale: Locale, columns: &[Column<R>], rows: &[R]) -> Vec<u8> {
        let mut table = Self::new(locale);
        for row in rows {
            table.line(columns.iter().map(|(_, cell)| cell(row)));
        }
        table.text.into_bytes()
    }

    fn line<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for cell in cells {
            match cell {
                Cell::Text(text) => {
                    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    self.cell(if formula { "'" } else { "" }, &defused(&text));
                }
                Cell::Plain(value) => self.cell("", &value),
            }
        }
        self.text.push_str("\r\n");
        self.at_start = true;
    }

    fn cell(&mut self, before: &str, text: &str) {
        if !self.at_start {
            self.text.push(self.separator);
        }
        self.at_start = false;
        let quoted = text.contains([self.separator, '"', '\n', '\r']) || text != text.trim();
        if quoted {
            self.text.push('"');
            self.text.push_str(before);
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(before);
            self.text.push_str(text);
        }
    }
}

/// The text with an apostrophe before what would be a formula at the beginning of a cell. A spreadsheet that separates by
/// another sign, or a line's end, begins cells in the middle of ours, whether we quote them or not.
fn defused(text: &str) -> Cow<'_, str> {
    let begins =
        |pair: &[u8]| matches!(pair, [b';' | b',' | b'\t' | b'\n' | b'\r', b'=' | b'+' | b'-' | b'@']);
    if !text.as_bytes().windows(2).any(begins) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        let ends = matches!(before, ';' | ',' | '\t' | '\n' | '\r');
        if ends && matches!(c, '=' | '+' | '-' | '@') {
            out.push('\'');
        }
        out.push(c);
        before = c;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut table = Table::new(Locale::Fr);
        table.line(cells.iter().map(|cell| text(*cell)));
        table.text
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let line = line(&[formula]);
            assert!(line.trim_start_matches('"').starts_with('\''), "{line:?}");
        }
        assert_eq!(line(&["a=b", ""]), "a=b;\r\n");
    }

    #[test]
    fn nor_is_a_part_of_it_to_a_spreadsheet_that_separates_elsewhere() {
        assert_eq!(line(&["ok;=1+1", "a,=2", "a\n@b", "a\t-1"]), "\"ok;'=1+1\";a,'=2;\"a\n'@b\";a\t'-1\r\n");
        let harmless = "état, - ouvert ; 5-3 = 2, a@b.fr";
        assert!(line(&[harmless]).contains(harmless));
    }

    #[test]
    fn a_cell_with_a_separator_is_quoted() {
        assert_eq!(line(&["a;b", "say \"x\"", "c,d"]), "\"a;b\";\"say \"\"x\"\"\";c,d\r\n");
        assert_eq!(line(&["two\nlines"]), "\"two\nlines\"\r\n");
    }

    #[test]
    fn our_own_numbers_stay_numbers() {
        let mut table = Table::new(Locale::En);
        table.line([plain(-5), plain("1250.50"), plain_if(None::<i64>)]);
        assert_eq!(table.text, "-5,1250.50,\r\n");
    }
}
