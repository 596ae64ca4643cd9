//! The archive of an office file is looked through whole, and unpacked into nothing, before it is taken in.

use domain::{
    FieldCode,
    document::{MAX_INFLATED, Media, check_entries},
};
use std::io::{Cursor, Read};

/// Bytes of the record that ends an archive without a comment.
const END: usize = 22;

/// Looks at it on a thread of its own, and gives it back.
pub(super) async fn checked(media: Media, content: Vec<u8>) -> Result<Vec<u8>, FieldCode> {
    tokio::task::spawn_blocking(move || check(media, &content).map(|()| content))
        .await
        .unwrap_or(Err(FieldCode::UnreadableFile))
}

fn check(media: Media, content: &[u8]) -> Result<(), FieldCode> {
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).map_err(|_| FieldCode::UnreadableFile)?;
    // Bytes before or after the archive are those of another file.
    let ends_there =
        content.len().checked_sub(END).is_some_and(|at| content[at..].starts_with(b"PK\x05\x06"));
    if archive.offset() != 0 || !ends_there {
        return Err(FieldCode::FileContent);
    }
    let names: Result<Vec<String>, _> = archive.file_names().map(|n| n.map(String::from)).collect();
    let names = names.map_err(|_| FieldCode::UnreadableFile)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut mimetype = String::new();
    if let Ok(file) = archive.by_name("mimetype") {
        file.take(200).read_to_string(&mut mimetype).map_err(|_| FieldCode::UnreadableFile)?;
    }
    check_entries(media, &names, Some(mimetype.as_str()).filter(|m| !m.is_empty()))?;
    let mut room = MAX_INFLATED;
    let mut buffer = vec![0; 64 * 1024];
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).map_err(|_| FieldCode::UnreadableFile)?;
        loop {
            let read = file.read(&mut buffer).map_err(|_| FieldCode::UnreadableFile)?;
            if read == 0 {
                break;
            }
            room = room.checked_sub(read as u64).ok_or(FieldCode::FileUnsafe)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn no_archive_makes_the_reader_panic_or_hang() {
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        for name in ["[Content_Types].xml", "word/document.xml", "word/media/a.png"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new file");
            zip.write_all(&b"<a>text</a>".repeat(20)).expect("in memory");
        }
        let seed = zip.finish().expect("in memory").into_inner();
        assert_eq!(check(Media::Docx, &seed), Ok(()));
        testkit::hostile(&[&seed], |file| {
            let _ = check(Media::Docx, file);
        });
    }
}
