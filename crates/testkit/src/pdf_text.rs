//! What a reader finds in a PDF file: its text line by line, what it says about itself, and what its parts are.

use lopdf::{Dictionary, Document, Encoding, Object, content::Content, decode_text_string};
use std::collections::BTreeMap;

/// A PDF file as a reader finds it. Panics where the file is not as it must be.
pub struct PdfText {
    /// The lines of each page, as whoever copies them or has them read out finds them.
    pub pages: Vec<Vec<String>>,
    /// The same, as the glyphs show them.
    pub shown: Vec<Vec<String>>,
    pub title: String,
    pub author: String,
    pub language: String,
    /// Kinds of the document's parts.
    pub parts: Vec<String>,
    /// What is said in place of each figure.
    pub figures: Vec<String>,
    pub pictures: usize,
    /// Whether something in it acts by itself or leads elsewhere.
    pub acts: bool,
}

impl PdfText {
    pub fn of(file: &[u8]) -> Self {
        let pdf = Document::load_mem(file).expect("a whole PDF file");
        let dictionaries: Vec<&Dictionary> = pdf.objects.values().filter_map(dictionary).collect();
        let info = pdf.trailer.get_deref(b"Info", &pdf).and_then(Object::as_dict).expect("what it is");
        let pages: Vec<Vec<Line>> = pdf.page_iter().map(|page| lines(&pdf, page)).collect();
        let each = |line: fn(&Line) -> &String| {
            pages.iter().map(|p| p.iter().map(line).cloned().collect()).collect()
        };
        Self {
            pages: each(|line| &line.said),
            shown: each(|line| &line.shown),
            title: text(info, b"Title"),
            author: text(info, b"Author"),
            language: text(pdf.catalog().expect("a catalog"), b"Lang"),
            parts: dictionaries.iter().filter_map(|d| name(d, b"S")).collect(),
            figures: dictionaries
                .iter()
                .filter(|d| name(d, b"S").as_deref() == Some("Figure"))
                .map(|d| text(d, b"Alt"))
                .collect(),
            pictures: dictionaries.iter().filter(|d| name(d, b"Subtype").as_deref() == Some("Image")).count(),
            acts: dictionaries.iter().any(|d| {
                let acts: [&[u8]; 6] = [b"JS", b"JavaScript", b"OpenAction", b"AA", b"URI", b"Launch"];
                acts.iter().any(|key| d.has(key))
            }),
        }
    }

    /// The lines of all pages.
    pub fn lines(&self) -> Vec<&str> {
        self.pages.iter().flatten().map(String::as_str).collect()
    }
}

/// What is marked as one content.
#[derive(Default)]
struct Line {
    shown: String,
    said: String,
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

fn name(of: &Dictionary, key: &[u8]) -> Option<String> {
    Some(String::from_utf8_lossy(of.get(key).ok()?.as_name().ok()?).into_owned())
}

/// The text under a key, or nothing.
fn text(of: &Dictionary, key: &[u8]) -> String {
    of.get(key).map(|text| decode_text_string(text).expect("a text")).unwrap_or_default()
}

/// The lines of a page, without those that are empty.
fn lines(pdf: &Document, page: (u32, u16)) -> Vec<Line> {
    let fonts = pdf.get_page_fonts(page).expect("fonts");
    let fonts: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .map(|(name, font)| (name, font.get_font_encoding(pdf).expect("letters of the font")))
        .collect();
    let content = Content::decode(&pdf.get_page_content(page)).expect("a content");
    let mut lines = vec![];
    let mut font = None;
    let mut line = Line::default();
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BDC" => {
                let marked = operands.get(1).and_then(|o| o.as_dict().ok()).expect("what is marked");
                line.said += &text(marked, b"ActualText");
            }
            "Tf" => font = fonts.get(operands[0].as_name().expect("a font")),
            "Tj" | "TJ" => {
                let font = font.expect("a font was chosen");
                let shown = match &operands[0] {
                    Object::Array(parts) => parts.iter().collect(),
                    one => vec![one],
                };
                for letters in shown.into_iter().filter_map(|part| part.as_str().ok()) {
                    line.shown += &Document::decode_text(font, letters).expect("letters");
                }
            }
            "EMC" => {
                let mut line = std::mem::take(&mut line);
                line.shown.truncate(line.shown.trim_end_matches(' ').len());
                if line.said.is_empty() {
                    line.said.clone_from(&line.shown);
                }
                line.said.truncate(line.said.trim_end_matches(' ').len());
                if !line.shown.is_empty() {
                    lines.push(line);
                }
            }
            _ => {}
        }
    }
    lines
}
