//! Cases that were found on real files: how a file itself is read.

use super::{
    checked, counts, new,
    workbooks::{text, workbook_of},
};
use domain::{
    Error, FieldCode,
    import::{FileLayout, ImportKind, ImportMapping, ImportView},
};
use services::NewUpload;
use testkit::{World, each_database};

fn sheet(rows: &[&[&str]]) -> String {
    let row = |(i, cells): (usize, &&[&str])| {
        let cell = |(j, content): (usize, &&str)| {
            let column = char::from(b'A' + u8::try_from(j).expect("few columns"));
            text(&format!("{column}{}", i + 1), content)
        };
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!(r#"<row r="{}">{cells}</row>"#, i + 1)
    };
    rows.iter().enumerate().map(row).collect()
}

async fn headers(w: &World, view: &ImportView) -> Vec<String> {
    let (profile, _) = w.services.imports().columns(&w.admin, view.id).await.expect("readable");
    profile.columns.into_iter().map(|c| c.header).collect()
}

async fn uploaded(w: &World, site: domain::SiteId, name: &str, content: &[u8]) -> ImportView {
    let upload = new(ImportKind::Equipment, site, name);
    let view = w.services.imports().upload_bytes(&w.admin, upload, content).await.expect("taken");
    assert_eq!(view.failure, None);
    view
}

#[tokio::test]
async fn imp_04_the_sheets_are_named_and_one_is_chosen() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let machines = sheet(&[&["code", "name"], &["P1", "Pump"], &["P2", "Press"]]);
        let other = sheet(&[&["code", "name", "type"], &["Q1", "Fan", "Fans"]]);
        // The first one is empty: it is not the list.
        let book = workbook_of(&[("Cover", ""), ("Machines", &machines), ("Others", &other)]);
        let view = uploaded(&w, site, "machines.xlsx", &book).await;
        let imports = w.services.imports();
        let (profile, _) = imports.columns(&w.admin, view.id).await.expect("readable");
        assert_eq!(profile.sheets, ["Cover", "Machines", "Others"]);
        assert_eq!((profile.layout.sheet.as_deref(), view.rows_total), (Some("Machines"), 2));

        let others = FileLayout { sheet: Some("Others".into()), ..Default::default() };
        let view = imports.set_layout(&w.admin, view.id, &others).await.expect("there");
        assert_eq!((view.rows_total, headers(&w, &view).await.len()), (1, 3));
        let gone = FileLayout { sheet: Some("Gone".into()), ..Default::default() };
        let refused = imports.set_layout(&w.admin, view.id, &gone).await.err();
        assert_eq!(refused, Some(Error::field("file.sheet", FieldCode::NotFound)));
        // The mapping file can say it too.
        let mapping = ImportMapping { file: others, create_types: true, ..Default::default() };
        let upload = NewUpload { mapping: Some(mapping), ..new(ImportKind::Equipment, site, "a.xlsx") };
        let view = checked(&w, &w.admin, upload, &book).await;
        assert_eq!(counts(&view), [1, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn imp_04_the_header_can_be_any_line_or_none() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let imports = w.services.imports();
        let titled = b"Liste des machines\n\ncode;nom;type\nP1;Pompe;x\nP2;Presse;y\n";
        let view = uploaded(&w, site, "a.csv", titled).await;
        assert_eq!(
            (headers(&w, &view).await, view.rows_total),
            (vec!["code".into(), "nom".into(), "type".into()], 2)
        );

        let bare = b"P1;Pompe\nP2;Presse\nP3;Four\n";
        let view = uploaded(&w, site, "b.csv", bare).await;
        assert_eq!((headers(&w, &view).await, view.rows_total), (vec!["#1".into(), "#2".to_owned()], 3));
        let first = FileLayout { header: Some(1), ..Default::default() };
        let view = imports.set_layout(&w.admin, view.id, &first).await.expect("read again");
        assert_eq!((headers(&w, &view).await, view.rows_total), (vec!["P1".into(), "Pompe".to_owned()], 2));
        // Asked of the mapping: the first machine is not swallowed.
        let mut mapping = ImportMapping {
            file: FileLayout { header: Some(0), ..Default::default() },
            ..Default::default()
        };
        for (column, field) in [("#1", "code"), ("#2", "name")] {
            mapping.columns.insert(column.into(), field.parse().expect("a field"));
        }
        imports.set_mapping(&w.admin, view.id, &mapping).await.expect("read again and mapped");
        let view = imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        assert_eq!(counts(&view), [3, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn imp_04_separator_and_encoding_can_be_said() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let imports = w.services.imports();
        // Euro signs and no accents: Latin-9 looks like Windows-1252.
        let view = uploaded(&w, site, "a.csv", b"code;name\nP1;a,b \xa4\n").await;
        let said = FileLayout {
            encoding: Some("ISO-8859-15".into()),
            separator: Some(",".into()),
            ..Default::default()
        };
        let view = imports.set_layout(&w.admin, view.id, &said).await.expect("read again");
        let (profile, _) = imports.columns(&w.admin, view.id).await.expect("readable");
        let samples: Vec<_> = profile.columns.iter().map(|c| c.samples.concat()).collect();
        assert_eq!(samples, ["P1;a", "b €"]);
        assert_eq!(profile.layout.encoding.as_deref(), Some("iso-8859-15"));
        for (layout, place) in [
            (FileLayout { encoding: Some("klingon".into()), ..Default::default() }, "file.encoding"),
            (FileLayout { separator: Some("ab".into()), ..Default::default() }, "file.separator"),
            (FileLayout { header: Some(99), ..Default::default() }, "file.header"),
        ] {
            let Err(Error::Invalid(errors)) = imports.set_layout(&w.admin, view.id, &layout).await else {
                panic!("{place}")
            };
            assert_eq!(errors.0[0].field, place);
        }
    })
    .await;
}

#[tokio::test]
async fn imp_04_cells_beyond_the_header_refuse_their_row() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = uploaded(&w, site, "a.csv", b"code;name\nP1;Pump\nWIDE-1;Pump;extra;more\n").await;
        assert_eq!(headers(&w, &view).await, ["code", "name", "#3", "#4"]);
        let view = w.services.imports().check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        assert_eq!(
            (counts(&view), super::told(&w, &view).await),
            ([1, 0, 1], vec!["3 #3 BeyondHeader".to_owned()])
        );
    })
    .await;
}
