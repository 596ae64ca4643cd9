//! Sheets of 21 labels of 63.5 × 38.1 mm on A4, the common size of printers' label paper, as a PDF.

use super::qr;
use crate::pdf::{About, Font, MM, Page, Pdf, Role, Structure, Style};
use domain::{Error, equipment::EquipmentLabel};
use i18n::{Locale, common, equipment as text};

const COLUMNS: usize = 3;
const ROWS: usize = 7;
const LABEL: (f64, f64) = (63.5, 38.1);
/// The sheet's left and top edge, and from one column to the next.
const LEFT: f64 = 7.2;
const TOP: f64 = 15.15;
const STEP: f64 = 66.0;
/// Side of the code, with its white edge.
const CODE: f64 = 32.0;
/// Width of the text beside it.
const TEXT: f64 = 28.0;
/// Height of a line, in parts of its size.
const LEADING: f64 = 1.25;

/// The sheets for these labels, each leading to its address; the plant is their author.
pub(super) fn sheets(
    locale: Locale,
    plant: &str,
    labels: &[EquipmentLabel],
    address: impl Fn(&EquipmentLabel) -> String,
) -> Result<Vec<u8>, Error> {
    let mut pdf = Pdf::default();
    for labels in labels.chunks(COLUMNS * ROWS) {
        let mut page = Page::default();
        for (i, label) in labels.iter().enumerate() {
            let at = (LEFT + STEP * (i % COLUMNS) as f64, TOP + LABEL.1 * (i / COLUMNS) as f64);
            draw(&mut page, &mut pdf.structure, locale, label, &address(label), at);
        }
        pdf.pages.push(page);
    }
    let author = if plant.is_empty() { common::app(locale) } else { plant };
    pdf.finish(&About { title: text::labels(locale), language: locale.as_str(), author })
}

/// One label, its upper left corner there.
fn draw(
    page: &mut Page,
    structure: &mut Structure,
    locale: Locale,
    label: &EquipmentLabel,
    address: &str,
    (x, y): (f64, f64),
) {
    let figure = structure.add(Role::Figure(text::label_leads_to(locale, &label.code)));
    let said = structure.add(Role::Paragraph);
    if let Some(code) = qr::code(address) {
        let square = CODE / f64::from(code.size() + 2 * qr::QUIET);
        let edge = f64::from(qr::QUIET) * square;
        let corner = (x + 1.0 + edge, y + (LABEL.1 - CODE) / 2.0 + edge);
        page.fill(Some(figure), 0.0, qr::areas(&code, corner, CODE - 2.0 * edge));
    }
    let style = |font, size| Style::new(font, size, 0.0);
    let texts = [
        (style(Font::Bold, 11.0), &label.code, 2),
        (style(Font::Plain, 8.0), &label.name, 3),
        (style(Font::Plain, 7.0), &label.site, 1),
    ];
    let lines: Vec<(Style, String)> = texts
        .into_iter()
        .flat_map(|(style, text, most)| {
            let lines = style.shortened(text, TEXT, most);
            lines.into_iter().map(move |line| (style, line.trim_end().to_owned() + " "))
        })
        .collect();
    let height: f64 = lines.iter().map(|(style, _)| style.size * LEADING / MM).sum();
    let mut bottom = y + (LABEL.1 - height) / 2.0;
    for (style, line) in lines {
        bottom += style.size * LEADING / MM;
        page.text(Some(said), (x + CODE + 1.5, bottom - 0.8), style, &line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::EquipmentId;

    fn labels(count: i64) -> Vec<EquipmentLabel> {
        (1..=count)
            .map(|n| EquipmentLabel {
                id: EquipmentId(n),
                code: format!("PH-{n:03}"),
                name: "Presse hydraulique (250 t) d’emboutissage à col de cygne et plus".into(),
                site: "Zakład Łódź".into(),
            })
            .collect()
    }

    fn file(labels: &[EquipmentLabel]) -> Vec<u8> {
        let address = |label: &EquipmentLabel| format!("https://vigie.example.com{}", label.address());
        sheets(Locale::Fr, "", labels, address).expect("a file")
    }

    #[test]
    fn twenty_two_labels_are_two_sheets() {
        let read = testkit::PdfText::of(&file(&labels(22)));
        assert_eq!(read.pages.len(), 2);
        assert_eq!((read.title.as_str(), read.author.as_str()), ("Étiquettes", "Vigie"));
        let (first, second) = (&read.pages[0], &read.pages[1]);
        assert_eq!(first.iter().filter(|line| line.starts_with("PH-")).count(), 21);
        assert!(
            second.contains(&"PH-022".to_owned()) && second.contains(&"Zakład Łódź".to_owned()),
            "{second:?}"
        );
        assert_eq!(read.figures.len(), 22);
        assert_eq!(read.figures[21], "Code QR de PH-022");
    }

    #[test]
    fn a_long_name_takes_three_lines_and_ends_in_an_ellipsis() {
        let read = testkit::PdfText::of(&file(&labels(1)));
        let lines: Vec<&String> = read.pages[0].iter().filter(|line| !line.starts_with("PH-")).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines[0].starts_with("Presse hydraulique") && lines[2].ends_with('…'), "{lines:?}");
    }

    #[test]
    fn the_same_labels_are_the_same_file() {
        assert!(file(&labels(30)) == file(&labels(30)), "byte for byte");
    }
}
