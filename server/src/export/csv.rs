//! Rows as CSV text that a spreadsheet opens by double click and never runs.

use i18n::Locale;
use std::borrow::Cow;

/// Lines of a CSV file in a language: French spreadsheets separate by semicolons.
pub(super) struct Table {
    text: String,
    separator: char,
    at_start: bool,
}

impl Table {
    pub fn new(locale: Locale) -> Self {
        let separator = match locale {
            Locale::Fr => ';',
            Locale::En => ',',
        };
        Self { text: String::new(), separator, at_start: true }
    }

    /// The first line, after the mark that tells a spreadsheet that the file is UTF-8.
    pub fn header(locale: Locale, names: &[&str]) -> Self {
        let mut table = Self::new(locale);
        table.text.push('\u{feff}');
        for name in names {
            table.text(name);
        }
        table.end();
        table
    }

    /// A text cell. What a spreadsheet would take for a formula gets an apostrophe before it.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        self.cell(if formula { "'" } else { "" }, &defused(text))
    }

    /// A text cell, empty when there is nothing.
    pub fn optional(&mut self, text: Option<&str>) -> &mut Self {
        self.text(text.unwrap_or_default())
    }

    /// A cell that we made ourselves of a number or a date.
    pub fn plain(&mut self, value: impl ToString) -> &mut Self {
        self.cell("", &value.to_string())
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.text.push_str("\r\n");
        self.at_start = true;
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    fn cell(&mut self, before: &str, text: &str) -> &mut Self {
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
        self
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
        for cell in cells {
            table.text(cell);
        }
        table.end();
        String::from_utf8(table.into_bytes()).expect("text")
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
        table.plain(-5).plain("1250.50").end();
        assert_eq!(String::from_utf8(table.into_bytes()).expect("text"), "-5,1250.50\r\n");
    }
}
