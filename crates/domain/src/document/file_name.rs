//! A file's name as people gave it, without what would deceive a person or a program.

use crate::{
    FieldCode,
    text::{composed, is_unseen},
};

/// Characters of the longest name.
const MAX: usize = 150;

/// A cleaned name and its extension in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    pub name: String,
    pub extension: String,
}

/// Names that Windows keeps for devices.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Takes folders, control characters, direction marks and reserved signs out of a name.
///
/// # Errors
/// [`FieldCode::Required`] when nothing is left; [`FieldCode::FileType`] without an extension.
pub fn clean(raw: &str) -> Result<FileName, FieldCode> {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = composed(last).chars().filter(|c| !is_hidden(*c)).map(plain).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let kept = words.join(" ");
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() {
        return Err(FieldCode::Required);
    }
    let (stem, extension) = kept.rsplit_once('.').ok_or(FieldCode::FileType)?;
    let extension = extension.trim().to_ascii_lowercase();
    if extension.is_empty() || extension.len() > 8 || !extension.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(FieldCode::FileType);
    }
    let stem = stem.trim_matches(['.', ' ']);
    if stem.is_empty() {
        return Err(FieldCode::Required);
    }
    let device = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_port = device.len() == 4
        && (device.starts_with("com") || device.starts_with("lpt"))
        && device.ends_with(|c: char| c.is_ascii_digit());
    let stem = match RESERVED.contains(&device.as_str()) || is_port {
        true => format!("_{stem}"),
        false => stem.to_owned(),
    };
    let stem: String = stem.chars().take(MAX - extension.len() - 1).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    Ok(FileName { name: format!("{stem}.{extension}"), extension })
}

/// Control characters, and those that change the direction of a text or are not seen at all.
fn is_hidden(c: char) -> bool {
    c.is_control() || is_unseen(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Signs that a file system or a header understands otherwise.
fn plain(c: char) -> char {
    match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' => '_',
        c => c,
    }
}

/// The header's value that names a file (RFC 6266, with RFC 8187 for what is not ASCII).
pub fn content_disposition(inline: bool, name: &str) -> String {
    use std::fmt::Write;
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => encoded.push(byte.into()),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    let way = if inline { "inline" } else { "attachment" };
    format!("{way}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(raw: &str) -> Result<String, FieldCode> {
        clean(raw).map(|n| n.name)
    }

    #[test]
    fn folders_breaks_and_marks_are_taken_out() {
        let cases = [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Windows\\plan.PDF", "plan.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
            ("facture\u{202e}fdp.pdf", "facturefdp.pdf"),
            ("nul\0l.pdf", "null.pdf"),
            ("NUL.pdf", "_NUL.pdf"),
            ("com1.x.pdf", "_com1.x.pdf"),
            ("  Plan   d’ensemble .pdf", "Plan d’ensemble.pdf"),
            ("...cachés.jpg", "cachés.jpg"),
        ];
        for (raw, wanted) in cases {
            assert_eq!(name(raw).as_deref(), Ok(wanted), "{raw:?}");
        }
    }

    #[test]
    fn a_name_that_says_nothing_is_refused() {
        assert_eq!(name("  "), Err(FieldCode::Required));
        assert_eq!(name(".."), Err(FieldCode::Required));
        assert_eq!(name("plan"), Err(FieldCode::FileType));
        assert_eq!(name("plan.p d f"), Err(FieldCode::FileType));
        assert_eq!(name(".pdf"), Err(FieldCode::FileType));
    }

    #[test]
    fn a_header_names_the_file_in_both_ways() {
        assert_eq!(
            content_disposition(false, "Schéma \"2\".pdf"),
            "attachment; filename=\"Sch_ma _2_.pdf\"; filename*=UTF-8''Sch%C3%A9ma%20%222%22.pdf"
        );
    }

    proptest! {
        #[test]
        fn a_clean_name_is_harmless_and_stays_as_it_is(raw in any::<String>(), extension in "[a-zA-Z]{1,5}") {
            for raw in [raw.clone(), format!("{raw}.{extension}")] {
                if let Ok(once) = clean(&raw) {
                    prop_assert!(once.name.chars().count() <= MAX);
                    prop_assert!(!once.name.chars().any(|c| is_hidden(c) || "/\\<>:\"|?*;%".contains(c)));
                    prop_assert!(!once.name.starts_with(['.', ' ']));
                    prop_assert_eq!(clean(&once.name), Ok(once.clone()));
                    let header = content_disposition(false, &once.name);
                    prop_assert!(header.bytes().all(|b| (b' '..0x7f).contains(&b)));
                    prop_assert_eq!(header.matches('"').count(), 2);
                }
            }
        }
    }
}
