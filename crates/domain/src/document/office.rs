//! The inside of an office file, which is an archive: what must be in it, and what must not.

use super::Media;
use crate::FieldCode;

/// Files in one archive.
const MAX_ENTRIES: usize = 10_000;

/// Judges an archive by the names of its files and by its file `mimetype`, if it has one.
///
/// # Errors
/// [`FieldCode::FileContent`] when it is not the type that its extension promises;
/// [`FieldCode::FileUnsafe`] when it carries macros or names that lead outside.
pub fn check_entries(media: Media, names: &[&str], mimetype: Option<&str>) -> Result<(), FieldCode> {
    if names.len() > MAX_ENTRIES {
        return Err(FieldCode::FileUnsafe);
    }
    let has = |name: &str| names.contains(&name);
    let fits = match media {
        Media::Docx => has("[Content_Types].xml") && has("word/document.xml"),
        Media::Xlsx => has("[Content_Types].xml") && has("xl/workbook.xml"),
        Media::Odt | Media::Ods => has("content.xml") && mimetype.map(str::trim) == Some(media.as_str()),
        _ => false,
    };
    if !fits {
        return Err(FieldCode::FileContent);
    }
    let is_unsafe = |name: &&str| {
        let folded = name.to_ascii_lowercase();
        folded.starts_with('/')
            || folded.contains('\\')
            || folded.split('/').any(|part| part == "..")
            || folded.ends_with("vbaproject.bin")
            || folded.starts_with("basic/")
            || folded.starts_with("scripts/")
            || ["exe", "dll", "js", "vbs", "bat", "cmd", "ps1", "sh", "jar", "class", "html", "htm", "svg"]
                .iter()
                .any(|e| folded.rsplit_once('.').is_some_and(|(_, found)| found == *e))
    };
    if names.iter().any(is_unsafe) { Err(FieldCode::FileUnsafe) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_what_its_inside_says() {
        let word = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"];
        assert_eq!(check_entries(Media::Docx, &word, None), Ok(()));
        assert_eq!(check_entries(Media::Xlsx, &word, None), Err(FieldCode::FileContent));
        let writer = ["mimetype", "content.xml"];
        assert_eq!(check_entries(Media::Odt, &writer, Some(Media::Odt.as_str())), Ok(()));
        assert_eq!(check_entries(Media::Odt, &writer, Some("text/html")), Err(FieldCode::FileContent));
    }

    #[test]
    fn macros_programs_and_ways_out_are_refused() {
        for bad in [
            "word/vbaProject.bin",
            "../../etc/cron.d/x",
            "/etc/passwd",
            "word\\x",
            "word/media/a.svg",
            "x.exe",
        ] {
            let names = ["[Content_Types].xml", "word/document.xml", bad];
            assert_eq!(check_entries(Media::Docx, &names, None), Err(FieldCode::FileUnsafe), "{bad}");
        }
    }
}
