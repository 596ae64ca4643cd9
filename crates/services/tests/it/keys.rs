//! Names and codes stand in the reader's order, and codes that look the same are one: on both databases alike.

use domain::{
    EquipmentId, Error, FieldCode, SiteId,
    equipment::{EquipmentDraft, EquipmentQuery, EquipmentSort},
    equipment_type::EquipmentTypeDraft,
    import::{ImportKind, ImportMapping},
    page::{Page, Window},
    production_line::LineDraft,
    saved_view::SavedViewDraft,
    site::SiteDraft,
};
use entity::equipment;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use services::{Engine, NewUpload};
use testkit::{World, each_database};

/// As a reader expects them.
const NAMES: [&str; 7] = ["alpha", "Ävar", "Echelle", "école", "Étuve", "Zeta", "Zone"];
const CODES: [&str; 7] = ["9", "10", "SRT-2", "srt-3", "SRT-10", "SRT-100", "ÉT-1"];
/// The codes in their order: letters after letters.
const SORTED: [&str; 7] = ["9", "10", "ÉT-1", "SRT-2", "srt-3", "SRT-10", "SRT-100"];

/// Machines of these names and codes, made in another order.
async fn plant(w: &World) -> SiteId {
    let site = w.site("N").await;
    for at in [4, 0, 6, 2, 5, 1, 3] {
        w.equipment_with(site, CODES[at], |d| d.name = NAMES[at].into()).await;
    }
    site
}

/// Every row of the list, read two at a time by cursor.
async fn listed(w: &World, sort: EquipmentSort, descending: bool) -> Vec<(String, String)> {
    let mut query = EquipmentQuery { sort, descending, ..Default::default() };
    query.window.limit = 2;
    let mut all = vec![];
    loop {
        let page: Page<_> = w.services.equipment().list(&w.admin, &query).await.expect("listed");
        all.extend(page.data.into_iter().map(|e| (e.code, e.name)));
        let Some(next) = page.pagination.next_cursor else { return all };
        // As it comes back from a link.
        query.window = Window { cursor: Some(next.parse().expect("a cursor")), ..query.window };
        assert_eq!(EquipmentQuery::from_url(&query.to_url()).0, query);
    }
}

fn refused_at<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<(String, FieldCode)> {
    match answer {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn taken(field: &str) -> Vec<(String, FieldCode)> {
    vec![(field.to_owned(), FieldCode::Duplicate)]
}

#[tokio::test]
async fn lists_pickers_and_exports_stand_in_the_readers_order() {
    each_database(|w| async move {
        let site = plant(&w).await;
        let names: Vec<String> =
            listed(&w, EquipmentSort::Name, false).await.into_iter().map(|e| e.1).collect();
        assert_eq!(names, NAMES);
        let mut back: Vec<String> =
            listed(&w, EquipmentSort::Name, true).await.into_iter().map(|e| e.1).collect();
        back.reverse();
        assert_eq!(back, NAMES);
        let codes: Vec<String> =
            listed(&w, EquipmentSort::Code, false).await.into_iter().map(|e| e.0).collect();
        assert_eq!(codes, SORTED);
        let query = EquipmentQuery { sort: EquipmentSort::Code, ..Default::default() };
        let (rows, _) = w.services.equipment().export(&w.admin, &query, None).await.expect("exported");
        assert_eq!(rows.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), SORTED);
        let choices = w.services.equipment().choices(&w.admin, "", Some(site)).await.expect("choices");
        assert_eq!(choices.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), SORTED);
    })
    .await;
}

#[tokio::test]
async fn trees_sites_lines_and_types_stand_in_the_readers_order() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let top = w.equipment(site, "TOP").await;
        for code in ["SRT-10", "ÉT-1", "srt-3", "SRT-2"] {
            w.equipment_with(site, code, |d| d.parent_id = top.to_string()).await;
        }
        let below = w.services.equipment().components(&w.admin, top).await.expect("a tree");
        assert_eq!(
            below.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(),
            ["ÉT-1", "SRT-2", "srt-3", "SRT-10"]
        );
        for code in ["L10", "l9", "ÉL"] {
            w.line(site, code).await;
        }
        let lines = w.services.lines().list(&w.admin, Some(site)).await.expect("lines");
        assert_eq!(lines.iter().map(|l| l.code.as_str()).collect::<Vec<_>>(), ["ÉL", "l9", "L10"]);
        for code in ["p2", "P10", "ÉP"] {
            w.site(code).await;
        }
        let sites = w.services.sites().all(&w.admin).await.expect("sites");
        assert_eq!(sites.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["ÉP", "N", "p2", "P10"]);
        for name in ["Pompe 10", "Étuve", "pompe 9", "Zone"] {
            let draft = EquipmentTypeDraft { name: name.into(), ..Default::default() };
            w.services.equipment_types().create(&w.admin, &draft).await.expect("a type");
        }
        let facets = w.services.equipment().facets(&w.admin).await.expect("facets");
        assert_eq!(
            facets.types.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(),
            ["Étuve", "pompe 9", "Pompe 10", "Zone"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_looks_like_a_code_is_that_code() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment_with(site, "KX-01", |d| d.serial_number = "SN 7".into()).await;
        w.equipment(site, "E\u{301}T-01").await;
        let draft = |code: &str| EquipmentDraft {
            code: code.into(),
            name: "A".into(),
            site_id: site.to_string(),
            ..Default::default()
        };
        let machines = w.services.equipment();
        for code in ["KX-01", "kx-01", "\u{200b}KX-01", "KX\u{2011}01", "ÉT-01", "ét-01"] {
            assert_eq!(refused_at(machines.create(&w.admin, &draft(code)).await), taken("code"), "{code:?}");
        }
        let serial = EquipmentDraft { serial_number: "sn\u{a0}7".into(), ..draft("B") };
        assert_eq!(refused_at(machines.create(&w.admin, &serial).await), taken("serial_number"));
        // Another accent is another code.
        machines.create(&w.admin, &draft("ET-01")).await.expect("made");
        for typed in ["kx-01", "\u{feff}KX-01 "] {
            let found = machines.labelled(&w.admin, typed).await.expect("read");
            assert_eq!(found.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["KX-01"], "{typed:?}");
        }
        let query = EquipmentQuery { q: "\u{200b}kx-01".into(), ..Default::default() };
        assert_eq!(machines.list(&w.admin, &query).await.expect("found").data.len(), 1);
        // It is shown as it was typed, composed.
        let found = machines.labelled(&w.admin, "ét-01").await.expect("read");
        assert_eq!(found.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["ÉT-01"]);
        // A component finds its parent by what people call it.
        let part = EquipmentDraft { parent_code: "kx-01".into(), ..draft("KX-01-A") };
        let part = machines.create(&w.admin, &part).await.expect("made");
        assert_eq!(part.parent.map(|p| p.code).as_deref(), Some("KX-01"));
    })
    .await;
}

#[tokio::test]
async fn sites_lines_and_saved_filters_are_told_apart_by_their_looks() {
    each_database(|w| async move {
        let site = w.site("NORD").await;
        let twin = SiteDraft { code: "nord\u{200b}".into(), name: "A".into(), ..Default::default() };
        assert_eq!(refused_at(w.services.sites().create(&w.admin, &twin).await), taken("code"));
        w.line(site, "L 1").await;
        let twin = LineDraft {
            site_id: site.to_string(),
            code: "l\u{a0}1".into(),
            name: "A".into(),
            ..Default::default()
        };
        assert_eq!(refused_at(w.services.lines().create(&w.admin, &twin).await), taken("code"));
        let view =
            |name: &str| SavedViewDraft { list: "equipment".into(), name: name.into(), query: "q=x".into() };
        w.services.saved_views().create(&w.admin, &view("Été")).await.expect("kept");
        let twin = w.services.saved_views().create(&w.admin, &view("e\u{301}te\u{301}")).await;
        assert_eq!(refused_at(twin), taken("name"));
    })
    .await;
}

#[tokio::test]
async fn an_import_knows_a_machine_by_what_looks_like_its_code() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "KX-01").await;
        let imports = w.services.imports();
        let upload = NewUpload {
            kind: ImportKind::Equipment,
            site_id: site,
            file_name: "e.csv".into(),
            mapping: None,
        };
        let text = "code;name\n\u{200b}kx-01;Press\nNEW-1;Pump\nnew-1;Pump\n";
        let uploaded = imports.upload_bytes(&w.admin, upload, text.as_bytes()).await.expect("a file");
        let (_, mapping): (_, ImportMapping) =
            imports.columns(&w.admin, uploaded.id).await.expect("readable");
        imports.set_mapping(&w.admin, uploaded.id, &mapping).await.expect("complete");
        let checked = imports.check_to_end(&w.admin, uploaded.id, &mut |_| ()).await.expect("checked");
        assert_eq!((checked.rows_total, checked.rows_known, checked.rows_refused), (3, 1, 1));
        imports.commit_to_end(&w.admin, uploaded.id, &mut |_| ()).await.expect("committed");
        let codes: Vec<String> =
            listed(&w, EquipmentSort::Code, false).await.into_iter().map(|e| e.0).collect();
        assert_eq!(codes, ["KX-01", "NEW-1"]);
    })
    .await;
}

/// What the migration makes, taken back, with the indexes of before.
const UNDONE: &[&str] = &[
    "DROP INDEX sites_code",
    "DROP INDEX production_lines_code",
    "DROP INDEX equipment_code",
    "DROP INDEX equipment_serial_number",
    "DROP INDEX equipment_by_code",
    "DROP INDEX equipment_by_name",
    "DROP INDEX saved_views_name",
    "ALTER TABLE sites DROP COLUMN code_key",
    "ALTER TABLE production_lines DROP COLUMN code_key",
    "ALTER TABLE equipment DROP COLUMN code_key",
    "ALTER TABLE equipment DROP COLUMN name_key",
    "ALTER TABLE equipment DROP COLUMN serial_key",
    "ALTER TABLE saved_views DROP COLUMN name_key",
    "CREATE UNIQUE INDEX sites_code ON sites (code)",
    "CREATE UNIQUE INDEX production_lines_code ON production_lines (site_id, code)",
    "CREATE UNIQUE INDEX equipment_code ON equipment (site_id, code)",
    "CREATE UNIQUE INDEX equipment_serial_number ON equipment (serial_number)",
    "CREATE INDEX equipment_by_code ON equipment (code, id)",
    "CREATE INDEX equipment_by_name ON equipment (name, id)",
    "CREATE UNIQUE INDEX saved_views_name ON saved_views (user_id, list, name)",
    "DELETE FROM seaql_migrations WHERE version = 'm20261130_000901_keys'",
];

async fn code_of(w: &World, id: EquipmentId) -> equipment::Model {
    equipment::Entity::find_by_id(id).one(&w.db).await.expect("read").expect("there")
}

#[tokio::test]
async fn an_older_database_gets_its_keys_and_its_look_alikes_stay_and_are_named() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.line(site, "L1").await;
        let names = ["Étuve 2", "œil", "E\u{301}cran 10", "  ﬁltre  "];
        let mut machines = vec![];
        for (at, name) in names.iter().enumerate() {
            machines.push(w.equipment(site, &format!("M-{at}")).await);
            let rename = format!("UPDATE equipment SET name = '{name}' WHERE id = {}", machines[at]);
            w.db.execute_unprepared(&rename).await.expect("renamed");
        }
        for statement in UNDONE {
            w.db.execute_unprepared(statement).await.expect(statement);
        }
        let twins =
            format!("UPDATE equipment SET code = 'm-0', serial_number = 'x' WHERE id = {}", machines[1]);
        w.db.execute_unprepared(&twins).await.expect("written");
        Migrator::up(&w.db, None).await.expect("look-alikes do not stop it");
        for id in [machines[0], machines[2], machines[3]] {
            let row = code_of(&w, id).await;
            assert_eq!(row.code_key, domain::key::code_key(&row.code));
            assert_eq!(row.name_key, domain::key::sort_key(&row.name), "{}", row.name);
        }
        assert_eq!(code_of(&w, machines[1]).await.serial_key, Some(domain::key::code_key("x")));
        let found = w.services.look_alikes().await.expect("read");
        let named: Vec<_> = found.iter().map(|f| (f.table, f.id, f.text.as_str())).collect();
        assert_eq!(named, [("equipment", machines[1].0, "m-0")]);
        // Each is still found by its own code.
        for (code, id) in [("M-0", machines[0]), ("m-0", machines[1])] {
            let labelled = w.services.equipment().labelled(&w.admin, code).await.expect("read");
            assert_eq!(labelled.iter().map(|e| e.id).collect::<Vec<_>>(), [id], "{code}");
        }
        let stored = w.services.equipment().get(&w.admin, machines[1]).await.expect("read");
        let draft = EquipmentDraft::from(&stored);
        let kept = w.services.equipment().update(&w.admin, machines[1], &draft).await;
        assert_eq!(refused_at(kept), taken("code"));
        let other = EquipmentDraft { code: "M-9".into(), ..draft };
        w.services.equipment().update(&w.admin, machines[1], &other).await.expect("another code");
        assert_eq!(w.services.look_alikes().await.expect("read"), []);
        if w.engine == Engine::Postgres {
            let asked = "SELECT count(*) FROM information_schema.columns WHERE collation_name = 'C' \
                         AND column_name IN ('code_key', 'name_key', 'serial_key')";
            let row = w.db.query_one_raw(Statement::from_string(sea_orm::DbBackend::Postgres, asked)).await;
            let count: i64 = row.expect("asked").expect("a row").try_get_by_index(0).expect("a number");
            assert_eq!(count, 6, "keys are compared by their bytes");
        }
    })
    .await;
}
