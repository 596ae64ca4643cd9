//! Rows of an XLSX workbook. It lies in memory whole (a ZIP is read from its end), but its sheet is read
//! cell by cell, so that a sheet with one cell at its far corner costs nothing.

use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use domain::import::{FileProblem, ImportFailure, MAX_BYTES, MAX_CELL_BYTES, MAX_COLUMNS, RawRow};
use std::{
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};
use tokio::sync::mpsc::Sender;

pub(super) type Piece = Result<Part, ImportFailure>;

/// A part of a workbook: its sheets first, then rows of one of them.
pub(super) enum Part {
    Sheets {
        all: Vec<String>,
        /// The one that is read; none when there is no sheet of the name that was asked for.
        chosen: Option<String>,
    },
    Rows(Vec<RawRow>),
}

/// Reads the sheet of that name, else the first that can be seen and has something in it, and sends its rows
/// in batches; runs on a thread that may block. Ends early when nobody listens any more.
///
/// Some damaged workbooks make the library panic. What was read until then must not pass for the whole.
pub(super) fn read(content: Vec<u8>, sheet: Option<&str>, to: &Sender<Piece>) {
    let read = catch_unwind(AssertUnwindSafe(|| rows(content, sheet, to)));
    if let Err(failure) = read.unwrap_or(Err(problem(FileProblem::DamagedWorkbook))) {
        let _ = to.blocking_send(Err(failure));
    }
}

const fn problem(problem: FileProblem) -> ImportFailure {
    ImportFailure { problem, line: None }
}

type Book = Xlsx<Cursor<Vec<u8>>>;

/// Whether a sheet has a cell with anything in it.
fn is_filled(book: &mut Book, name: &str) -> bool {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return false };
    while let Ok(Some(cell)) = cells.next_cell() {
        if !text(cell.get_value()).is_empty() {
            return true;
        }
    }
    false
}

fn rows(content: Vec<u8>, sheet: Option<&str>, to: &Sender<Piece>) -> Result<(), ImportFailure> {
    check_size(&content, MAX_BYTES)?;
    let mut book: Book = Xlsx::new(Cursor::new(content)).map_err(|e| match e {
        calamine::XlsxError::Password => problem(FileProblem::OldOrLockedWorkbook),
        _ => problem(FileProblem::DamagedWorkbook),
    })?;
    let all: Vec<String> = book.sheets_metadata().iter().map(|s| s.name.clone()).collect();
    let seen = book.sheets_metadata().iter().filter(|s| s.visible == SheetVisible::Visible);
    let seen: Vec<String> = seen.map(|s| s.name.clone()).collect();
    let chosen = match sheet {
        Some(asked) => all.iter().find(|name| *name == asked).cloned(),
        None => {
            let filled = seen.iter().find(|name| is_filled(&mut book, name)).cloned();
            Some(filled.or(seen.first().or(all.first()).cloned()).ok_or(problem(FileProblem::Empty))?)
        }
    };
    let sheets = Part::Sheets { all, chosen: chosen.clone() };
    let (Ok(()), Some(name)) = (to.blocking_send(Ok(sheets)), chosen) else { return Ok(()) };
    let damaged = |_| problem(FileProblem::DamagedWorkbook);
    let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
    let mut batch: Vec<RawRow> = vec![];
    let mut row = RawRow { line: 0, cells: vec![] };
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        let (line, column) = (i64::from(at) + 1, column as usize);
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if text.len() > MAX_CELL_BYTES {
            return Err(ImportFailure { problem: FileProblem::CellTooLong, line: Some(line) });
        }
        if column >= MAX_COLUMNS {
            return Err(ImportFailure { problem: FileProblem::TooManyColumns, line: Some(line) });
        }
        if line != row.line {
            let done = std::mem::replace(&mut row, RawRow { line, cells: vec![] });
            if !done.cells.is_empty() {
                batch.push(done);
            }
            if batch.len() >= super::BATCH && send(to, &mut batch).is_err() {
                return Ok(());
            }
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        row.cells[column] = text;
    }
    if !row.cells.is_empty() {
        batch.push(row);
    }
    let _ = send(to, &mut batch);
    Ok(())
}

fn send(to: &Sender<Piece>, batch: &mut Vec<RawRow>) -> Result<(), ()> {
    to.blocking_send(Ok(Part::Rows(std::mem::take(batch)))).map_err(drop)
}

/// Refuses an archive that inflates beyond the limit, by inflating it: its own numbers may lie.
fn check_size(content: &[u8], limit: u64) -> Result<(), ImportFailure> {
    let damaged = |_| problem(FileProblem::DamagedWorkbook);
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).map_err(damaged)?;
    let mut left = limit;
    for i in 0..archive.len() {
        let Ok(file) = archive.by_index(i) else { return Err(problem(FileProblem::DamagedWorkbook)) };
        let inflated = std::io::copy(&mut file.take(left + 1), &mut std::io::sink())
            .map_err(|_| problem(FileProblem::DamagedWorkbook))?;
        left = left.checked_sub(inflated).ok_or(problem(FileProblem::TooLarge))?;
    }
    Ok(())
}

/// A cell as text: dates in ISO, whole numbers without decimals.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(s) => s.trim().to_owned(),
        DataRef::SharedString(s) => s.trim().to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (y, m, d, hour, minute, second, _) = at.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{y:04}-{m:02}-{d:02}"),
                _ => format!("{y:04}-{m:02}-{d:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(duration) => number(duration.as_f64()),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::Error(e) => e.to_string(),
    }
}

/// A number as a person would write it: 0.1 + 0.2 is 0.3, as the sheet shows it.
fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    // Fifteen digits are what a sheet keeps.
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_the_sheet_shows_them() {
        assert_eq!(number(183.05), "183.05");
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(1_234_567.0), "1234567");
        assert_eq!(number(-12.5), "-12.5");
    }

    /// The smallest workbook: one sheet with a text, a number, a date and an error.
    fn workbook(sheet: &[u8], compressed: bool) -> Vec<u8> {
        use std::io::Write;
        let method = match compressed {
            true => zip::CompressionMethod::Deflated,
            false => zip::CompressionMethod::Stored,
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        for (name, content) in [
            ("[Content_Types].xml", &b"<Types/>"[..]),
            ("_rels/.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
            ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
            ("xl/styles.xml", br#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
            ("xl/worksheets/sheet1.xml", sheet),
        ] {
            zip.start_file(name, options).expect("a new file");
            zip.write_all(content).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }

    const SHEET: &[u8] = br#"<worksheet><dimension ref="A1:D2"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c><c r="B1"><v>12.5</v></c><c r="C1" s="1"><v>45000</v></c><c r="D1" t="e"><v>#REF!</v></c></row><row r="2"><c r="A2" t="str"><v>X</v></c></row></sheetData></worksheet>"#;

    /// The rows of a workbook, or why it is refused.
    fn read_all(content: Vec<u8>) -> Result<Vec<RawRow>, ImportFailure> {
        let (to, mut from) = tokio::sync::mpsc::channel(10_000);
        read(content, None, &to);
        let mut all = vec![];
        while let Ok(part) = from.try_recv() {
            if let Part::Rows(rows) = part? {
                all.extend(rows);
            }
        }
        Ok(all)
    }

    #[test]
    fn a_workbook_at_which_the_library_panics_is_damaged() {
        let far = br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZZZZZ1"><v>2</v></c></row></sheetData></worksheet>"#;
        let refused = read_all(workbook(far, true)).expect_err("refused").problem;
        let known = [FileProblem::DamagedWorkbook, FileProblem::TooManyColumns];
        assert!(known.contains(&refused), "{refused:?}");
    }

    #[test]
    fn no_workbook_makes_the_reader_panic_or_hang() {
        let first = &read_all(workbook(SHEET, true)).expect("readable")[0];
        assert_eq!(first.cells, ["Code", "12.5", "2023-03-15", "#REF!"]);
        let bounded = |content: Vec<u8>| {
            for row in read_all(content).unwrap_or_default() {
                assert!(
                    row.cells.len() <= MAX_COLUMNS && row.cells.iter().all(|c| c.len() <= MAX_CELL_BYTES)
                );
            }
        };
        testkit::hostile(&[SHEET], |sheet| bounded(workbook(sheet, false)));
        let (packed, stored) = (workbook(SHEET, true), workbook(SHEET, false));
        testkit::hostile(&[&packed, &stored], |file| bounded(file.to_vec()));
    }

    /// An archive of zeros that would fill the memory is refused while it is still small.
    #[test]
    fn a_workbook_that_inflates_beyond_the_limit_is_refused() {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        for name in ["a", "b"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new file");
            zip.write_all(&vec![0; 300_000]).expect("in memory");
        }
        let bomb = zip.finish().expect("in memory").into_inner();
        assert!(bomb.len() < 10_000);
        assert_eq!(check_size(&bomb, 600_000), Ok(()));
        assert_eq!(check_size(&bomb, 599_999), Err(problem(FileProblem::TooLarge)));
        assert_eq!(check_size(&bomb[..100], 600_000), Err(problem(FileProblem::DamagedWorkbook)));
    }
}
