//! PDF files as we write them: pages of text in the fonts that every reader has, filled shapes, and JPEG pictures.

mod font;
pub mod page;

pub use font::{Font, encoded};

use std::fmt::Write;

/// Points of a millimetre.
pub const MM: f64 = 72.0 / 25.4;
/// A4, in millimetres.
pub const A4: (f64, f64) = (210.0, 297.0);

/// The objects that every file begins with.
const PAGES: usize = 1;
const FIRST: usize = 4;

/// A picture that the file holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    object: usize,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

/// A file in the making.
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    kids: Vec<usize>,
    pictures: String,
}

impl Pdf {
    /// In a language, `fr` or `en`.
    pub fn new(language: &str) -> Self {
        let font = |name: &str| {
            format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>").into_bytes()
        };
        let catalog = format!(
            "<</Type/Catalog/Pages 2 0 R/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>>>"
        );
        let objects = vec![catalog.into_bytes(), vec![], font("Helvetica"), font("Helvetica-Bold")];
        debug_assert_eq!(objects.len(), FIRST);
        Self { objects, kids: vec![], pictures: String::new() }
    }

    fn add(&mut self, object: Vec<u8>) -> usize {
        self.objects.push(object);
        self.objects.len()
    }

    /// Takes a JPEG in; nothing when it is none that a reader shows.
    pub fn picture(&mut self, jpeg: &[u8]) -> Option<Picture> {
        let (width, height, space) = jpeg_frame(jpeg)?;
        let head = format!(
            "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8\
             /Filter/DCTDecode/Length {}>>\nstream\n",
            jpeg.len()
        );
        let object = self.add([head.as_bytes(), jpeg, b"\nendstream"].concat());
        let _ = write!(self.pictures, "/I{object} {object} 0 R");
        Some(Picture { object, width, height })
    }

    /// Adds a page with that content stream.
    pub fn page(&mut self, content: &str) {
        let stream = format!("<</Length {}>>\nstream\n{content}endstream", content.len());
        let stream = self.add(stream.into_bytes());
        // Its resources are those of all pages, which stand at their parent.
        let page = self.add(format!("<</Type/Page/Parent 2 0 R/Contents {stream} 0 R>>").into_bytes());
        self.kids.push(page);
    }

    /// The file, under that title.
    pub fn finish(mut self, title: &str) -> Vec<u8> {
        let kids: Vec<String> = self.kids.iter().map(|kid| format!("{kid} 0 R")).collect();
        let pages = format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 {:.2} {:.2}]\
             /Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<<{}>>>>>>",
            kids.join(" "),
            kids.len(),
            A4.0 * MM,
            A4.1 * MM,
            self.pictures
        );
        self.objects[PAGES] = pages.into_bytes();
        let title = title.encode_utf16().fold(String::from("FEFF"), |mut out, unit| {
            let _ = write!(out, "{unit:04X}");
            out
        });
        let info = self.add(format!("<</Title<{title}>/Producer(Vigie)>>").into_bytes());
        written(&self.objects, info)
    }
}

/// The file: its objects, and where each begins.
fn written(objects: &[Vec<u8>], info: usize) -> Vec<u8> {
    // The second line tells programs that pass it on that it is no text.
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = vec![];
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(end, "{place:010} 00000 n ");
    }
    let _ = write!(
        end,
        "trailer\n<</Size {}/Root 1 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend(end.into_bytes());
    out
}

/// Pixels and colours of a JPEG, from its frame header.
fn jpeg_frame(jpeg: &[u8]) -> Option<(u32, u32, &'static str)> {
    let mut at = 2;
    if !jpeg.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    loop {
        let [0xff, marker, high, low] = *jpeg.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let frame = jpeg.get(at + 4..at + 10)?;
            let number = |i: usize| u32::from(u16::from_be_bytes([frame[i], frame[i + 1]]));
            let space = match frame[5] {
                1 => "DeviceGray",
                3 => "DeviceRGB",
                _ => return None,
            };
            let (height, width) = (number(1), number(3));
            return (frame[0] == 8 && width > 0 && height > 0).then_some((width, height, space));
        }
        if marker == 0xda || length < 2 {
            return None;
        }
        at += 2 + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame header as a camera writes it, after a comment.
    const FRAME: &[u8] = b"\xff\xd8\xff\xfe\0\x04ok\xff\xc0\0\x11\x08\0\x30\0\x40\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";

    #[test]
    fn the_table_says_where_each_object_begins() {
        let mut pdf = Pdf::new("fr");
        let picture = pdf.picture(FRAME).expect("a picture");
        assert_eq!((picture.width, picture.height), (64, 48));
        pdf.page("BT ET\n");
        pdf.page("BT ET\n");
        let file = pdf.finish("Rapport");
        // One letter for each byte, so that places in the text are places in the file.
        let text: String = file.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '?' }).collect();
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n") && text.contains("/Count 2/"));
        let table = text.rfind("\nxref\n").expect("a table") + 1;
        assert!(text.contains(&format!("startxref\n{table}\n")));
        let places: Vec<&str> = text[table..].lines().skip(3).take_while(|l| l.ends_with("n ")).collect();
        assert_eq!(places.len(), 4 + 1 + 4 + 1);
        for (i, line) in places.iter().enumerate() {
            let place: usize = line[..10].parse().expect("a number");
            assert!(text[place..].starts_with(&format!("{} 0 obj\n", i + 1)), "object {}", i + 1);
        }
    }

    #[test]
    fn what_is_no_jpeg_is_left_out() {
        let mut pdf = Pdf::new("en");
        for bad in [b"".as_slice(), b"\xff\xd8", b"\x89PNG\r\n", b"\xff\xd8\xff\xda\0\x04ok", &FRAME[..14]] {
            assert_eq!(pdf.picture(bad), None);
        }
    }
}
