//! What a file is, by its first bytes and by its extension: both must say the same, and it must be on the
//! list. SVG, HTML and everything that runs is not on it.

use super::video::{self, Walk};
use crate::{FieldCode, text_enum};

text_enum! {
    /// The types that are taken in, by their media type.
    pub enum Media {
        Pdf = "application/pdf",
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
        Mp4 = "video/mp4",
        QuickTime = "video/quicktime",
        Webm = "video/webm",
        Text = "text/plain",
        Csv = "text/csv",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Odt = "application/vnd.oasis.opendocument.text",
        Ods = "application/vnd.oasis.opendocument.spreadsheet",
    }
}

impl Media {
    /// What a file input offers: no extension of it is refused.
    pub const ACCEPT: &str =
        ".pdf,.jpg,.jpeg,.png,.webp,.mp4,.m4v,.mov,.webm,.txt,.csv,.docx,.xlsx,.odt,.ods";

    /// The type that an extension, in lower case, promises.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "pdf" => Self::Pdf,
            "jpg" | "jpeg" => Self::Jpeg,
            "png" => Self::Png,
            "webp" => Self::Webp,
            "mp4" | "m4v" => Self::Mp4,
            "mov" => Self::QuickTime,
            "webm" => Self::Webm,
            "txt" => Self::Text,
            "csv" => Self::Csv,
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            "odt" => Self::Odt,
            "ods" => Self::Ods,
            _ => return None,
        })
    }

    /// A short name for people, the same in every language.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Mp4 => "MP4",
            Self::QuickTime => "MOV",
            Self::Webm => "WebM",
            Self::Text => "TXT",
            Self::Csv => "CSV",
            Self::Docx => "DOCX",
            Self::Xlsx => "XLSX",
            Self::Odt => "ODT",
            Self::Ods => "ODS",
        }
    }

    /// Stored anew from its pixels, with a thumbnail.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// Played in the page; kept as it was sent.
    pub const fn is_video(self) -> bool {
        matches!(self, Self::Mp4 | Self::QuickTime | Self::Webm)
    }

    /// An archive whose inside is looked at.
    pub const fn is_office(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Odt | Self::Ods)
    }

    /// Shown in the page; everything else is only downloaded.
    pub const fn is_shown(self) -> bool {
        self.is_image() || self.is_video() || matches!(self, Self::Pdf)
    }

    /// Whether a file's first bytes are those of this type.
    fn begins(self, first: &[u8]) -> bool {
        match self {
            Self::Pdf => first.starts_with(b"%PDF-"),
            Self::Jpeg => first.starts_with(&[0xff, 0xd8, 0xff]),
            Self::Png => first.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Webp => first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WEBP"),
            Self::Mp4 | Self::QuickTime | Self::Webm => video::begins(self, first),
            Self::Text | Self::Csv => !is_markup(first),
            Self::Docx | Self::Xlsx | Self::Odt | Self::Ods => first.starts_with(b"PK\x03\x04"),
        }
    }
}

/// The short names of the types whose extensions these are, as a file input's `accept` holds them.
pub fn short_names(accept: &str) -> String {
    let mut names: Vec<&str> = vec![];
    for extension in accept.split(',') {
        let media = Media::of_extension(extension.trim_start_matches('.'));
        if let Some(name) = media.map(Media::short).filter(|name| !names.contains(name)) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Whether a text begins as a page, a picture or a script does.
fn is_markup(first: &[u8]) -> bool {
    let text = String::from_utf8_lossy(first);
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let folded: String = start.chars().take(64).collect::<String>().to_ascii_lowercase();
    ["<!", "<?", "<html", "<head", "<body", "<svg", "<script", "<iframe", "<math", "#!", "%pdf", "mz"]
        .iter()
        .any(|marker| folded.starts_with(marker))
}

/// Looks at a file as it passes by.
#[derive(Clone, Debug)]
pub struct Scan {
    media: Media,
    /// The end of what passed, so that nothing hides between two pieces.
    tail: Vec<u8>,
    /// Of a video.
    walk: Option<Walk>,
}

/// Enough for the longest mark that is looked for, and for the end of a PDF.
const TAIL: usize = 1024;

/// Begins with a file's first bytes (at least 12, unless the file is shorter) and the extension of its name.
///
/// # Errors
/// [`FieldCode::FileEmpty`]; [`FieldCode::FileType`] when the extension is not on the list;
/// [`FieldCode::FileContent`] when the bytes are of something else.
pub fn scan(extension: &str, first: &[u8]) -> Result<Scan, FieldCode> {
    let media = Media::of_extension(extension).ok_or(FieldCode::FileType)?;
    if first.is_empty() {
        return Err(FieldCode::FileEmpty);
    }
    if !media.begins(first) {
        return Err(FieldCode::FileContent);
    }
    Ok(Scan { media, tail: vec![], walk: Walk::new(media, first) })
}

impl Scan {
    pub fn media(&self) -> Media {
        self.media
    }

    /// The next bytes, the first ones included.
    ///
    /// # Errors
    /// [`FieldCode::FileUnsafe`] for a PDF that starts programs; [`FieldCode::FileContent`] for a text with
    /// bytes that no text has.
    pub fn look(&mut self, bytes: &[u8]) -> Result<(), FieldCode> {
        if let Some(walk) = &mut self.walk {
            walk.look(bytes);
            return Ok(());
        }
        let from = self.tail.len().saturating_sub(TAIL);
        let mut joined = self.tail.split_off(from);
        joined.extend_from_slice(bytes);
        let verdict = match self.media {
            Media::Pdf if ACTIVE.iter().any(|mark| contains(&joined, mark)) => Err(FieldCode::FileUnsafe),
            Media::Text | Media::Csv if bytes.iter().any(|b| is_no_text(*b)) => Err(FieldCode::FileContent),
            _ => Ok(()),
        };
        self.tail = joined.split_off(joined.len().saturating_sub(TAIL));
        verdict
    }

    /// The end of the file.
    ///
    /// # Errors
    /// [`FieldCode::UnreadableFile`] for a PDF or a video that is cut off or goes on as something else.
    pub fn end(&self) -> Result<Media, FieldCode> {
        if self.media == Media::Pdf {
            let end = self.tail.windows(5).rposition(|w| w == b"%%EOF").ok_or(FieldCode::UnreadableFile)?;
            let rest = &self.tail[end + 5..];
            if !rest.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
                return Err(FieldCode::UnreadableFile);
            }
        }
        if self.walk.as_ref().is_some_and(|walk| !walk.is_whole()) {
            return Err(FieldCode::UnreadableFile);
        }
        Ok(self.media)
    }
}

/// What makes a PDF do something on its own. A script is always announced as `/S /JavaScript`; its shorter mark `/JS`
/// would also be found by chance in the compressed pages of a good file.
const ACTIVE: [&[u8]; 2] = [b"/JavaScript", b"/Launch"];

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(extension: &str, content: &[u8]) -> Result<Media, FieldCode> {
        let mut scan = scan(extension, &content[..content.len().min(512)])?;
        for piece in content.chunks(7) {
            scan.look(piece)?;
        }
        scan.end()
    }

    #[test]
    fn name_and_content_must_agree() {
        assert_eq!(taken("pdf", b"%PDF-1.7\n...\n%%EOF\n"), Ok(Media::Pdf));
        assert_eq!(taken("txt", "Relevé : 3 °C".as_bytes()), Ok(Media::Text));
        assert_eq!(taken("csv", b"\xef\xbb\xbfa;b\r\n1;2\r\n"), Ok(Media::Csv));
        assert_eq!(taken("jpg", b"<html><script>alert(1)</script>"), Err(FieldCode::FileContent));
        assert_eq!(taken("txt", b" \n<svg onload=alert(1)>"), Err(FieldCode::FileContent));
        assert_eq!(taken("txt", b"\x00\x01\x02"), Err(FieldCode::FileContent));
        assert_eq!(taken("svg", b"<svg/>"), Err(FieldCode::FileType));
        assert_eq!(taken("html", b"<html>"), Err(FieldCode::FileType));
        assert_eq!(taken("pdf", b""), Err(FieldCode::FileEmpty));
    }

    #[test]
    fn a_pdf_that_acts_goes_on_or_is_cut_off_is_refused() {
        let acting = b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>\n%%EOF";
        assert_eq!(taken("pdf", acting), Err(FieldCode::FileUnsafe), "a mark across two pieces is found");
        assert_eq!(taken("pdf", b"%PDF-1.7\n%%EOF\nPK\x03\x04..."), Err(FieldCode::UnreadableFile));
        assert_eq!(taken("pdf", b"%PDF-1.7\nhalf of it"), Err(FieldCode::UnreadableFile));
    }

    #[test]
    fn each_type_is_named_once() {
        assert_eq!(short_names(".pdf,.jpg,.jpeg,.csv"), "PDF, JPEG, CSV");
        assert_eq!(short_names(""), "");
    }

    #[test]
    fn every_accepted_extension_has_a_type_and_none_is_a_page() {
        for extension in Media::ACCEPT.split(',') {
            assert!(Media::of_extension(extension.trim_start_matches('.')).is_some(), "{extension}");
        }
        for media in Media::ALL {
            assert!(!media.as_str().contains("svg") && !media.as_str().contains("html"));
        }
    }
}
