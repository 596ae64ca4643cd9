//! Kinds of files.

use super::{
    HISTORY, checked, counts, making, new,
    workbooks::{text, workbook},
};
use domain::{
    Error, FieldCode,
    import::{FileProblem, ImportKind, ImportState},
    intervention::{InterventionQuery, InterventionSort},
};
use services::NewUpload;
use testkit::{World, each_database};

fn upload(site: domain::SiteId, name: &str) -> NewUpload {
    NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, name) }
}

#[tokio::test]
async fn encodings_and_separators_do_not_matter() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let text = HISTORY.replace("Fuite", "Fuite à l’étanchéité");
        let tabs = text.replace(';', "\t");
        let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let utf16: Vec<u8> = format!("\u{feff}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let files = [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            windows,
            tabs.into_bytes(),
            text.replace(';', "|").replace('\n', "\r\n").into_bytes(),
            utf16,
        ];
        for (i, content) in files.iter().enumerate() {
            let view = checked(&w, &w.admin, upload(site, "history.csv"), content).await;
            assert_eq!(counts(&view), if i == 0 { [3, 0, 0] } else { [0, 3, 0] }, "file {i}");
            if i == 0 {
                w.services.imports().commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
            }
        }
        let query = InterventionQuery { q: "etancheite".into(), ..Default::default() };
        let rows = w.services.interventions().list(&w.admin, &query).await.expect("listed").data;
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].title, "Fuite à l’étanchéité");
    })
    .await;
}

#[tokio::test]
async fn a_workbook_is_read_with_its_dates_and_numbers() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let header: String = [("A1", "date"), ("B1", "machine"), ("C1", "titre"), ("D1", "cout")]
            .map(|(cell, t)| text(cell, t))
            .concat();
        let first = format!(
            r#"<c r="A3" s="1"><v>45296.5</v></c>{}{}<c r="D3"><v>10.1</v></c>"#,
            text("B3", "P1"),
            text("C3", "Fuite")
        );
        // A whole number for a code, and a cost that is none.
        let second = format!(
            r#"<c r="A4" s="1"><v>45297</v></c><c r="B4"><v>7</v></c>{}{}"#,
            text("C4", "Bruit"),
            text("D4", "?")
        );
        let sheet = format!(r#"<row r="1">{header}</row><row r="3">{first}</row><row r="4">{second}</row>"#);
        let view = checked(&w, &w.admin, upload(site, "history.xlsx"), &workbook(&sheet)).await;
        assert_eq!((counts(&view), view.equipment_new), ([1, 0, 1], 1));
        assert_eq!(super::told(&w, &view).await, ["4 cout NotAnAmount"]);
        let view = w.services.imports().commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        assert_eq!(view.state, ImportState::Committed);
        let row = only(&w).await;
        assert_eq!(row.reported_local.to_string(), "2024-01-05T12:00:00");
        assert_eq!(row.cost.map(|c| c.minor), Some(1010));
    })
    .await;
}

async fn only(w: &World) -> domain::intervention::InterventionRow {
    let query = InterventionQuery { sort: InterventionSort::Code, ..Default::default() };
    let mut rows = w.services.interventions().list(&w.admin, &query).await.expect("listed").data;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why_and_where() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let wide = format!("{}\n1\n", vec!["c"; 201].join(";"));
        let long = format!("a,b\n1,{}\n", "x".repeat(70_000));
        let cases: Vec<(&str, Vec<u8>, FileProblem, Option<i64>)> = vec![
            ("a.csv", b"".to_vec(), FileProblem::Empty, None),
            ("a.csv", b"a,b\n".to_vec(), FileProblem::Empty, None),
            ("a.csv", b"\x89PNG\0\0".to_vec(), FileProblem::NotATable, None),
            ("a.xlsx", b"a,b\n1,2\n".to_vec(), FileProblem::NotATable, None),
            ("a.xlsx", b"PK\x03\x04 damaged".to_vec(), FileProblem::DamagedWorkbook, None),
            ("a.xlsx", b"\xd0\xcf\x11\xe0 old".to_vec(), FileProblem::OldOrLockedWorkbook, None),
            ("a.csv", b"a,b\n1,2\n3,\"open\n4,5\n".to_vec(), FileProblem::OpenQuote, Some(3)),
            ("a.csv", wide.into_bytes(), FileProblem::TooManyColumns, Some(1)),
            ("a.csv", long.into_bytes(), FileProblem::CellTooLong, Some(2)),
        ];
        for (name, content, problem, line) in cases {
            let upload = new(ImportKind::Interventions, site, name);
            let view = w.services.imports().upload_bytes(&w.admin, upload, &content).await.expect("taken");
            let failure = view.failure.expect("a reason");
            assert_eq!(
                (view.state, failure.problem, failure.line),
                (ImportState::Failed, problem, line),
                "{name}"
            );
        }
        for (name, code) in [("a.exe", FieldCode::UnreadableFile), ("", FieldCode::Required)] {
            let refused = w.services.imports().upload(&w.admin, new(ImportKind::Equipment, site, name)).await;
            assert_eq!(refused.err(), Some(Error::field("file", code)));
        }
    })
    .await;
}
