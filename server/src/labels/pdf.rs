//! Sheets of 21 labels of 63.5 × 38.1 mm on A4, the common size of printers' label paper, as a PDF: squares
//! and text in the fonts that every reader has.

use super::qr;
use crate::pdf::{A4 as PAGE, MM, Pdf, encoded};
use domain::{EquipmentId, equipment::EquipmentLabel};
use std::fmt::Write;

const COLUMNS: usize = 3;
const ROWS: usize = 7;
const LABEL: (f64, f64) = (63.5, 38.1);
/// The sheet's left and top edge, and from one column to the next.
const LEFT: f64 = 7.2;
const TOP: f64 = 15.15;
const STEP: f64 = 66.0;
/// Side of the code, with its white edge.
const CODE: f64 = 32.0;
const QUIET: f64 = 4.0;

/// The sheets for these labels, each leading to its address.
pub(super) fn sheets(labels: &[EquipmentLabel], address: impl Fn(EquipmentId) -> String) -> Vec<u8> {
    let mut pdf = Pdf::new("fr");
    labels.chunks(COLUMNS * ROWS).for_each(|labels| pdf.page(&page(labels, &address)));
    pdf.finish("QR")
}

fn page(labels: &[EquipmentLabel], address: &impl Fn(EquipmentId) -> String) -> String {
    let mut out = String::new();
    for (i, label) in labels.iter().enumerate() {
        let x = LEFT + STEP * (i % COLUMNS) as f64;
        let y = PAGE.1 - TOP - LABEL.1 * (i / COLUMNS + 1) as f64;
        draw(&mut out, label, &address(label.id), x, y);
    }
    out
}

/// One label, its lower left corner at `x` and `y` millimetres.
fn draw(out: &mut String, label: &EquipmentLabel, address: &str, x: f64, y: f64) {
    if let Some(code) = qr::code(address) {
        let square = CODE / (f64::from(code.size()) + 2.0 * QUIET);
        let top = y + (LABEL.1 + CODE) / 2.0;
        for (column, row, length) in qr::runs(&code) {
            let left = x + 1.0 + (QUIET + f64::from(column)) * square;
            let bottom = top - (QUIET + f64::from(row) + 1.0) * square;
            let _ = writeln!(
                out,
                "{:.3} {:.3} {:.3} {:.3} re",
                left * MM,
                bottom * MM,
                f64::from(length) * square * MM,
                square * MM
            );
        }
        out.push_str("f\n");
    }
    let left = x + CODE + 1.5;
    // 28 mm are left: so many letters at these sizes.
    let mut lines = vec![];
    lines.extend(wrapped(&label.code, 12, 2).into_iter().map(|line| ("F2", 11.0, line)));
    lines.extend(wrapped(&label.name, 19, 3).into_iter().map(|line| ("F1", 8.0, line)));
    lines.extend(wrapped(&label.site, 21, 1).into_iter().map(|line| ("F1", 7.0, line)));
    let height: f64 = lines.iter().map(|(_, size, _)| size * 1.25 / MM).sum();
    let mut top = y + (LABEL.1 + height) / 2.0;
    for (font, size, line) in lines {
        top -= size * 1.25 / MM;
        let _ = writeln!(
            out,
            "BT /{font} {size} Tf {:.3} {:.3} Td <{}> Tj ET",
            left * MM,
            (top + 0.8) * MM,
            encoded(&line)
        );
    }
}

/// A text in lines of at most so many letters; what does not fit ends in an ellipsis.
fn wrapped(text: &str, width: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for part in letters.chunks(width) {
            let part: String = part.iter().collect();
            match out.last_mut() {
                Some(line) if line.chars().count() + 1 + part.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(&part);
                }
                _ => out.push(part),
            }
        }
    }
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            *last = last.chars().take(width - 1).chain(['…']).collect();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(count: i64) -> Vec<EquipmentLabel> {
        (1..=count)
            .map(|n| EquipmentLabel {
                id: EquipmentId(n),
                code: format!("PH-{n:03}"),
                name: "Presse hydraulique (250 t) d’emboutissage à col de cygne et plus".into(),
                site: "Site Nord".into(),
            })
            .collect()
    }

    #[test]
    fn twenty_two_labels_are_two_sheets() {
        let file = sheets(&labels(22), |id| format!("https://vigie.example.com/equipments/{id}"));
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("/Count 2/") && !text.contains("/Count 3/"));
        assert!(text.contains(&encoded("PH-022")));
    }

    #[test]
    fn a_name_is_broken_between_words_and_ends_in_an_ellipsis() {
        assert_eq!(wrapped("Presse hydraulique", 8, 3), ["Presse", "hydrauli", "que"]);
        assert_eq!(wrapped("un deux trois quatre", 6, 2), ["un", "deux…"]);
    }
}
