//! Workbooks to import.

use std::io::Write;

/// A workbook with one sheet.
pub fn workbook(sheet: &str) -> Vec<u8> {
    workbook_of(&[("OT", sheet)])
}

/// A small workbook with these sheets: shared strings aside, what Excel writes.
pub fn workbook_of(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let each = |part: &dyn Fn(usize, &str) -> String| -> String {
        sheets.iter().enumerate().map(|(i, (name, _))| part(i + 1, name)).collect()
    };
    let mut add = |name: &str, content: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new file");
        zip.write_all(format!("{head}{content}").as_bytes()).expect("in memory");
    };
    for (name, content) in [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{}<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>"#,
                each(&|i, _| format!(
                    r#"<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>"#
                ))
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships">{}<Relationship Id="styles" Type="{office}/styles" Target="styles.xml"/></Relationships>"#,
                each(&|i, _| format!(
                    r#"<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>"#
                ))
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{}</sheets></workbook>"#,
                each(&|i, name| format!(r#"<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>"#))
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
    ] {
        add(name, content);
    }
    for (i, (_, sheet)) in sheets.iter().enumerate() {
        let content = format!(r#"<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>"#);
        add(&format!("xl/worksheets/sheet{}.xml", i + 1), content);
    }
    zip.finish().expect("in memory").into_inner()
}

/// A cell of text.
pub fn text(cell: &str, text: &str) -> String {
    format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}
