//! Imports on both databases: files of every kind, rows of every kind, and everything that can go wrong.

mod case_files;
mod cases;
mod equipment;
mod files;
mod rows;
mod tasks;
mod workbooks;

use domain::{
    Caller, SiteId,
    import::{ImportKind, ImportMapping, ImportRowErrors, ImportView},
    page::Window,
};
use services::NewUpload;
use testkit::World;

/// A history that the guess understands.
const HISTORY: &str = "date;machine;titre;type;cout\n\
    2024-01-05;P1;Fuite;Curatif;10,50\n\
    2024-02-06;P1;Graissage;Préventif;0\n\
    2024-02-06;P2;Fuite;Curatif;3\n";

fn new(kind: ImportKind, site_id: SiteId, file_name: &str) -> NewUpload {
    NewUpload { kind, site_id, file_name: file_name.into(), mapping: None }
}

fn counts(v: &ImportView) -> [i64; 3] {
    [v.rows_new, v.rows_known, v.rows_refused]
}

/// A mapping that leaves the columns to the guess and makes what is missing.
fn making() -> ImportMapping {
    let mut mapping = ImportMapping { create_types: true, ..Default::default() };
    mapping.missing_equipment.create = true;
    mapping
}

/// Uploads and checks a file of that kind.
async fn checked(w: &World, by: &Caller, new: NewUpload, content: &[u8]) -> ImportView {
    let imports = w.services.imports();
    let uploaded = imports.upload_bytes(by, new, content).await.expect("a readable file");
    assert_eq!(uploaded.failure, None);
    imports.check_to_end(by, uploaded.id, &mut |_| ()).await.expect("a complete mapping")
}

/// Uploads, checks and commits a file of interventions whose machines are made.
async fn committed(w: &World, site: SiteId, content: &str) -> ImportView {
    let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "history.csv") };
    let view = checked(w, &w.admin, upload, content.as_bytes()).await;
    w.services.imports().commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked")
}

/// Imports a file of interventions with a mapping made from the one that the file suggests.
async fn mapped(
    w: &World,
    site: SiteId,
    content: &str,
    change: impl FnOnce(&mut ImportMapping),
) -> ImportView {
    let imports = w.services.imports();
    let upload = new(ImportKind::Interventions, site, "history.csv");
    let uploaded = imports.upload_bytes(&w.admin, upload, content.as_bytes()).await.expect("a readable file");
    let (_, mut mapping) = imports.columns(&w.admin, uploaded.id).await.expect("readable");
    mapping.missing_equipment.create = true;
    change(&mut mapping);
    imports.set_mapping(&w.admin, uploaded.id, &mapping).await.expect("a complete mapping");
    imports.check_to_end(&w.admin, uploaded.id, &mut |_| ()).await.expect("checked");
    imports.commit_to_end(&w.admin, uploaded.id, &mut |_| ()).await.expect("committed")
}

async fn errors(w: &World, view: &ImportView) -> Vec<ImportRowErrors> {
    w.services.imports().row_errors(&w.admin, view.id, &Window::default()).await.expect("readable").data
}

/// "line column code" of every refused cell.
async fn told(w: &World, view: &ImportView) -> Vec<String> {
    let rows = errors(w, view).await;
    let cells =
        rows.iter().flat_map(|r| r.errors.iter().map(|e| format!("{} {} {:?}", r.line, e.column, e.code)));
    cells.collect()
}
