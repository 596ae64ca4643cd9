//! What kind of file it is: told by its bytes, and its name must agree.

use domain::{
    Error, FieldCode, Result as DomainResult,
    import::{FileLayout, FileProblem, sniff_delimiter},
};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileFormat {
    /// Text with separators.
    Text { encoding: String, delimiter: char },
    /// An XLSX workbook: its first sheet that can be seen.
    Workbook,
}

impl FileFormat {
    /// The format with what was said of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `file.encoding` or `file.separator`.
    pub fn said(self, layout: &FileLayout) -> DomainResult<Self> {
        let Self::Text { mut encoding, mut delimiter } = self else { return Ok(self) };
        if let Some(said) = &layout.encoding {
            let known = Encoding::for_label(said.trim().as_bytes());
            let known = known.ok_or_else(|| Error::field("file.encoding", FieldCode::UnknownValue))?;
            known.name().clone_into(&mut encoding);
        }
        if let Some(said) = &layout.separator {
            let mut chars = said.chars();
            delimiter = match (said.as_str(), chars.next(), chars.next()) {
                ("tab" | "\t", ..) => '\t',
                (_, Some(one), None) if one != '"' && !one.is_alphanumeric() => one,
                _ => return Err(Error::field("file.separator", FieldCode::Malformed)),
            };
        }
        Ok(Self::Text { encoding, delimiter })
    }

    /// The layout of a file of this format, as far as the format tells.
    pub fn layout(&self) -> FileLayout {
        match self {
            Self::Workbook => FileLayout::default(),
            Self::Text { encoding, delimiter } => FileLayout {
                separator: Some(if *delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() }),
                encoding: Some(encoding.to_ascii_lowercase()),
                ..Default::default()
            },
        }
    }

    pub fn encoding(&self) -> &'static Encoding {
        match self {
            Self::Text { encoding, .. } => Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8),
            Self::Workbook => UTF_8,
        }
    }
}

/// Extensions of the files that can be imported.
pub(super) const EXTENSIONS: [&str; 4] = ["csv", "txt", "tsv", "xlsx"];

/// Watches the bytes of a file as they pass.
#[derive(Default)]
pub(super) struct Sniffer {
    /// The beginning of the file.
    head: Vec<u8>,
    /// The first bytes of a character that goes on in the next piece.
    tail: Vec<u8>,
    not_utf8: bool,
    has_nul: bool,
}

/// Bytes of the beginning that are looked at for the separator.
const HEAD: usize = 64 * 1024;

impl Sniffer {
    pub fn look(&mut self, bytes: &[u8]) {
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.has_nul |= bytes.contains(&0);
        if self.not_utf8 {
            return;
        }
        let mut joined = std::mem::take(&mut self.tail);
        joined.extend_from_slice(bytes);
        if let Err(error) = std::str::from_utf8(&joined) {
            match error.error_len() {
                Some(_) => self.not_utf8 = true,
                None => self.tail = joined[error.valid_up_to()..].to_vec(),
            }
        }
    }

    /// What the file is.
    ///
    /// # Errors
    /// Why it cannot be imported.
    pub fn finish(self, extension: &str) -> Result<FileFormat, FileProblem> {
        let head = &self.head;
        // Old workbooks and encrypted new ones are compound documents.
        if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(FileProblem::OldOrLockedWorkbook);
        }
        let zip = head.starts_with(b"PK\x03\x04");
        if zip != (extension == "xlsx") {
            return Err(FileProblem::NotATable);
        }
        if zip {
            return Ok(FileFormat::Workbook);
        }
        let encoding = match Encoding::for_bom(head) {
            Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => encoding,
            _ if self.has_nul => return Err(FileProblem::NotATable),
            _ if self.not_utf8 || !self.tail.is_empty() => WINDOWS_1252,
            _ => UTF_8,
        };
        // The beginning may end inside a character: that one is no separator.
        let (beginning, _, _) = encoding.decode(head);
        if beginning.trim().is_empty() {
            return Err(FileProblem::Empty);
        }
        let delimiter = sniff_delimiter(&beginning);
        Ok(FileFormat::Text { encoding: encoding.name().to_owned(), delimiter })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniff(bytes: &[u8], pieces: usize) -> Result<FileFormat, FileProblem> {
        let mut sniffer = Sniffer::default();
        bytes.chunks(pieces).for_each(|p| sniffer.look(p));
        sniffer.finish("csv")
    }

    #[test]
    fn the_encoding_is_told_by_the_bytes() {
        let text =
            |encoding: &str, delimiter| Ok(FileFormat::Text { encoding: encoding.to_owned(), delimiter });
        assert_eq!(sniff("a;b\né;1\n".as_bytes(), 1), text("UTF-8", ';'));
        assert_eq!(sniff(b"a;b\n\xe9;1\n", 3), text("windows-1252", ';'));
        assert_eq!(sniff("\u{feff}a,b\n1,2\n".as_bytes(), 2), text("UTF-8", ','));
        let utf16: Vec<u8> = "\u{feff}a\tb\n1\t2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&utf16, 5), text("UTF-16LE", '\t'));
        assert_eq!(sniff(b"\x7fELF\0\0\0", 7), Err(FileProblem::NotATable));
        assert_eq!(sniff(b"PK\x03\x04", 4), Err(FileProblem::NotATable));
        assert_eq!(sniff(b"\xd0\xcf\x11\xe0xx", 4), Err(FileProblem::OldOrLockedWorkbook));
        assert_eq!(sniff(b" \n", 4), Err(FileProblem::Empty));
    }
}
