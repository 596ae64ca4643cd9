//! Real history: the maintenance orders of five excavators, read with the mapping that is kept in
//! `docs/examples`, on both databases.

use domain::{
    FieldCode, SiteId,
    import::{ImportField, ImportKind, ImportMapping, ImportState, ImportView, Target},
    intervention::InterventionQuery,
    page::Window,
    site::SiteDraft,
};
use entity::{equipment, equipment_type, import_chunk, intervention};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use services::NewUpload;
use std::path::PathBuf;
use testkit::{World, each_database};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn orders() -> Vec<u8> {
    let path = root().join("../shared/data/excavators.csv");
    std::fs::read(&path).unwrap_or_else(|e| {
        panic!("{} is needed for this test and cannot be read: {e}", path.display());
    })
}

fn mapping() -> ImportMapping {
    let text = std::fs::read_to_string(root().join("docs/examples/excavators.toml")).expect("the example");
    toml::from_str(&text).expect("a valid mapping")
}

async fn site(w: &World) -> SiteId {
    let site = mapping().site.expect("the mapping has a site");
    let draft = SiteDraft {
        code: site.code,
        name: site.name,
        timezone: site.timezone,
        currency: site.currency,
        ..Default::default()
    };
    w.services.sites().create(&w.admin, &draft).await.expect("a valid site").id
}

async fn checked(w: &World, site: SiteId) -> ImportView {
    let new = NewUpload {
        kind: ImportKind::Interventions,
        site_id: site,
        file_name: "excavators.csv".into(),
        mapping: Some(mapping()),
    };
    let imports = w.services.imports();
    let uploaded = imports.upload_bytes(&w.admin, new, &orders()).await.expect("a readable file");
    assert_eq!((uploaded.state, uploaded.rows_total), (ImportState::Uploaded, 5485));
    imports.check_to_end(&w.admin, uploaded.id, &mut |_| ()).await.expect("checked")
}

fn counts(v: &ImportView) -> [i64; 5] {
    [v.rows_new, v.rows_known, v.rows_refused, v.equipment_new, v.types_new]
}

/// Code → interventions as counted on the equipment, rows in truth, cost in cents.
async fn history(w: &World) -> Vec<(String, i64, i64, i64)> {
    let mut all = vec![];
    for machine in equipment::Entity::find().all(&w.db).await.expect("readable") {
        let costs: Vec<Option<i64>> = intervention::Entity::find()
            .select_only()
            .column(intervention::Column::CostMinor)
            .filter(intervention::Column::EquipmentId.eq(machine.id))
            .into_tuple()
            .all(&w.db)
            .await
            .expect("readable");
        let cost = costs.iter().flatten().sum();
        all.push((machine.code, machine.interventions_count, costs.len() as i64, cost));
    }
    all.sort();
    all
}

#[tokio::test]
async fn the_excavators_come_in_whole_once_and_go_out_again() {
    each_database(|w| async move {
        let imports = w.services.imports();
        let site = site(&w).await;
        let view = checked(&w, site).await;
        assert_eq!((view.state, counts(&view)), (ImportState::Checked, [5484, 0, 1, 5, 1]));
        assert_eq!(intervention::Entity::find().count(&w.db).await.expect("counted"), 0, "a dry run is dry");

        let view = imports.commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("committed");
        assert_eq!((view.state, counts(&view)), (ImportState::Committed, [5484, 0, 1, 5, 1]));
        // In cents: 77,567.19 for A.
        let expected = [
            ("A", 151, 7_756_719),
            ("B", 1016, 131_208_861),
            ("C", 992, 622_921_728),
            ("D", 2374, 512_853_449),
            ("E", 951, 475_866_056),
        ];
        let expected: Vec<_> = expected.map(|(code, n, cost)| (code.to_owned(), n, n, cost)).into();
        assert_eq!(history(&w).await, expected);

        let errors = imports.row_errors(&w.admin, view.id, &Window::default()).await.expect("readable").data;
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].line, 3454);
        let error = &errors[0].errors[0];
        assert_eq!(errors[0].errors.len(), 1);
        assert_eq!((error.column.as_str(), error.value.as_str()), ("Cost", "PM01"));
        assert_eq!((&error.field, &error.code), (&Target::Field(ImportField::Cost), &FieldCode::NotAnAmount));

        let found = InterventionQuery { q: "BUCKET won't open".into(), ..Default::default() };
        let found = w.services.interventions().list(&w.admin, &found).await.expect("listed").data;
        assert_eq!(found[0].title, "BUCKET WON'T OPEN");
        assert_eq!(found[0].cost.as_ref().map(|c| (c.minor, c.currency.as_str())), Some((18_305, "AUD")));
        // Midnight on the site's own clock.
        assert_eq!(found[0].reported_local.to_string(), "2004-07-01T00:00:00");

        let again = checked(&w, site).await;
        assert_eq!(counts(&again), [0, 5484, 1, 0, 0]);
        let again = imports.commit_to_end(&w.admin, again.id, &mut |_| ()).await.expect("committed");
        assert_eq!((again.state, counts(&again)), (ImportState::Committed, [0, 5484, 1, 0, 0]));
        assert_eq!(history(&w).await, expected);

        let undone = imports.undo_to_end(&w.admin, view.id, &mut |_| ()).await.expect("undone");
        assert_eq!(undone.state, ImportState::Undone);
        assert_eq!(intervention::Entity::find().count(&w.db).await.expect("counted"), 0);
        assert_eq!(equipment::Entity::find().count(&w.db).await.expect("counted"), 0);
        assert_eq!(equipment_type::Entity::find().count(&w.db).await.expect("counted"), 0);
        let pieces = import_chunk::Entity::find().filter(import_chunk::Column::ImportId.eq(view.id));
        assert_eq!(pieces.count(&w.db).await.expect("counted"), 0);
    })
    .await;
}
