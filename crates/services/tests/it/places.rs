//! Use cases of sites, production lines and equipment types, on both databases.

use domain::{
    Caller, Error, FieldCode, Noun, Refusal, access::Role, equipment_type::EquipmentTypeDraft,
    maintenance_type::MaintenanceTypeDraft, production_line::LineDraft, site::SiteDraft,
};
use testkit::each_database;

fn site(code: &str) -> SiteDraft {
    SiteDraft { code: code.into(), name: "Site".into(), ..Default::default() }
}

#[tokio::test]
async fn a_site_needs_a_known_zone_and_a_code_of_its_own() {
    each_database(|w| async move {
        w.site("N").await;
        let sites = w.services.sites();
        let twice = sites.create(&w.admin, &site("N")).await;
        assert_eq!(twice.map(|_| ()), Err(Error::field("code", FieldCode::Duplicate)));
        let nowhere = SiteDraft { timezone: "Europe/Lille".into(), ..site("S") };
        let refused = sites.create(&w.admin, &nowhere).await;
        assert_eq!(refused.map(|_| ()), Err(Error::field("timezone", FieldCode::UnknownTimeZone)));
    })
    .await;
}

#[tokio::test]
async fn a_stored_sites_zone_and_currency_are_never_guessed() {
    each_database(|w| async move {
        let sites = w.services.sites();
        let toronto = SiteDraft { timezone: "America/Toronto".into(), currency: "CAD".into(), ..site("T") };
        let stored = sites.create(&w.admin, &toronto).await.expect("created");
        for (field, cleared) in [
            ("timezone", SiteDraft { timezone: " ".into(), ..SiteDraft::from(&stored) }),
            ("currency", SiteDraft { currency: String::new(), ..SiteDraft::from(&stored) }),
        ] {
            let refused = sites.update(&w.admin, stored.id, &cleared).await;
            assert_eq!(refused.map(|_| ()), Err(Error::field(field, FieldCode::Required)));
        }
        let kept = sites.get(&w.admin, stored.id).await.expect("read");
        assert_eq!((kept.timezone.as_str(), kept.currency.as_str()), ("America/Toronto", "CAD"));
    })
    .await;
}

#[tokio::test]
async fn a_site_in_use_says_by_what() {
    each_database(|w| async move {
        let id = w.site("N").await;
        w.line(id, "L1").await;
        w.equipment(id, "PH-001").await;
        let Err(Error::Refused(Refusal::InUse { by })) = w.services.sites().delete(&w.admin, id).await else {
            panic!("a site in use was deleted")
        };
        let used: Vec<_> = by.iter().map(|u| (u.noun, u.count, u.examples.join(","))).collect();
        assert_eq!(used, [(Noun::ProductionLine, 1, "L1".into()), (Noun::Equipment, 1, "PH-001".into())]);
        let empty = w.site("S").await;
        w.services.sites().delete(&w.admin, empty).await.expect("nothing stands in it");
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_site_learns_what_changed() {
    each_database(|w| async move {
        let id = w.site("N").await;
        let read = SiteDraft::from(&w.services.sites().get(&w.admin, id).await.expect("read"));
        let first = SiteDraft { name: "Site Nord".into(), ..read.clone() };
        w.services.sites().update(&w.admin, id, &first).await.expect("saved");
        let second = w.services.sites().update(&w.admin, id, &read).await;
        assert!(matches!(second, Err(Error::Stale(fields)) if fields[0].field == "name"));
        let blind = SiteDraft { version: String::new(), ..read };
        let refused = w.services.sites().update(&w.admin, id, &blind).await;
        assert_eq!(refused.map(|_| ()), Err(Error::field("version", FieldCode::Required)));
    })
    .await;
}

#[tokio::test]
async fn a_supervisor_works_on_lines_of_their_sites_and_on_no_site() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let there = w.line(south, "L1").await;
        let claire = w.person("claire", Role::Supervisor, &[north]).await;
        let lines = w.services.lines();
        let draft = |site: domain::SiteId| LineDraft {
            site_id: site.to_string(),
            code: "L9".into(),
            name: "Ligne".into(),
            ..Default::default()
        };
        lines.create(&claire, &draft(north)).await.expect("her site");
        let foreign = lines.create(&claire, &draft(south)).await;
        assert_eq!(foreign.map(|_| ()), Err(Error::field("site_id", FieldCode::NotFound)));
        assert_eq!(lines.get(&claire, there).await, Err(Error::NotFound(Noun::ProductionLine)));
        assert_eq!(lines.delete(&claire, there).await, Err(Error::NotFound(Noun::ProductionLine)));
        assert_eq!(lines.list(&claire, None).await.expect("listed").len(), 1);
        assert_eq!(w.services.sites().create(&claire, &site("X")).await.map(|_| ()), Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn a_line_stays_in_its_site_and_is_kept_while_machines_stand_on_it() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let id = w.line(north, "L1").await;
        w.equipment_with(north, "PH-001", |d| d.line_id = id.to_string()).await;
        let read = w.services.lines().get(&w.admin, id).await.expect("read");
        assert_eq!(read.equipment_count, 1);
        let moved = LineDraft { site_id: south.to_string(), ..LineDraft::from(&read) };
        let refused = w.services.lines().update(&w.admin, id, &moved).await;
        assert_eq!(refused.map(|_| ()), Err(Error::field("site_id", FieldCode::NotAllowed)));
        let deleted = w.services.lines().delete(&w.admin, id).await;
        assert!(
            matches!(deleted, Err(Error::Refused(Refusal::InUse { by })) if by[0].examples == ["PH-001"])
        );
    })
    .await;
}

#[tokio::test]
async fn a_types_name_is_unique_whatever_its_accents() {
    each_database(|w| async move {
        let types = w.services.equipment_types();
        let draft = |name: &str| EquipmentTypeDraft { name: name.into(), ..Default::default() };
        let press = types.create(&w.admin, &draft("Étuve")).await.expect("new");
        let twice = types.create(&w.admin, &draft("ETUVE")).await;
        assert_eq!(twice.map(|_| ()), Err(Error::field("name", FieldCode::Duplicate)));
        let north = w.site("N").await;
        w.equipment_with(north, "ET-330", |d| d.type_id = press.id.to_string()).await;
        let used = types.delete(&w.admin, press.id).await;
        assert!(matches!(used, Err(Error::Refused(Refusal::InUse { by })) if by[0].count == 1));
    })
    .await;
}

#[tokio::test]
async fn lists_of_places_cost_a_fixed_number_of_statements() {
    each_database(|w| async move {
        for i in 0..12 {
            let site = w.site(&format!("S{i}")).await;
            w.line(site, "L1").await;
        }
        let by: &Caller = &w.admin;
        w.statements.take();
        w.services.sites().all(by).await.expect("listed");
        assert_eq!(w.statements.take(), 3, "sites");
        w.services.lines().list(by, None).await.expect("listed");
        assert_eq!(w.statements.take(), 2, "lines");
        w.services.equipment_types().all(by).await.expect("listed");
        assert_eq!(w.statements.take(), 2, "types");
    })
    .await;
}

#[tokio::test]
async fn maintenance_types_start_as_in_every_plant_and_are_then_the_plants_own() {
    each_database(|w| async move {
        let types = w.services.maintenance_types();
        let names = || async {
            let all = types.all(&w.admin).await.expect("listed");
            all.into_iter().map(|t| t.name).collect::<Vec<_>>()
        };
        let start = ["Préventif", "Correctif", "Conditionnel", "Réglementaire", "Amélioration"];
        assert_eq!(names().await, start);
        let draft = MaintenanceTypeDraft {
            name: "PREVENTIF".into(),
            colour: "rouge".into(),
            icon: "wrench".into(),
            ..Default::default()
        };
        let wrong = types.create(&w.admin, &draft).await.map(|_| ());
        assert_eq!(wrong, Err(Error::field("colour", FieldCode::Malformed)));
        let twice = MaintenanceTypeDraft { colour: "#ABCDEF".into(), ..draft };
        let refused = types.create(&w.admin, &twice).await.map(|_| ());
        assert_eq!(refused, Err(Error::field("name", FieldCode::Duplicate)));
        let own = MaintenanceTypeDraft { name: "Métrologie".into(), ..twice };
        let made = types.create(&w.admin, &own).await.expect("created");
        assert_eq!((made.colour.as_str(), made.position), ("#abcdef", 5));
        let first = MaintenanceTypeDraft { position: "0".into(), ..MaintenanceTypeDraft::from(&made) };
        let moved = types.update(&w.admin, made.id, &first).await.expect("saved");
        assert_eq!((moved.position, moved.version), (0, 2));
        assert_eq!(names().await[..2], ["Métrologie", "Préventif"]);
        types.delete(&w.admin, made.id).await.expect("nothing refers to it");
        assert_eq!(names().await, start);
        let undo = w.services.undo();
        let last = undo.of_request(&w.admin).await.expect("answers").expect("something to undo");
        undo.apply(&w.admin, last).await.expect("allowed").expect("not too late");
        assert_eq!(names().await[0], "Métrologie");
    })
    .await;
}
