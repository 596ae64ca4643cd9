//! Hostile files: what people with bad intentions send. None is taken in and shown: it is refused, or what
//! is stored is harmless, which is looked at byte by byte.

use super::{draft, files::*, store};
use domain::{Error, FieldCode, document::Media};
use services::Part;
use testkit::each_database;

const SCRIPT: &[u8] = b"<script>alert(document.cookie)</script>";
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>";
const HTML: &[u8] = b"<!doctype html><html><body><script>alert(1)</script></body></html>";

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// Files that are refused, whatever the browser calls them.
fn refused() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        // Pages and pictures that run.
        ("a.svg", SVG.to_vec()),
        ("a.svgz", vec![0x1f, 0x8b, 8, 0]),
        ("a.html", HTML.to_vec()),
        ("a.htm", HTML.to_vec()),
        ("a.xhtml", HTML.to_vec()),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>".to_vec()),
        ("a.mht", HTML.to_vec()),
        ("a.js", b"alert(1)".to_vec()),
        ("a.hta", HTML.to_vec()),
        ("a.swf", b"FWS".to_vec()),
        // The same under another name.
        ("a.jpg", HTML.to_vec()),
        ("a.jpg", SVG.to_vec()),
        ("a.png", HTML.to_vec()),
        ("a.png", SVG.to_vec()),
        ("a.webp", SVG.to_vec()),
        ("a.pdf", HTML.to_vec()),
        ("a.pdf", SVG.to_vec()),
        ("a.txt", HTML.to_vec()),
        ("a.txt", SVG.to_vec()),
        ("a.txt", joined(&[b"\xef\xbb\xbf \r\n", HTML])),
        ("a.csv", joined(&[b"\n\n\t", SVG])),
        ("a.csv", SCRIPT.to_vec()),
        ("a.docx", HTML.to_vec()),
        // Programs.
        ("a.exe", b"MZ\x90\0".to_vec()),
        ("a.txt", b"MZ\x90\0".to_vec()),
        ("a.pdf", b"MZ\x90\0".to_vec()),
        ("a.sh", b"#!/bin/sh\nrm -rf /".to_vec()),
        ("a.txt", b"#!/bin/sh\nrm -rf /".to_vec()),
        ("a.jpg", b"\x7fELF\x02\x01\x01".to_vec()),
        ("a.php", b"<?php system($_GET['c']);".to_vec()),
        ("a.txt", b"<?php system($_GET['c']);".to_vec()),
        // Double and missing extensions.
        ("a.pdf.exe", PDF.to_vec()),
        ("a.jpg.html", jpeg(4, 4)),
        ("a.pdf ", b"not a pdf".to_vec()),
        ("a", PDF.to_vec()),
        (".pdf", PDF.to_vec()),
        ("", PDF.to_vec()),
        ("..", PDF.to_vec()),
        ("a.pdf\0.exe", PDF.to_vec()),
        ("gpj.exe\u{202e}fdp.scr", PDF.to_vec()),
        // One type under the name of another.
        ("a.png", jpeg(4, 4)),
        ("a.jpg", png(4, 4)),
        ("a.webp", png(4, 4)),
        ("a.pdf", png(4, 4)),
        ("a.jpg", PDF.to_vec()),
        ("a.docx", PDF.to_vec()),
        ("a.xlsx", docx(&[])),
        ("a.docx", odt()),
        ("a.odt", docx(&[])),
        ("a.pdf", docx(&[])),
        ("a.docx", archive(&[("index.html", HTML)])),
        // Nothing, or half of it.
        ("a.pdf", vec![]),
        ("a.jpg", vec![]),
        ("a.txt", vec![]),
        ("a.jpg", vec![0xff, 0xd8, 0xff]),
        ("a.png", png(40, 40)[..50].to_vec()),
        ("a.webp", webp(40, 40)[..30].to_vec()),
        ("a.pdf", PDF[..40].to_vec()),
        ("a.docx", docx(&[])[..60].to_vec()),
        // Larger than they look.
        ("a.png", png_claiming(30_000, 30_000)),
        ("a.png", png_claiming(u32::MAX, 1)),
        ("a.png", png_claiming(0, 0)),
        ("a.jpg", jpeg_claiming(30_000, 30_000)),
        ("a.jpg", jpeg_claiming(65_535, 65_535)),
        ("a.docx", bomb()),
        // Archives that carry more.
        ("a.docx", docx(&[("word/vbaProject.bin", b"macro")])),
        ("a.docx", docx(&[("../../etc/cron.d/x", b"* * * * * root sh")])),
        ("a.docx", docx(&[("/etc/passwd", b"root")])),
        ("a.docx", docx(&[("word/media/run.exe", b"MZ")])),
        ("a.docx", docx(&[("word/media/a.svg", SVG)])),
        ("a.docx", joined(&[b"GIF89a", &docx(&[])])),
        ("a.docx", joined(&[&docx(&[]), HTML])),
        // PDF that acts, or that is two files at once.
        ("a.pdf", b"%PDF-1.4\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF".to_vec()),
        ("a.pdf", b"%PDF-1.4\n<</S/Launch/F(cmd.exe)>>\n%%EOF".to_vec()),
        ("a.pdf", joined(&[PDF, HTML])),
        ("a.pdf", joined(&[PDF, &docx(&[])])),
        ("a.pdf", joined(&[HTML, PDF])),
        // Videos that are something else, or more than one thing, or half of one.
        ("a.mp4", HTML.to_vec()),
        ("a.mov", SVG.to_vec()),
        ("a.webm", HTML.to_vec()),
        ("a.mp4", joined(&[b"\0\0\0\x20ftypisom", HTML])),
        ("a.mp4", joined(&[b"\0\0\0\x08ftyp", HTML])),
        ("a.mp4", b"\0\0\0\x18ftyp".to_vec()),
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0".to_vec()),
        ("a.mp4", b"\xff\xff\xff\xffftypisom".to_vec()),
        ("a.mp4", b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec()),
        ("a.mp4", mp4(b"isom", 400)[..300].to_vec()),
        ("a.mp4", joined(&[&mp4(b"isom", 40), HTML])),
        ("a.mp4", joined(&[&mp4(b"isom", 40), SCRIPT])),
        ("a.mp4", joined(&[&mp4(b"isom", 40), &docx(&[])])),
        ("a.mp4", joined(&[&mp4(b"isom", 40), PDF])),
        ("a.mp4", joined(&[PDF, &mp4(b"isom", 40)])),
        ("a.mp4", joined(&[HTML, &mp4(b"isom", 40)])),
        ("a.mp4", mp4(b"heic", 40)),
        ("a.mp4", mp4(b"mif1", 40)),
        ("a.mp4", mp4(b"avif", 40)),
        ("a.mp4", mp4(b"M4A ", 40)),
        ("a.mp4", mp4(b"qt  ", 40)),
        ("a.mov", mp4(b"isom", 40)),
        ("a.mov", mp4(b"heic", 40)),
        ("a.webm", mp4(b"isom", 40)),
        ("a.mp4", webm(40)),
        ("a.webm", webm(40)[..30].to_vec()),
        ("a.webm", joined(&[&webm(40), HTML])),
        ("a.webm", b"\x1a\x45\xdf\xa3\x8f\x42\x86\x81\x01\x42\x82\x88matroska\x18\x53\x80\x67\x81a".to_vec()),
        ("a.mp4", jpeg(8, 8)),
        ("a.mp4", b"RIFF\x20\0\0\0AVI LIST".to_vec()),
        ("a.jpg", mp4(b"isom", 40)),
        ("a.pdf", mp4(b"isom", 40)),
        ("a.txt", mp4(b"isom", 40)),
        ("a.heic", mp4(b"heic", 40)),
        ("a.avi", b"RIFF\x20\0\0\0AVI LIST".to_vec()),
        ("a.mkv", webm(40)),
        ("a.mp4.html", mp4(b"isom", 40)),
        ("a.mp4\0.exe", mp4(b"isom", 40)),
        ("\u{202e}4pm.exe", mp4(b"isom", 40)),
        // Text that is none.
        ("a.txt", b"\0\0\0\x18ftypmp42".to_vec()),
        ("a.csv", b"a;b\r\n1;\x07\x1b[2J".to_vec()),
    ];
    all.push(("a.gif", b"GIF89a/*<svg/onload=alert(1)>*/".to_vec()));
    all.push(("a.bmp", b"BM".to_vec()));
    all.push(("a.tiff", b"II*\0".to_vec()));
    all.into_iter().map(|(name, content)| (name.to_owned(), content)).collect()
}

/// Files that are taken in, because what is stored of them is harmless.
fn disarmed() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        // Pictures with something behind, before or within them: only pixels stay.
        ("a.jpg", joined(&[&jpeg(8, 8), HTML])),
        ("a.jpg", joined(&[&jpeg(8, 8), &docx(&[])])),
        ("a.jpg", joined(&[&jpeg(8, 8), b"<?php system('id'); ?>"])),
        ("a.jpg", with_segment(&jpeg(8, 8), 0xfe, SCRIPT)),
        ("a.jpg", with_segment(&jpeg(8, 8), 0xe1, SVG)),
        ("a.png", joined(&[&png(8, 8), HTML])),
        ("a.png", joined(&[&png(8, 8), SVG])),
        ("a.webp", joined(&[&webp(8, 8), HTML])),
        ("a.jpg", jpeg_with_place(8, 8)),
        // A video is kept as it is, whatever its name would have a person or a program believe.
        ("film\u{202e}4pm.exe.mp4", mp4(b"isom", 40)),
        ("../../film<script>.mov", mp4(b"qt  ", 40)),
        ("a\"; filename=\"b.html.webm", webm(40)),
        // Names.
        ("../../../etc/passwd.pdf", PDF.to_vec()),
        ("..\\..\\boot.pdf", PDF.to_vec()),
        ("a\r\nContent-Type: text/html\r\n\r\n.pdf", PDF.to_vec()),
        ("a\u{202e}fdp.exe.pdf", PDF.to_vec()),
        ("a\0b.pdf", PDF.to_vec()),
        ("CON.pdf", PDF.to_vec()),
        ("<script>alert(1)</script>.pdf", PDF.to_vec()),
        ("a\"; filename=\"b.html.pdf", PDF.to_vec()),
    ]
}

#[tokio::test]
async fn no_hostile_file_is_taken_in_and_shown() {
    assert!(refused().len() + disarmed().len() >= 110, "the corpus has 110 files or more");
    each_database(|w| async move {
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        let documents = w.services.documents();
        for (name, content) in refused() {
            let outcome = documents.upload_bytes(&w.admin, &draft(equipment, &name), &content).await;
            match outcome {
                Err(Error::Invalid(errors)) => {
                    assert!(errors.of("file").is_some(), "{name:?}: {errors}");
                }
                other => panic!("{name:?} of {} bytes: {other:?}", content.len()),
            }
        }
        assert_eq!(store::objects(&w.documents), Vec::<String>::new(), "nothing of the refused is stored");
        for (name, content) in disarmed() {
            let view = documents.upload_bytes(&w.admin, &draft(equipment, name), &content).await;
            let view = view.unwrap_or_else(|error| panic!("{name:?}: {error}"));
            let clean = |c: char| !c.is_control() && !"/\\<>\"\u{202e}".contains(c);
            assert!(view.file_name.chars().all(clean), "{:?}", view.file_name);
            let whole = documents.content(&w.admin, view.id, Part::Whole).await.expect("there");
            let stored = whole.read().await.expect("read");
            for bad in [SCRIPT, SVG, HTML, b"<?php", b"PK\x03\x04", b"Lyon", b"Exif"] {
                assert!(!stored.windows(bad.len()).any(|window| window == bad), "{name:?}");
            }
            let kept = view.media_type == Media::Pdf || view.is_video();
            assert_eq!(kept, stored == content, "{name:?}: a picture is made anew, others stay as they were");
        }
    })
    .await;
}

#[tokio::test]
async fn each_refusal_says_why() {
    each_database(|w| async move {
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        let large = FieldCode::ImageTooLarge { max_megapixels: 50 };
        for (name, content, wanted) in [
            ("a.svg", SVG.to_vec(), FieldCode::FileType),
            ("a.jpg", HTML.to_vec(), FieldCode::FileContent),
            ("a.pdf", vec![], FieldCode::FileEmpty),
            ("a.docx", bomb(), FieldCode::FileUnsafe),
            ("a.png", png_claiming(30_000, 30_000), large),
            ("a.pdf", PDF[..40].to_vec(), FieldCode::UnreadableFile),
        ] {
            let outcome =
                w.services.documents().upload_bytes(&w.admin, &draft(equipment, name), &content).await;
            assert_eq!(super::code_at(outcome.expect_err(name), "file"), wanted, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_good_file_is_taken_in() {
    each_database(|w| async move {
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        for (name, content) in [
            ("a.pdf", PDF.to_vec()),
            ("a.JPG", jpeg(30, 20)),
            ("a.jpeg", jpeg(30, 20)),
            ("a.png", png(30, 20)),
            ("a.webp", webp(30, 20)),
            ("a.txt", "Température : 80 °C\r\n".into()),
            ("a.csv", b"code;nom\r\nPH-001;Presse\r\n".to_vec()),
            ("a.mp4", mp4(b"mp42", 400)),
            ("a.M4V", mp4(b"M4V ", 400)),
            ("a.MOV", mp4(b"qt  ", 400)),
            ("a.webm", webm(400)),
            ("a.docx", docx(&[("word/media/image1.png", &png(2, 2))])),
            ("a.odt", odt()),
        ] {
            let outcome =
                w.services.documents().upload_bytes(&w.admin, &draft(equipment, name), &content).await;
            outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    })
    .await;
}
