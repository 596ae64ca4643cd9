//! Use cases of equipment, on both databases.

use domain::{
    EquipmentId, Error, FieldCode, Noun, Refusal, SiteScope,
    access::Role,
    audit::Action,
    equipment::{
        Criticality, EquipmentDraft, EquipmentQuery, EquipmentSort, EquipmentState, SpecificationDraft,
    },
    page::Window,
    saved_view::SavedViewDraft,
};
use entity::{audit_entry, event};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use testkit::{World, each_database};

fn draft(w: domain::SiteId, code: &str) -> EquipmentDraft {
    EquipmentDraft { code: code.into(), name: "Presse".into(), site_id: w.to_string(), ..Default::default() }
}

#[tokio::test]
async fn what_is_saved_is_read_back_whole() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let line = w.line(site, "L1").await;
        let parent = w.equipment(site, "PH-001").await;
        let saved = w
            .equipment_with(site, "PH-001-H", |d| {
                d.line_id = line.to_string();
                d.parent_id = parent.to_string();
                d.serial_number = "250-0417".into();
                d.purchased_on = "2014-01-15".into();
                d.installed_on = "2014-03-02".into();
                d.lifespan_years = "20".into();
                d.replacement_value = "125 000,50".into();
                d.criticality = "critical".into();
                d.specifications =
                    vec![SpecificationDraft { key: "Force".into(), value: "250".into(), unit: "t".into() }];
            })
            .await;
        let read = w.services.equipment().get(&w.admin, saved.row.id).await.expect("readable");
        assert_eq!(read, saved);
        assert_eq!(read.row.line.as_ref().map(|l| l.id), Some(line));
        assert_eq!(read.parent.as_ref().map(|p| p.id), Some(parent));
        assert_eq!(read.replacement_value.as_ref().map(|m| m.minor), Some(12_500_050));
        assert_eq!(read.specifications[0].unit.as_deref(), Some("t"));
        assert_eq!(read.row.criticality, Criticality::Critical);
        // The form filled from it is the form that made it.
        assert_eq!(EquipmentDraft::from(&read).parse("EUR").map(|n| n.purchased_on), Ok(read.purchased_on));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_draft_names_every_field_and_writes_nothing() {
    each_database(|w| async move {
        let (site, other) = (w.site("N").await, w.site("S").await);
        let line = w.line(other, "L1").await;
        w.equipment_with(site, "PH-001", |d| d.serial_number = "X1".into()).await;
        let wrong = EquipmentDraft {
            line_id: line.to_string(),
            type_id: "999".into(),
            serial_number: "X1".into(),
            ..draft(site, "PH-001")
        };
        let Err(Error::Invalid(errors)) = w.services.equipment().create(&w.admin, &wrong).await else {
            panic!("a wrong draft was taken")
        };
        let found: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), &e.code)).collect();
        assert_eq!(
            found,
            [
                ("line_id", &FieldCode::OtherSite),
                ("type_id", &FieldCode::NotFound),
                ("code", &FieldCode::Duplicate),
                ("serial_number", &FieldCode::Duplicate),
            ]
        );
        let all = w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(all.pagination.total, 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_learns_what_changed() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let read = w.equipment_with(site, "PH-001", |_| ()).await;
        let mut first = EquipmentDraft::from(&read);
        let mut second = first.clone();
        first.name = "Presse 250 t".into();
        second.name = "Presse hydraulique".into();
        second.manufacturer = "Loire".into();
        let id = read.row.id;
        w.services.equipment().update(&w.admin, id, &first).await.expect("saved");
        let Err(Error::Stale(fields)) = w.services.equipment().update(&w.admin, id, &second).await else {
            panic!("the second save overwrote the first")
        };
        let fields: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.current.as_str())).collect();
        assert_eq!(fields, [("manufacturer", ""), ("name", "Presse 250 t")]);
    })
    .await;
}

#[tokio::test]
async fn equipment_never_becomes_its_own_component() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let top = w.equipment_with(site, "A", |_| ()).await;
        let middle = w.equipment_with(site, "B", |d| d.parent_id = top.row.id.to_string()).await;
        let low = w.equipment_with(site, "C", |d| d.parent_id = middle.row.id.to_string()).await;
        let moved = EquipmentDraft { parent_id: low.row.id.to_string(), ..EquipmentDraft::from(&top) };
        let refused = w.services.equipment().update(&w.admin, top.row.id, &moved).await;
        assert_eq!(refused, Err(Error::field("parent_id", FieldCode::Cycle)));
        let low = w.services.equipment().get(&w.admin, low.row.id).await.expect("readable");
        let codes: Vec<_> = low.ancestors.iter().map(|a| a.code.as_str()).collect();
        assert_eq!(codes, ["A", "B"]);
        let below = w.services.equipment().components(&w.admin, top.row.id).await.expect("readable");
        let below: Vec<_> = below.iter().map(|n| (n.code.as_str(), n.depth)).collect();
        assert_eq!(below, [("B", 1), ("C", 2)]);
    })
    .await;
}

#[tokio::test]
async fn another_site_does_not_exist() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let there = w.equipment(south, "PH-001").await;
        let supervisor = w.person("claire", Role::Supervisor, &[north]).await;
        let equipment = w.services.equipment();
        assert_eq!(equipment.get(&supervisor, there).await, Err(Error::NotFound(Noun::Equipment)));
        assert_eq!(equipment.delete(&supervisor, there).await, Err(Error::NotFound(Noun::Equipment)));
        let all = equipment.list(&supervisor, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(all.pagination.total, 0);
        let created = equipment.create(&supervisor, &draft(south, "X")).await;
        assert_eq!(created.map(|_| ()), Err(Error::field("site_id", FieldCode::NotFound)));
        let both = equipment.set_state(&supervisor, &[there], EquipmentState::Broken).await;
        assert_eq!(both, Err(Error::NotFound(Noun::Equipment)));

        let nowhere = domain::Caller { sites: SiteScope::Only(vec![]), ..supervisor };
        assert_eq!(equipment.get(&nowhere, there).await, Err(Error::NotFound(Noun::Equipment)));
    })
    .await;
}

#[tokio::test]
async fn a_technician_reads_and_does_not_write() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await;
        let technician = w.person("karim", Role::Technician, &[site]).await;
        assert!(w.services.equipment().get(&technician, id).await.is_ok());
        assert_eq!(w.services.equipment().retire(&technician, id).await.map(|_| ()), Err(Error::Forbidden));
        let created = w.services.equipment().create(&technician, &draft(site, "X")).await;
        assert_eq!(created.map(|_| ()), Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn what_has_components_is_not_deleted_and_what_is_unused_is() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let top = w.equipment(site, "A").await;
        let part = w.equipment_with(site, "B", |d| d.parent_id = top.to_string()).await.row.id;
        let Err(Error::Refused(Refusal::InUse { by })) = w.services.equipment().delete(&w.admin, top).await
        else {
            panic!("deleted with its components")
        };
        assert_eq!((by[0].count, by[0].examples.as_slice()), (1, ["B".to_owned()].as_slice()));
        w.services.equipment().delete(&w.admin, part).await.expect("unused");
        w.services.equipment().delete(&w.admin, top).await.expect("unused now");
        let retired = w.equipment(site, "C").await;
        w.services.equipment().retire(&w.admin, retired).await.expect("retired");
        let again = w.services.equipment().retire(&w.admin, retired).await;
        assert_eq!(again.map(|_| ()), Err(Refusal::AlreadyRetired.into()));
    })
    .await;
}

#[tokio::test]
async fn every_order_pages_through_all_rows_once_both_ways() {
    each_database(|w| async move {
        let site = w.site("N").await;
        for i in 0..23 {
            w.equipment_with(site, &format!("E-{i:02}"), |d| {
                d.name = format!("Machine {}", i % 4);
                d.criticality = Criticality::ALL[i % 4].to_string();
                d.state = EquipmentState::ALL[i % 5].to_string();
                if i % 3 > 0 {
                    d.in_service_on = format!("20{:02}-01-01", 10 + i % 5);
                }
            })
            .await;
        }
        for sort in EquipmentSort::ALL {
            for descending in [false, true] {
                let whole = EquipmentQuery { sort: *sort, descending, ..Default::default() };
                let all = ids(&w, &whole).await;
                let mut paged = vec![];
                let mut query = EquipmentQuery { window: Window { limit: 5, ..Window::default() }, ..whole };
                let mut backward = vec![];
                loop {
                    let page = w.services.equipment().list(&w.admin, &query).await.expect("a page");
                    paged.extend(page.data.iter().map(|e| e.id));
                    let Some(next) = page.pagination.next_cursor else {
                        let mut at = page.pagination.prev_cursor;
                        backward.splice(0..0, page.data.iter().map(|e| e.id));
                        while let Some(prev) = at {
                            query.window.cursor = prev.parse().ok();
                            let page = w.services.equipment().list(&w.admin, &query).await.expect("a page");
                            backward.splice(0..0, page.data.iter().map(|e| e.id));
                            at = page.pagination.prev_cursor;
                        }
                        break;
                    };
                    query.window.cursor = next.parse().ok();
                }
                assert_eq!(paged, all, "{sort} descending: {descending}");
                assert_eq!(backward, all, "{sort} descending: {descending}, backwards");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_knows_its_place_both_ways_and_at_the_ends() {
    each_database(|w| async move {
        let site = w.site("N").await;
        for i in 0..12 {
            w.equipment(site, &format!("E-{i:02}")).await;
        }
        let mut query =
            EquipmentQuery { window: Window { limit: 5, ..Window::default() }, ..Default::default() };
        let mut places = vec![];
        for step in ["next", "next", "prev", "prev"] {
            let page = w.services.equipment().list(&w.admin, &query).await.expect("a page").pagination;
            places.push(page.offset);
            let cursor = if step == "next" { page.next_cursor } else { page.prev_cursor };
            query.window.cursor = cursor.and_then(|cursor| cursor.parse().ok());
            // The end of the list is known, whatever came before it meanwhile.
            if places.len() == 1 {
                w.equipment(site, "A-00").await;
            }
        }
        let last = w.services.equipment().list(&w.admin, &query).await.expect("a page").pagination;
        places.push(last.offset);
        assert_eq!(places, [0, 5, 11, 6, 1]);
        assert_eq!((last.total, last.prev_cursor.is_some()), (13, true));
    })
    .await;
}

async fn ids(w: &World, query: &EquipmentQuery) -> Vec<EquipmentId> {
    let page = w.services.equipment().list(&w.admin, query).await.expect("listed");
    page.data.into_iter().map(|e| e.id).collect()
}

#[tokio::test]
async fn search_does_not_mind_case_and_accents() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let found = w.equipment_with(site, "ET-330", |d| {
            d.name = "Étuve de séchage".into();
            d.manufacturer = "Löhne 100%_".into();
        });
        let found = found.await.row.id;
        w.equipment(site, "PH-001").await;
        for q in ["etuve", "SÉCHAGE ET-330", "lohne", "100%_"] {
            let query = EquipmentQuery { q: q.into(), ..Default::default() };
            assert_eq!(ids(&w, &query).await, [found], "{q}");
        }
        for q in ["étuve ph-001", "_%", "100x_"] {
            let query = EquipmentQuery { q: q.into(), ..Default::default() };
            assert_eq!(ids(&w, &query).await, [], "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_cost_a_fixed_number_of_statements() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mut parent = None;
        for i in 0..40 {
            let code = format!("E-{i:02}");
            let saved = w.equipment_with(site, &code, |d| {
                if let Some(parent) = parent {
                    d.parent_id = EquipmentId::to_string(&parent);
                }
            });
            let id = saved.await.row.id;
            parent = if i % 8 == 7 { None } else { Some(id) };
        }
        let equipment = w.services.equipment();
        w.statements.take();
        equipment.list(&w.admin, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(w.statements.take(), 2, "list");
        let deep = ids(&w, &EquipmentQuery::default()).await[6];
        w.statements.take();
        equipment.get(&w.admin, deep).await.expect("read");
        assert_eq!(w.statements.take(), 3, "detail");
        equipment.components(&w.admin, deep).await.expect("read");
        assert_eq!(w.statements.take(), 2, "components");
        equipment.facets(&w.admin).await.expect("read");
        assert_eq!(w.statements.take(), 5, "facets");
    })
    .await;
}

#[tokio::test]
async fn every_change_leaves_an_audit_entry_and_an_event_in_the_chain() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let read = w.equipment_with(site, "PH-001", |_| ()).await;
        let id = read.row.id;
        let named = EquipmentDraft { name: "Presse 250 t".into(), ..EquipmentDraft::from(&read) };
        w.services.equipment().update(&w.admin, id, &named).await.expect("saved");
        w.services.equipment().set_state(&w.admin, &[id], EquipmentState::Broken).await.expect("set");
        // A refused change leaves nothing.
        w.services.equipment().create(&w.admin, &draft(site, "PH-001")).await.expect_err("duplicate");
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::SiteId.eq(site.0))
            .all(&w.db)
            .await
            .expect("read");
        let actions: Vec<_> = entries.iter().map(|e| (e.action, e.entity)).collect();
        assert_eq!(
            actions,
            [
                (Action::Created, Noun::Site),
                (Action::Created, Noun::Equipment),
                (Action::Updated, Noun::Equipment),
                (Action::StateChanged, Noun::Equipment),
            ]
        );
        assert!(entries.windows(2).all(|pair| pair[1].prev_hash == pair[0].hash));
        assert!(entries[2].after.as_ref().is_some_and(|json| json.contains("Presse 250 t")));
        let events = event::Entity::find().filter(event::Column::Topic.eq("equipment.state_changed"));
        assert_eq!(events.count(&w.db).await.expect("counted"), 1);
    })
    .await;
}

#[tokio::test]
async fn saved_filters_become_chips_with_their_counts() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment_with(site, "A", |d| d.criticality = "critical".into()).await;
        w.equipment(site, "B").await;
        let kept = SavedViewDraft {
            list: "equipment".into(),
            name: "Critiques".into(),
            query: "criticality=critical".into(),
        };
        w.services.saved_views().create(&w.admin, &kept).await.expect("kept");
        let twice = w.services.saved_views().create(&w.admin, &kept).await;
        assert_eq!(twice, Err(Error::field("name", FieldCode::Duplicate)));
        let chips = w.services.equipment().facets(&w.admin).await.expect("read").chips;
        let counts: Vec<_> = chips.iter().map(|c| c.count).collect();
        assert_eq!(counts, [2, 0, 1]);
        let other = w.person("claire", Role::Supervisor, &[site]).await;
        assert_eq!(w.services.equipment().facets(&other).await.expect("read").chips.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_writers_at_once_all_get_through() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..64 {
            let (services, admin) = (w.services.clone(), w.admin.clone());
            tasks.spawn(
                async move { services.equipment().create(&admin, &draft(site, &format!("W-{i}"))).await },
            );
        }
        while let Some(done) = tasks.join_next().await {
            done.expect("no panic").expect("written");
        }
        let all = w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(all.pagination.total, 64);
    })
    .await;
}
