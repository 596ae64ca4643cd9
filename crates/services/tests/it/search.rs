//! Search finds the same rows on both databases, along an index, and follows every change.

use domain::{
    equipment::{EquipmentDraft, EquipmentQuery},
    intervention::InterventionQuery,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use services::Engine;
use testkit::{World, each_database};

async fn codes(w: &World, q: &str) -> Vec<String> {
    let query = EquipmentQuery { q: q.into(), ..Default::default() };
    let page = w.services.equipment().list(&w.admin, &query).await.expect("listed");
    page.data.into_iter().map(|e| e.code).collect()
}

#[tokio::test]
async fn every_word_is_found_anywhere_however_short_or_strange() {
    each_database(|w| async move {
        let site = w.site("N").await;
        for (code, name) in [
            ("A", "Presse \"250 t\" 50%"),
            ("B", "Étuve de séchage n° 2"),
            ("C", "a_b OR NOT near(x)"),
            ("D", "ab*c"),
        ] {
            w.equipment_with(site, code, |d| d.name = name.into()).await;
        }
        for (q, found) in [
            ("resse", &["A"] as &[_]),
            ("ESSE 25", &["A"]),
            ("t\" 5", &["A"]),
            ("\"", &["A"]),
            ("\"250", &["A"]),
            ("50%", &["A"]),
            ("etuve SECHAGE n°", &["B"]),
            ("de", &["B"]),
            ("a_b", &["C"]),
            ("or not", &["C"]),
            ("near(x)", &["C"]),
            ("ab*c", &["D"]),
            ("ab*", &["D"]),
            ("axb", &[]),
            ("presse étuve", &[]),
            ("%%%", &[]),
            ("a\0b resse", &[]),
            ("^presse -a +b", &[]),
        ] {
            assert_eq!(codes(&w, q).await, found, "{q:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_or_deleted_is_found_as_it_is_now() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let made = w.equipment_with(site, "A", |d| d.name = "Presse".into()).await;
        let other = w.equipment(site, "B").await;
        let changed = EquipmentDraft { name: "Cisaille".into(), ..EquipmentDraft::from(&made) };
        w.services.equipment().update(&w.admin, made.row.id, &changed).await.expect("saved");
        assert_eq!(codes(&w, "presse").await, [] as [&str; 0]);
        assert_eq!(codes(&w, "cisaille").await, ["A"]);
        w.services.equipment().delete(&w.admin, made.row.id).await.expect("deleted");
        assert_eq!(codes(&w, "cisaille").await, [] as [&str; 0]);
        w.intervention(other, "Fuite au bloc", w.clock.now()).await;
        let query = InterventionQuery { q: "fuite BLOC".into(), ..Default::default() };
        let found = w.services.interventions().list(&w.admin, &query).await.expect("listed").data;
        assert_eq!(found.iter().map(|i| i.title.as_str()).collect::<Vec<_>>(), ["Fuite au bloc"]);
    })
    .await;
}

async fn titles(w: &World, q: &str) -> Vec<String> {
    let query = InterventionQuery { q: q.into(), ..Default::default() };
    let page = w.services.interventions().list(&w.admin, &query).await.expect("listed");
    page.data.into_iter().map(|i| i.title).collect()
}

#[tokio::test]
async fn interventions_are_found_by_their_machine_whatever_it_is_called_by_now() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w
            .equipment_with(site, "PH-001", |d| {
                d.name = "Presse hydraulique".into();
                d.serial_number = "SN-77".into();
            })
            .await;
        let oven = w.equipment(site, "FR-301").await;
        w.intervention(press.row.id, "Fuite au vérin", w.clock.now()).await;
        w.intervention(oven, "Visite annuelle", w.clock.now()).await;
        for q in ["ph-001", "PRESSE", "sn-77", "fuite ph-001", "hydraulique vérin"] {
            assert_eq!(titles(&w, q).await, ["Fuite au vérin"], "{q}");
        }
        assert_eq!(titles(&w, "visite ph-001").await, [] as [&str; 0]);
        let other =
            EquipmentDraft { code: "PH-900".into(), name: "Cisaille".into(), ..EquipmentDraft::from(&press) };
        w.services.equipment().update(&w.admin, press.row.id, &other).await.expect("saved");
        assert_eq!(titles(&w, "ph-900 cisaille fuite").await, ["Fuite au vérin"]);
        for q in ["ph-001", "presse"] {
            assert_eq!(titles(&w, q).await, [] as [&str; 0], "{q}");
        }
        // The search from anywhere names a machine as itself, not as all of its history.
        let found = w.services.palette().search(&w.admin, "ph-900").await.expect("found");
        assert_eq!(found.equipment.len(), 1);
        assert_eq!(found.interventions, []);
        let found = w.services.palette().search(&w.admin, "fuite").await.expect("found");
        assert_eq!(found.interventions.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_older_database_finds_its_interventions_by_their_machine_after_the_migration() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        w.intervention(press, "Fuite au vérin", w.clock.now()).await;
        // As it was before: an intervention's own words alone.
        let own = "UPDATE interventions SET search_text = 'fuite au verin'";
        w.db.execute_unprepared(own).await.expect("written");
        assert_eq!(titles(&w, "ph-001").await, [] as [&str; 0]);
        let forget = "DELETE FROM seaql_migrations WHERE version = 'm20261121_000081_machine_search'";
        w.db.execute_unprepared(forget).await.expect("forgotten");
        Migrator::up(&w.db, None).await.expect("migrated");
        for q in ["ph-001", "verin ph-001"] {
            assert_eq!(titles(&w, q).await, ["Fuite au vérin"], "{q}");
        }
        // And the index follows what comes after.
        let made = w.services.equipment().get(&w.admin, press).await.expect("read");
        let changed =
            EquipmentDraft { code: "PH-900".into(), name: "Cisaille".into(), ..EquipmentDraft::from(&made) };
        w.services.equipment().update(&w.admin, press, &changed).await.expect("saved");
        assert_eq!(titles(&w, "ph-900").await, ["Fuite au vérin"]);
        assert_eq!(titles(&w, "ph-001").await, [] as [&str; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_search_in_many_interventions_reads_the_index() {
    each_database(|w| async move {
        // On one connection, which the setting is for.
        let tx = w.db.begin().await.expect("begun");
        let asked = match w.engine {
            Engine::Sqlite => {
                "EXPLAIN QUERY PLAN SELECT id FROM interventions WHERE id IN \
                 (SELECT rowid FROM interventions_search WHERE search_text MATCH '\"fuite\"')"
            }
            // Few rows would be read through: the question is whether the index can serve.
            Engine::Postgres => {
                tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.expect("set");
                "EXPLAIN SELECT id FROM interventions WHERE search_text LIKE '%fuite%'"
            }
        };
        let plan = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), asked)).await;
        let plan: Vec<String> = plan
            .expect("explained")
            .iter()
            .map(|row| row.try_get_by_index::<String>(3).or_else(|_| row.try_get_by_index(0)).expect("text"))
            .collect();
        let indexed = match w.engine {
            Engine::Sqlite => plan.iter().any(|line| line.contains("VIRTUAL TABLE INDEX")),
            Engine::Postgres => plan.iter().any(|line| line.contains("interventions_search")),
        };
        assert!(indexed, "{plan:?}");
    })
    .await;
}
