//! Files to send: good ones, and parts of bad ones.

use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// The smallest that a reader opens.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n\
trailer<</Root 1 0 R>>\n%%EOF\n";

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 120]));
    let mut out = Cursor::new(vec![]);
    DynamicImage::from(pixels).write_to(&mut out, format).expect("encoded");
    out.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Png)
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::WebP)
}

/// A JPEG that says "turn me by a quarter" and where it was taken.
pub fn jpeg_with_place(width: u32, height: u32) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    // Orientation: 6, turn clockwise. ImageDescription: "Lyon" follows in place.
    exif.extend(b"\x01\x0e\0\x02\0\0\0\x04Lyon");
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    exif.extend(b"\0\0\0\0");
    with_segment(&jpeg(width, height), 0xe1, &exif)
}

/// A JPEG with one more segment after its first two bytes.
pub fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    [&jpeg[..2], &[0xff, marker], &length.to_be_bytes(), content, &jpeg[2..]].concat()
}

/// A PNG that claims a size which nobody has seen.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = png(4, 4);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

/// A JPEG that claims that size in its frame header.
pub fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = jpeg(8, 8);
    let at = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame header");
    jpeg[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// The sum at the end of a PNG's chunks.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new file");
        zip.write_all(content).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// A document of a word processor with these files beside its own.
pub fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut files: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")];
    files.extend(more);
    archive(&files)
}

pub fn odt() -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<office:document-content/>"),
    ])
}

/// As many zeros as do not fit: a gigabyte would take the tests long, three times 100 MB do it too.
pub fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for name in ["[Content_Types].xml", "word/document.xml", "word/media/a.bin"] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a new file");
        for _ in 0..100 {
            zip.write_all(&vec![0; 1 << 20]).expect("in memory");
        }
    }
    zip.finish().expect("in memory").into_inner()
}

/// A box of a film, with its size before it.
pub fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).expect("a short box");
    [&size.to_be_bytes(), name.as_slice(), content].concat()
}

/// A film's container with that brand and as many bytes of pictures; nobody could watch it.
pub fn mp4(brand: &[u8; 4], bytes: usize) -> Vec<u8> {
    let frames: Vec<u8> = (0..bytes).map(|n| (n % 251) as u8).collect();
    let ftyp = [brand.as_slice(), &[0, 0, 2, 0], brand].concat();
    [boxed(b"ftyp", &ftyp), boxed(b"moov", &boxed(b"mvhd", &[0; 100])), boxed(b"mdat", &frames)].concat()
}

/// The same as a WebM, whose segment is as long as the file.
pub fn webm(bytes: usize) -> Vec<u8> {
    let head = b"\x1a\x45\xdf\xa3\x8b\x42\x86\x81\x01\x42\x82\x84webm\x18\x53\x80\x67\x01";
    let size = u64::try_from(bytes).expect("small").to_be_bytes();
    let frames: Vec<u8> = (0..bytes).map(|n| (n % 253) as u8).collect();
    [head.as_slice(), &size[1..], &frames].concat()
}
