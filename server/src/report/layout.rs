//! What stands where in the report.

use super::sheet::{LEADING, LEFT, SIZE, Sheet, WIDTH};
use crate::{
    labels::qr,
    pdf::{
        Font, MM, Pdf, Picture,
        page::{FAINT, INK, LINE},
    },
};
use app::{
    features::{document, intervention::duration},
    shared::labels,
};
use domain::{
    LocalDateTime,
    document::{DocumentKind, DocumentView},
};
use i18n::{Locale, document as files, format, intervention as text, report as words};
use services::InterventionReport;

/// What is around the report.
pub struct Frame {
    pub locale: Locale,
    pub plant: String,
    /// Of the intervention's page, for the code.
    pub address: String,
}

/// A picture, or nothing when it could not be read.
pub type Shown = (DocumentView, Option<Vec<u8>>);

const CODE: f64 = 27.0;
/// Pictures beside each other, and how large each is at the most.
const COLUMNS: usize = 3;
const PICTURE: (f64, f64) = (55.0, 46.0);
const GAP: f64 = 4.5;
/// Characters of a SHA-256 that are shown: enough to tell two files apart by eye.
const SUM: usize = 16;

/// The file.
pub fn report(frame: &Frame, report: &InterventionReport, pictures: &[Shown]) -> Vec<u8> {
    let l = frame.locale;
    let row = &report.detail.row;
    let title = format!("{} · {}", row.code, row.title);
    let mut pdf = Pdf::new(l.as_str());
    let mut sheet = Sheet::new(title.clone());
    head(&mut sheet, frame, report);
    facts(&mut sheet, frame.locale, report);
    let prose = |sheet: &mut Sheet, title: &str, content: Option<&String>, none: &str| {
        sheet.heading(title, 2.0 * LEADING);
        match content {
            Some(content) => sheet.prose(content),
            None => sheet.note(none),
        }
    };
    prose(&mut sheet, text::description(l), report.detail.description.as_ref(), text::no_description(l));
    prose(&mut sheet, text::report(l), report.detail.report.as_ref(), text::no_report(l));
    documents(&mut sheet, l, &report.documents);
    let shown: Vec<_> =
        pictures.iter().map(|(d, jpeg)| (d, jpeg.as_deref().and_then(|jpeg| pdf.picture(jpeg)))).collect();
    photos(&mut sheet, l, &report.documents, &shown);
    let made = words::made(l, format::date_time(l, report.made_at), &report.made_by);
    let pages = sheet.footed(&made, |n, of| words::page(l, n, of));
    pages.iter().for_each(|page| pdf.page(&page.content));
    pdf.finish(&format!("{} – {title}", words::title(l)))
}

/// The plant, what this is, of which intervention, and the code that leads to its page.
fn head(sheet: &mut Sheet, frame: &Frame, report: &InterventionReport) {
    let l = frame.locale;
    let row = &report.detail.row;
    let page = sheet.page();
    let plant = Font::Bold.fitted(&frame.plant, 10.0, 100.0 * MM);
    page.text((LEFT, 18.0), Font::Bold, 10.0, INK, &plant);
    page.text_before((LEFT + WIDTH, 18.0), Font::Plain, 10.0, FAINT, words::title(l));
    page.rule((LEFT, 21.0), WIDTH);
    let right = LEFT + WIDTH - CODE;
    if let Some(code) = qr::code(&frame.address) {
        let square = CODE / f64::from(code.size());
        for (column, line, length) in qr::runs(&code) {
            let at = (right + f64::from(column) * square, 26.0 + f64::from(line) * square);
            page.fill(at, (f64::from(length) * square, square), 0.0);
        }
    }
    let width = (WIDTH - CODE - 6.0) * MM;
    page.text((LEFT, 32.0), Font::Bold, 20.0, INK, &Font::Bold.fitted(&row.code, 20.0, width));
    let mut y = 40.0;
    for line in Font::Bold.wrapped(&row.title, 13.0, width) {
        page.text((LEFT, y), Font::Bold, 13.0, INK, &line);
        y += 5.8;
    }
    let state = [
        labels::status(l, row.status).to_owned(),
        labels::kind(l, row.kind).to_owned(),
        labels::priority(l, row.priority),
    ];
    page.text((LEFT, y + 0.5), Font::Plain, 10.0, FAINT, &state.join("  ·  "));
    sheet.y = (y + 2.0).max(26.0 + CODE);
}

/// What is known in few words, in two columns.
fn facts(sheet: &mut Sheet, l: Locale, report: &InterventionReport) {
    let detail = &report.detail;
    let row = &detail.row;
    let at = |at: Option<LocalDateTime>| at.map(|at| format::date_time(l, at));
    let length = detail.started_at.zip(detail.ended_at).map(|(s, e)| duration(l, e.seconds_since(s)));
    let facts: Vec<(&str, Option<String>)> = vec![
        (text::equipment(l), Some(format!("{} {}", row.equipment.code, row.equipment.name))),
        (text::reported(l), at(Some(row.reported_local))),
        (i18n::export::site(l), Some(format!("{} {}", row.site.code, row.site.name))),
        (text::started(l), at(detail.started_local)),
        (i18n::export::line(l), report.line.clone()),
        (text::ended(l), at(detail.ended_local)),
        (text::requested_by(l), detail.requested_by.clone()),
        (text::duration(l), length),
        (text::created_by(l), detail.created_by.clone()),
        (text::cost(l), row.cost.as_ref().map(|cost| format::money(l, cost))),
        (text::external_ref(l), detail.external_ref.clone()),
    ];
    sheet.heading(words::facts(l), 2.0 * LEADING);
    let (column, label) = (WIDTH / 2.0, 30.0);
    for pair in facts.chunks(2) {
        let cells: Vec<Vec<String>> = pair
            .iter()
            .map(|(_, value)| {
                let value = value.as_deref().unwrap_or("–");
                Font::Plain.wrapped(value, SIZE, (column - label - 3.0) * MM)
            })
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        // A name is a few lines at the most: they stay together.
        sheet.room(lines.min(20) as f64 * LEADING);
        let y = sheet.y + 3.4;
        for (i, ((name, _), lines)) in pair.iter().zip(&cells).enumerate() {
            let x = LEFT + column * i as f64;
            let page = sheet.page();
            page.text((x, y), Font::Plain, 8.0, FAINT, &Font::Plain.fitted(name, 8.0, (label - 2.0) * MM));
            for (n, line) in lines.iter().enumerate() {
                page.text((x + label, y + n as f64 * LEADING), Font::Plain, SIZE, INK, line);
            }
        }
        sheet.y += lines as f64 * LEADING + 0.6;
    }
    sheet.note(&text::site_clock(l, &row.site.name));
}

/// Where each column begins: name, size, date, who, sum.
const COLUMNS_AT: [f64; 5] = [0.0, 66.0, 84.0, 116.0, 144.0];

/// The documents, one group for each kind.
fn documents(sheet: &mut Sheet, l: Locale, all: &[DocumentView]) {
    sheet.heading(files::title(l), 4.0 * LEADING);
    if all.is_empty() {
        return sheet.note(files::none(l));
    }
    let titles = [files::file(l), files::size(l), files::sent_at(l), files::sent_by(l), "SHA-256"];
    let width = |i: usize| COLUMNS_AT.get(i + 1).copied().unwrap_or(WIDTH) - COLUMNS_AT[i] - 2.0;
    let line = |sheet: &mut Sheet, texts: &[&str], grey: f64| {
        let y = sheet.y + 3.4;
        for (i, text) in texts.iter().enumerate() {
            let text = Font::Plain.fitted(text, 8.0, width(i) * MM);
            sheet.page().text((LEFT + COLUMNS_AT[i], y), Font::Plain, 8.0, grey, &text);
        }
        sheet.y += LEADING;
    };
    line(sheet, &titles, FAINT);
    for kind in DocumentKind::ALL.iter().copied() {
        let of_kind: Vec<&DocumentView> = all.iter().filter(|d| d.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        sheet.room(3.0 * LEADING);
        let title = format!("{} ({})", document::kind(l, kind), of_kind.len());
        let y = sheet.y + 4.2;
        sheet.page().text((LEFT, y), Font::Bold, 9.0, INK, &title);
        sheet.y += LEADING + 1.0;
        for d in of_kind {
            let names = Font::Plain.wrapped(&d.file_name, 8.0, width(0) * MM);
            if sheet.room(names.len() as f64 * LEADING) {
                line(sheet, &titles, FAINT);
            }
            let (size, at) = (format::bytes(l, d.size), format::date_time(l, d.uploaded_local));
            let sum = d.sha256.get(..SUM).unwrap_or(&d.sha256);
            let who = if d.uploader.is_empty() { "–" } else { &d.uploader };
            let first = names.first().map_or("", String::as_str);
            line(sheet, &[first, &size, &at, who, sum], INK);
            for more in names.iter().skip(1) {
                line(sheet, &[more], INK);
            }
        }
    }
}

/// The pictures side by side, each with its kind and name below.
fn photos(sheet: &mut Sheet, l: Locale, all: &[DocumentView], shown: &[(&DocumentView, Option<Picture>)]) {
    if shown.is_empty() {
        return;
    }
    let height = PICTURE.1 + 12.0;
    sheet.heading(words::photos(l), height);
    for line in shown.chunks(COLUMNS) {
        sheet.room(height);
        let y = sheet.y;
        for (i, (d, picture)) in line.iter().enumerate() {
            let x = LEFT + (PICTURE.0 + GAP) * i as f64;
            let page = sheet.page();
            match picture {
                Some(picture) => page.picture((x, y), PICTURE, *picture),
                None => {
                    page.fill((x, y), PICTURE, LINE);
                    page.text((x + 4.0, y + 23.0), Font::Plain, 8.0, FAINT, words::no_picture(l));
                }
            }
            let width = PICTURE.0 * MM;
            let kind = Font::Bold.fitted(document::kind(l, d.kind), 8.0, width);
            page.text((x, y + PICTURE.1 + 4.0), Font::Bold, 8.0, INK, &kind);
            let name = Font::Plain.fitted(&d.file_name, 8.0, width);
            page.text((x, y + PICTURE.1 + 7.5), Font::Plain, 8.0, FAINT, &name);
        }
        sheet.y += height;
    }
    let left = all.iter().filter(|d| d.is_picture()).count().saturating_sub(shown.len());
    if left > 0 {
        sheet.note(&words::more_pictures(l, left));
    }
}
