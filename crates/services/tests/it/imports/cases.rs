//! Cases that were found on real files: what a row is, and what an undo leaves.

use super::{committed, counts, errors, making, mapped, new, told};
use domain::{
    Error, FieldCode,
    equipment::EquipmentQuery,
    import::{ImportField, ImportKind, ImportMapping, ImportState, LookAlikes, Remedy, Target},
    intervention::InterventionQuery,
};
use entity::{equipment, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use testkit::{World, each_database};

async fn rows(w: &World) -> u64 {
    intervention::Entity::find().count(&w.db).await.expect("counted")
}

/// A file whose kind of work is said by the mapping alone.
fn kind(kind: &'static str) -> impl FnOnce(&mut ImportMapping) {
    move |m| {
        m.columns.insert("when".into(), Target::Field(ImportField::ReportedAt));
        m.columns.insert("part".into(), Target::Field(ImportField::Title));
        m.defaults.insert(ImportField::Kind, kind.into());
    }
}

const SAME: &str = "2025-03-04 08:00,PH-001,bearing\n";
const HEADER: &str = "when,machine,part\n";

#[tokio::test]
async fn imp_01_rows_of_two_files_with_other_defaults_are_other_rows() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "PH-001").await;
        let repairs = format!("{HEADER}{SAME}2025-03-05 08:00,PH-001,seal\n");
        let services = format!("{HEADER}{SAME}2025-04-05 08:00,PH-001,filter\n");
        let first = mapped(&w, site, &repairs, kind("corrective")).await;
        let second = mapped(&w, site, &services, kind("preventive")).await;
        assert_eq!((counts(&first), counts(&second), rows(&w).await), ([2, 0, 0], [2, 0, 0], 4));
        // The rows of the second stay when the first goes.
        w.services.imports().undo_to_end(&w.admin, first.id, &mut |_| ()).await.expect("undone");
        let left = w.services.interventions().list(&w.admin, &InterventionQuery::default()).await;
        let left = left.expect("listed").data;
        assert_eq!(left.len(), 2);
        assert!(left.iter().all(|r| r.kind.as_str() == "preventive"), "{left:?}");
    })
    .await;
}

#[tokio::test]
async fn imp_01_a_truly_identical_row_of_another_file_is_a_question() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "PH-001").await;
        let first = mapped(&w, site, &format!("{HEADER}{SAME}"), kind("corrective")).await;
        let more = format!("{HEADER}2025-05-01 08:00,PH-001,belt\n{SAME}");
        let asked = mapped(&w, site, &more, kind("corrective")).await;
        assert_eq!((counts(&asked), rows(&w).await), ([1, 0, 1], 2));
        let error = errors(&w, &asked).await.remove(0);
        let code = FieldCode::LooksLike { number: "OT-2025-00001".into(), import: first.id.0, line: 2 };
        assert_eq!((error.line, &error.errors[0].code), (3, &code));
        // The answer is for the whole file, and can be either.
        let again = |answer: LookAlikes, tail: &'static str| {
            let more = format!("{more}{tail}");
            let w = &w;
            async move {
                let with = |m: &mut ImportMapping| {
                    kind("corrective")(m);
                    m.look_alikes = answer;
                };
                counts(&mapped(w, site, &more, with).await)
            }
        };
        assert_eq!(again(LookAlikes::Skip, "2025-05-02 08:00,PH-001,x\n").await, [1, 2, 0]);
        assert_eq!(again(LookAlikes::Add, "2025-05-03 08:00,PH-001,y\n").await, [3, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn imp_01_the_same_file_with_other_defaults_is_a_question_and_with_the_same_ones_known() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "PH-001").await;
        let file = format!("{HEADER}{SAME}");
        assert_eq!(counts(&mapped(&w, site, &file, kind("corrective")).await), [1, 0, 0]);
        assert_eq!(counts(&mapped(&w, site, &file, kind("corrective")).await), [0, 1, 0]);
        assert_eq!(counts(&mapped(&w, site, &file, kind("preventive")).await), [0, 0, 1]);
    })
    .await;
}

#[tokio::test]
async fn imp_01_a_number_that_another_event_has_is_a_question_too() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let first = "no ot,date,asset,title\n17,2024-01-05,P1,Leak\n";
        assert_eq!(counts(&committed(&w, site, first).await), [1, 0, 0]);
        // Another year, another list that counts from 1.
        let other = "no ot,date,asset,title\n17,2025-06-07,P1,Noise\n";
        let view = committed(&w, site, other).await;
        assert_eq!((counts(&view), told(&w, &view).await.len()), ([0, 0, 1], 1));
        let added = mapped(&w, site, other, |m| m.look_alikes = LookAlikes::Add).await;
        assert_eq!((counts(&added), rows(&w).await), ([1, 0, 0], 2));
        assert_eq!(counts(&committed(&w, site, other).await), [0, 1, 0], "the same file again");
    })
    .await;
}

#[tokio::test]
async fn imp_03_our_own_numbers_are_known() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let (a, b) = (w.equipment(north, "P1").await, w.equipment(south, "P1").await);
        w.intervention(a, "Leak", w.clock.now()).await;
        w.intervention(b, "Noise", w.clock.now()).await;
        let all = w.services.interventions().list(&w.admin, &InterventionQuery::default()).await;
        let mut file = String::from("Id,Code,Title,Equipment,Site,Reported at (site’s time)\n");
        for row in all.expect("listed").data {
            let at = row.reported_local.0;
            file += &format!("{},{},{},P1,{},{at}\n", row.id, row.code, row.title, row.site.code);
        }
        let view = mapped(&w, north, &file, |_| ()).await;
        assert_eq!((counts(&view), rows(&w).await), ([0, 2, 0], 2));
    })
    .await;
}

#[tokio::test]
async fn an_undo_leaves_interventions_that_were_changed_since_and_says_so() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = committed(&w, site, super::HISTORY).await;
        let changed = intervention::Entity::find()
            .filter(intervention::Column::Title.eq("Graissage"))
            .one(&w.db)
            .await
            .expect("readable")
            .expect("imported");
        let edit = intervention::ActiveModel { id: Set(changed.id), version: Set(2), ..Default::default() };
        edit.update(&w.db).await.expect("changed");
        let imports = w.services.imports();
        let undone = imports.undo_to_end(&w.admin, view.id, &mut |_| ()).await.expect("undone");
        assert_eq!((undone.state, undone.rows_kept), (ImportState::Undone, 1));
        let query = InterventionQuery { import: Some(view.id), ..Default::default() };
        let left = w.services.interventions().list(&w.admin, &query).await.expect("listed").data;
        assert_eq!(left.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), [changed.code.as_str()]);
        // Its machine stays with it, the other one goes.
        let machines = equipment::Entity::find().all(&w.db).await.expect("readable");
        let codes: Vec<_> = machines.iter().map(|e| (e.code.as_str(), e.interventions_count)).collect();
        assert_eq!(codes, [("P1", 1)]);
        // The import that tells of it cannot be forgotten, and the file can come in again.
        assert!(imports.forget(&w.admin, view.id).await.is_err());
        assert_eq!(counts(&committed(&w, site, super::HISTORY).await), [2, 1, 0]);
    })
    .await;
}

#[tokio::test]
async fn a_history_for_an_empty_site_brings_its_machines() {
    each_database(|w| async move {
        let (empty, other) = (w.site("N").await, w.site("S").await);
        w.equipment(other, "X").await;
        let imports = w.services.imports();
        for (site, expected, made) in [(empty, [3, 0, 0], 2), (other, [0, 0, 3], 0)] {
            let upload = new(ImportKind::Interventions, site, "a.csv");
            let view =
                imports.upload_bytes(&w.admin, upload, super::HISTORY.as_bytes()).await.expect("taken");
            let view = imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
            assert_eq!((counts(&view), view.equipment_new), (expected, made));
        }
    })
    .await;
}

#[tokio::test]
async fn refusals_are_grouped_and_mended_at_once() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "P0").await;
        let upload = new(ImportKind::Interventions, site, "a.csv");
        let file = format!("{}2024-02-07;P2;Bruit;Curatif;x\n", super::HISTORY);
        let imports = w.services.imports();
        let view = imports.upload_bytes(&w.admin, upload, file.as_bytes()).await.expect("taken");
        let view = imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        let group = &view.refusals[0];
        assert_eq!((group.rows, group.different, group.remedies()), (4, 2, &[Remedy::CreateEquipment][..]));
        assert_eq!((group.values[0].value.as_str(), group.values[0].count), ("P1", 2));
        assert_eq!((view.refusals[1].rows, view.refusals.len()), (1, 2));
        imports.remedy(&w.admin, view.id, Remedy::CreateEquipment).await.expect("begun");
        w.services.jobs().work_off().await.expect("worked");
        let view = imports.get(&w.admin, view.id).await.expect("there");
        assert_eq!(view.state, ImportState::Checked);
        assert_eq!((counts(&view), view.equipment_new, view.refusals.len()), ([3, 0, 1], 2, 1));
    })
    .await;
}

#[tokio::test]
async fn imp_02_amounts_with_two_readings_stop_the_check_until_somebody_says_which() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let file = "date;machine;titre;cout\n2024-01-25;P1;Fuite;1,500\n2024-01-26;P1;Bruit;12,000\n";
        let imports = w.services.imports();
        let upload = new(ImportKind::Interventions, site, "a.csv");
        let view = imports.upload_bytes(&w.admin, upload, file.as_bytes()).await.expect("taken");
        let Err(Error::Invalid(errors)) = imports.check_to_end(&w.admin, view.id, &mut |_| ()).await else {
            panic!("checked")
        };
        assert_eq!(errors.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["decimal"]);
        let done = mapped(&w, site, file, |m| m.decimal = domain::import::DecimalMark::Point).await;
        assert_eq!(counts(&done), [2, 0, 0]);
        let all = w.services.interventions().list(&w.admin, &InterventionQuery::default()).await;
        let mut costs: Vec<_> = all.expect("listed").data.iter().filter_map(|r| r.cost.clone()).collect();
        costs.sort_by_key(|c| c.minor);
        assert_eq!(costs.iter().map(|c| c.minor).collect::<Vec<_>>(), [150_000, 1_200_000]);
    })
    .await;
}

#[tokio::test]
async fn imp_06_a_row_without_its_vague_date_comes_in_and_is_listed() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let upload = domain_upload(site);
        let file = "code;nom;mise en service\nP1;Pompe;2014\nP2;Presse;12 mars 2014\n";
        let imports = w.services.imports();
        let view = imports.upload_bytes(&w.admin, upload, file.as_bytes()).await.expect("taken");
        imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        let view = imports.commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("committed");
        assert_eq!(counts(&view), [2, 0, 0]);
        assert_eq!(told(&w, &view).await, ["2 mise en service ImpreciseDate"]);
        assert!(errors(&w, &view).await[0].errors[0].left_out);
        let all =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed").data;
        let dates: Vec<_> = all.iter().map(|e| (e.code.as_str(), e.in_service_on.is_some())).collect();
        assert_eq!(dates, [("P1", false), ("P2", true)]);
    })
    .await;
}

fn domain_upload(site: domain::SiteId) -> services::NewUpload {
    services::NewUpload { mapping: Some(making()), ..new(ImportKind::Equipment, site, "machines.csv") }
}
