//! Lists of equipment.

use super::{checked, counts, making, new, told};
use domain::{
    Error, Permission, Refusal, SiteId,
    access::Role,
    document::DocumentDraft,
    equipment::{Criticality, EquipmentQuery, EquipmentState},
    import::{ImportKind, ImportMapping, ImportState, ImportView},
};
use entity::{equipment, equipment_type};
use sea_orm::{EntityTrait, PaginatorTrait};
use services::NewUpload;
use std::path::PathBuf;
use testkit::{World, each_database};

fn example(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

async fn import(w: &World, site: SiteId, mapping: ImportMapping, content: &[u8]) -> ImportView {
    let upload = NewUpload { mapping: Some(mapping), ..new(ImportKind::Equipment, site, "list.csv") };
    let view = checked(w, &w.admin, upload, content).await;
    let before = counts(&view);
    let view = w.services.imports().commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
    assert_eq!(view.failure, None);
    assert_eq!(counts(&view), before, "the dry run foretold it");
    view
}

#[tokio::test]
async fn the_example_comes_in_with_its_tree_and_goes_out_again() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mapping: ImportMapping =
            toml::from_str(std::str::from_utf8(&example("equipment.toml")).expect("UTF-8")).expect("valid");
        let view = import(&w, site, mapping.clone(), &example("equipment.csv")).await;
        assert_eq!((counts(&view), view.types_new), ([5, 0, 0], 5));
        let rows =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let of = |code: &str| rows.iter().find(|r| r.code == code).expect("imported");
        assert_eq!(of("CV-301").state, EquipmentState::Degraded);
        let press = w.services.equipment().get(&w.admin, of("PH-101").id).await.expect("there");
        assert_eq!(press.row.criticality, Criticality::Critical);
        assert_eq!(press.replacement_value.as_ref().map(|m| m.minor), Some(42_500_000));
        assert_eq!(press.purchased_on.map(|d| d.to_string()).as_deref(), Some("2014-01-15"));
        assert_eq!(press.specifications[0].unit.as_deref(), Some("kW"));
        assert!(press.notes.is_some_and(|n| n.contains('\n')));
        let unit = w.services.equipment().get(&w.admin, of("PH-101-GH").id).await.expect("there");
        assert_eq!(unit.parent.map(|p| p.code).as_deref(), Some("PH-101"));

        let again = import(&w, site, mapping, &example("equipment.csv")).await;
        assert_eq!((counts(&again), again.types_new), ([0, 5, 0], 0));
        let undone = w.services.imports().undo_to_end(&w.admin, view.id, &mut |_| ()).await.expect("unused");
        assert_eq!(undone.state, ImportState::Undone);
        assert_eq!(equipment::Entity::find().count(&w.db).await.expect("counted"), 0);
        assert_eq!(equipment_type::Entity::find().count(&w.db).await.expect("counted"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_component_may_stand_above_its_parent_but_not_in_a_ring() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "OLD").await;
        let file = "code,name,parent\n\
            C,c,B\nB,b,A\nA,a,\nD,d,OLD\nE,e,nowhere\nF,f,E\nX,x,Y\nY,y,X\nZ,z,Z\nA,twice,\n";
        let view = import(&w, site, making(), file.as_bytes()).await;
        assert_eq!(counts(&view), [4, 0, 6]);
        let wanted = [
            "6 parent NotFound",
            "7 parent NotFound",
            "8 parent Cycle",
            "9 parent Cycle",
            "10 parent Cycle",
            "11 code Repeated",
        ];
        assert_eq!(told(&w, &view).await, wanted);
        let rows =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let deepest = rows.iter().find(|r| r.code == "C").expect("imported");
        let deepest = w.services.equipment().get(&w.admin, deepest.id).await.expect("there");
        let above: Vec<_> = deepest.ancestors.iter().map(|a| a.code.as_str()).collect();
        assert_eq!(above, ["A", "B"]);
    })
    .await;
}

#[tokio::test]
async fn references_and_serial_numbers_are_checked() {
    each_database(|w| async move {
        let (site, other) = (w.site("N").await, w.site("S").await);
        w.line(site, "L1").await;
        w.equipment_with(other, "Q1", |d| d.serial_number = "TAKEN".into()).await;
        let mapping = ImportMapping { create_types: false, ..making() };
        let file = "code,name,site,line,type,serial number\n\
            P1,ok,,l1,,S1\nP2,x,,L9,,\nP3,x,,,Press,\nP4,x,,,,TAKEN\nP5,x,,,,S1\nP6,x,NOPE,,,\nP7,ok,s,,,\n";
        let view = import(&w, site, mapping, file.as_bytes()).await;
        let wanted = [
            "3 line NotFound",
            "4 type NotFound",
            "5 serial number Duplicate",
            "6 serial number Duplicate",
            "7 site NotFound",
        ];
        assert_eq!((told(&w, &view).await, counts(&view)), (wanted.map(str::to_owned).to_vec(), [2, 0, 5]));
        let rows =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let of = |code: &str| rows.iter().find(|r| r.code == code).expect("imported");
        assert_eq!(of("P1").line.as_ref().map(|l| l.code.as_str()), Some("L1"));
        assert_eq!(of("P7").site.id, other);
    })
    .await;
}

/// A file may not reach into a site that its uploader cannot see.
#[tokio::test]
async fn rows_of_a_foreign_site_are_refused() {
    each_database(|w| async move {
        let (site, _) = (w.site("N").await, w.site("S").await);
        let mut by = w.person("ann", Role::Supervisor, &[site]).await;
        by.permissions = by.permissions.with(Permission::ImportRun, true);
        let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Equipment, site, "a.csv") };
        let view = checked(&w, &by, upload, b"code,name,site\nP1,x,S\nP2,x,N\n").await;
        assert_eq!(counts(&view), [1, 0, 1]);
        assert_eq!(told(&w, &view).await, ["2 site NotFound"]);
    })
    .await;
}

#[tokio::test]
async fn types_that_others_use_keep_an_import_from_being_undone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = import(&w, site, making(), b"code,name,type\nP1,x,Presse\n").await;
        let types = w.services.equipment_types().all(&w.admin).await.expect("listed");
        w.equipment_with(site, "P2", |d| d.type_id = types[0].id.to_string()).await;
        let refused = w.services.imports().undo(&w.admin, view.id).await;
        assert_eq!(refused.err(), Some(Error::Refused(Refusal::ImportInUse { rows: 1 })));
    })
    .await;
}

#[tokio::test]
async fn machines_that_somebody_changed_since_keep_an_import_from_being_undone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = import(&w, site, making(), b"code,name\nP1,x\nP2,y\n").await;
        let all =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let broken = EquipmentState::Broken;
        w.services.equipment().set_state(&w.admin, &[all[0].id], broken).await.expect("changed");
        let refused = w.services.imports().undo(&w.admin, view.id).await;
        assert_eq!(refused.err(), Some(Error::Refused(Refusal::ImportInUse { rows: 1 })));
    })
    .await;
}

#[tokio::test]
async fn documents_on_imported_machines_keep_an_import_from_being_undone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = import(&w, site, making(), b"code,name\nP1,x\n").await;
        let all =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let draft = DocumentDraft {
            entity: "equipment".into(),
            entity_id: all[0].id.to_string(),
            file_name: "releve.txt".into(),
            ..Default::default()
        };
        w.services.documents().upload_bytes(&w.admin, &draft, b"1,2,3\n").await.expect("taken");
        let refused = w.services.imports().undo(&w.admin, view.id).await;
        assert_eq!(refused.err(), Some(Error::Refused(Refusal::ImportInUse { rows: 1 })));
    })
    .await;
}
