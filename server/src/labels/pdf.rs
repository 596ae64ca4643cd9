//! Sheets of 21 labels of 63.5 × 38.1 mm on A4, the common size of printers' label paper, as a PDF: squares
//! and text in the fonts that every reader has.

use super::qr;
use domain::{EquipmentId, equipment::EquipmentLabel};
use std::fmt::Write;

const MM: f64 = 72.0 / 25.4;
const PAGE: (f64, f64) = (210.0, 297.0);
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
    let pages: Vec<String> = labels.chunks(COLUMNS * ROWS).map(|page| self::page(page, &address)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut kids = String::new();
    for content in pages {
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.2} {:.2}]/Contents {} 0 R\
             /Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>",
            PAGE.0 * MM,
            PAGE.1 * MM,
            number + 1
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}endstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.trim_end(), kids.matches(" R").count());
    written(&objects)
}

/// The file: its objects, and where each begins.
fn written(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut places = vec![];
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
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

/// A text in the fonts' encoding, as hexadecimal, so that no letter of it is a command.
fn encoded(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        let byte = match c {
            ' '..='~' | '\u{a0}'..='\u{ff}' => c as u32,
            '€' => 0x80,
            '…' => 0x85,
            'Š' => 0x8a,
            'Œ' => 0x8c,
            '‘' => 0x91,
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            '—' => 0x97,
            'š' => 0x9a,
            'œ' => 0x9c,
            _ => u32::from(b'?'),
        };
        let _ = write!(out, "{byte:02X}");
        out
    })
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
    fn the_table_says_where_each_object_begins() {
        let file = sheets(&labels(22), |id| format!("https://vigie.example.com/equipments/{id}"));
        let text = String::from_utf8(file).expect("ASCII");
        assert!(text.is_ascii() && text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        assert!(text.contains("/Count 2>>"), "22 labels are two sheets");
        let table = text.rfind("\nxref\n").expect("a table") + 1;
        assert!(text.contains(&format!("startxref\n{table}\n")));
        let places = text[table..].lines().skip(3).take_while(|l| l.ends_with("n "));
        for (i, line) in places.enumerate() {
            let place: usize = line[..10].parse().expect("a number");
            assert!(text[place..].starts_with(&format!("{} 0 obj\n", i + 1)), "object {}", i + 1);
        }
    }

    #[test]
    fn a_text_is_never_a_command() {
        assert_eq!(encoded("a) Tj é’漢"), "61292054 6A20E9923F".replace(' ', ""));
        assert_eq!(wrapped("Presse hydraulique", 8, 3), ["Presse", "hydrauli", "que"]);
        assert_eq!(wrapped("un deux trois quatre", 6, 2), ["un", "deux…"]);
    }
}
