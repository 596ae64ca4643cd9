//! Search finds the same rows on both databases, along an index, and follows every change.

use domain::{
    equipment::{EquipmentDraft, EquipmentQuery},
    intervention::InterventionQuery,
};
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
