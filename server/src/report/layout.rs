//! What stands where in the report.

use super::{
    sheet::{LEADING, LEFT, NOTE, SMALL, Sheet, TEXT, WIDTH},
    work,
};
use crate::{
    labels::qr,
    pdf::{About, FAINT, Font, INK, LINE, Part, Picture, Role, Style},
};
use domain::{
    Error, LocalDateTime,
    document::{DocumentKind, DocumentView},
};
use i18n::{Locale, document as files, equipment, format, intervention as text, report as words};
use islands::duration::duration;
use pages::shared::labels;
use pages::words::document_kind;
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

const PLANT: Style = Style::new(Font::Bold, 10.0, INK);
const KIND: Style = Style::new(Font::Plain, 10.0, FAINT);
const NUMBER: Style = Style::new(Font::Bold, 20.0, INK);
const TITLE: Style = Style::new(Font::Bold, 13.0, INK);
const GROUP: Style = Style::new(Font::Bold, 9.0, INK);
const CAPTION: Style = Style::new(Font::Bold, 8.0, INK);

/// The file.
pub fn report(frame: &Frame, report: &InterventionReport, pictures: Vec<Shown>) -> Result<Vec<u8>, Error> {
    let l = frame.locale;
    let row = &report.work.detail.row;
    let title = format!("{} · {}", row.code, row.title);
    let mut sheet = Sheet::new(title.clone());
    head(&mut sheet, frame, report, &title);
    facts(&mut sheet, frame.locale, report);
    let prose = |sheet: &mut Sheet, title: &str, content: Option<&String>, none: &str| {
        sheet.heading(title, 2.0 * LEADING);
        match content {
            Some(content) => sheet.prose(content),
            None => sheet.note(none),
        }
    };
    prose(&mut sheet, text::description(l), report.work.detail.description.as_ref(), text::no_description(l));
    prose(&mut sheet, text::report(l), report.work.detail.report.as_ref(), text::no_report(l));
    work::sections(&mut sheet, l, &report.work);
    documents(&mut sheet, l, &report.documents);
    let shown: Vec<_> = pictures.into_iter().map(|(d, jpeg)| (d, jpeg.and_then(Picture::jpeg))).collect();
    photos(&mut sheet, l, &report.documents, &shown);
    let made = words::made(l, format::date_time(l, report.made_at), &report.made_by);
    let pdf = sheet.footed(&made, |n, of| words::page(l, n, of));
    let title = format!("{} – {title}", words::title(l));
    pdf.finish(&About { title: &title, language: l.as_str(), author: &report.made_by })
}

/// The plant, what this is, of which intervention, and the code that leads to its page.
fn head(sheet: &mut Sheet, frame: &Frame, report: &InterventionReport, title: &str) {
    let l = frame.locale;
    let row = &report.work.detail.row;
    let (plant, kind) = (sheet.part(Role::Paragraph), sheet.part(Role::Paragraph));
    let heading = sheet.part(Role::Heading { level: 1, title: title.to_owned() });
    let state = sheet.part(Role::Paragraph);
    let leads = sheet.part(Role::Figure(equipment::label_leads_to(l, &row.code)));
    let page = sheet.page();
    page.text(Some(plant), (LEFT, 18.0), PLANT, &PLANT.fitted(&frame.plant, 100.0));
    page.text_before(Some(kind), (LEFT + WIDTH, 18.0), KIND, words::title(l));
    page.rule((LEFT, 21.0), WIDTH);
    if let Some(code) = qr::code(&frame.address) {
        page.fill(Some(leads), 0.0, qr::areas(&code, (LEFT + WIDTH - CODE, 26.0), CODE));
    }
    let width = WIDTH - CODE - 6.0;
    page.text(Some(heading), (LEFT, 32.0), NUMBER, &(NUMBER.fitted(&row.code, width) + " "));
    let mut y = 40.0;
    for line in TITLE.wrapped(&row.title, width) {
        page.text(Some(heading), (LEFT, y), TITLE, &line);
        y += 5.8;
    }
    let states = [
        labels::status(l, row.status).to_owned(),
        labels::kind(l, row.kind).to_owned(),
        labels::priority(l, row.priority),
    ];
    page.text(Some(state), (LEFT, y + 0.5), KIND, &states.join("  ·  "));
    sheet.y = (y + 2.0).max(26.0 + CODE);
}

/// What is known in few words, in two columns.
fn facts(sheet: &mut Sheet, l: Locale, report: &InterventionReport) {
    let detail = &report.work.detail;
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
    let list = sheet.part(Role::List);
    for pair in facts.chunks(2) {
        let cells: Vec<Vec<String>> = pair
            .iter()
            .map(|(_, value)| TEXT.wrapped(value.as_deref().unwrap_or("–"), column - label - 3.0))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        // A name is a few lines at the most: they stay together.
        sheet.room(lines.min(20) as f64 * LEADING);
        let y = sheet.y + 3.4;
        for (i, ((name, _), lines)) in pair.iter().zip(&cells).enumerate() {
            let x = LEFT + column * i as f64;
            let item = sheet.part_of(list, Role::Item);
            let (called, said) = (sheet.part_of(item, Role::Label), sheet.part_of(item, Role::Body));
            let page = sheet.page();
            page.text(Some(called), (x, y), NOTE, &NOTE.fitted(name, label - 2.0));
            for (n, line) in lines.iter().enumerate() {
                page.text(Some(said), (x + label, y + n as f64 * LEADING), TEXT, line);
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
    let line = |sheet: &mut Sheet, cells: &[Option<Part>], style: Style, texts: &[&str]| {
        let y = sheet.y + 3.4;
        for (i, text) in texts.iter().enumerate() {
            let part = cells.get(i).copied().flatten();
            sheet.page().text(part, (LEFT + COLUMNS_AT[i], y), style, &style.fitted(text, width(i)));
        }
        sheet.y += LEADING;
    };
    let table = sheet.part(Role::Table);
    let row = |sheet: &mut Sheet, role: Role| {
        let row = sheet.part_of(table, Role::Row);
        COLUMNS_AT.map(|_| Some(sheet.part_of(row, role.clone())))
    };
    let cells = row(sheet, Role::ColumnTitle);
    line(sheet, &cells, NOTE, &titles);
    for kind in DocumentKind::ALL.iter().copied() {
        let of_kind: Vec<&DocumentView> = all.iter().filter(|d| d.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        sheet.room(3.0 * LEADING);
        let title = format!("{} ({})", document_kind(l, kind), of_kind.len());
        let y = sheet.y + 4.2;
        let group = sheet.part_of(table, Role::Row);
        let group = sheet.part_of(group, Role::RowTitle(COLUMNS_AT.len() as u32));
        sheet.page().text(Some(group), (LEFT, y), GROUP, &title);
        sheet.y += LEADING + 1.0;
        for d in of_kind {
            let names = SMALL.wrapped(&d.file_name, width(0));
            if sheet.room(names.len() as f64 * LEADING) {
                line(sheet, &[], NOTE, &titles);
            }
            let (size, at) = (format::bytes(l, d.size), format::date_time(l, d.uploaded_local));
            let sum = d.sha256.get(..SUM).unwrap_or(&d.sha256);
            let who = if d.uploader.is_empty() { "–" } else { &d.uploader };
            let first = names.first().map_or("", String::as_str);
            let cells = row(sheet, Role::Cell);
            line(sheet, &cells, SMALL, &[first, &size, &at, who, sum]);
            for more in names.iter().skip(1) {
                line(sheet, &cells, SMALL, &[more]);
            }
        }
    }
}

/// The pictures side by side, each with its kind and name below.
fn photos(sheet: &mut Sheet, l: Locale, all: &[DocumentView], shown: &[(DocumentView, Option<Picture>)]) {
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
            let kind = document_kind(l, d.kind);
            let area = (x, y, PICTURE.0, PICTURE.1);
            if let Some(picture) = picture {
                let part = sheet.part(Role::Figure(format!("{kind} – {}", d.file_name)));
                sheet.page().picture(part, area, picture);
            }
            let part = sheet.part(Role::Paragraph);
            let page = sheet.page();
            if picture.is_none() {
                page.fill(None, LINE, vec![area]);
                page.text(Some(part), (x + 4.0, y + 23.0), NOTE, &format!("{} ", words::no_picture(l)));
            }
            let kind = CAPTION.fitted(kind, PICTURE.0) + " ";
            page.text(Some(part), (x, y + PICTURE.1 + 4.0), CAPTION, &kind);
            page.text(Some(part), (x, y + PICTURE.1 + 7.5), NOTE, &NOTE.fitted(&d.file_name, PICTURE.0));
        }
        sheet.y += height;
    }
    let left = all.iter().filter(|d| d.is_picture()).count().saturating_sub(shown.len());
    if left > 0 {
        sheet.note(&words::more_pictures(l, left));
    }
}
