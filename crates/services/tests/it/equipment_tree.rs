//! Equipment as a tree: parents by code, and machines that go to another site with their components.

use domain::{
    EquipmentId, Error, FieldCode, FieldErrors,
    access::Role,
    audit::Action,
    equipment::{EquipmentDraft, SpecificationDraft},
};
use entity::{audit_entry, equipment};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use testkit::{World, each_database};

async fn stored(w: &World, id: EquipmentId) -> EquipmentDraft {
    EquipmentDraft::from(&w.services.equipment().get(&w.admin, id).await.expect("there"))
}

fn errors<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, FieldCode)> {
    let Err(Error::Invalid(FieldErrors(errors))) = result else { panic!("taken: {result:?}") };
    errors.into_iter().map(|e| (e.field, e.code)).collect()
}

#[tokio::test]
async fn a_parent_is_named_by_its_code_in_the_same_site() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let press = w.equipment(north, "PH-001").await;
        w.equipment(south, "PH-002").await;
        let made = w.equipment_with(north, "PH-001-H", |d| d.parent_code = " PH-001 ".into()).await;
        assert_eq!(made.parent.map(|p| p.id), Some(press));

        let unknown = EquipmentDraft {
            parent_code: "PH-002".into(),
            name: String::new(),
            ..stored(&w, made.row.id).await
        };
        let refused = errors(w.services.equipment().update(&w.admin, made.row.id, &unknown).await);
        assert_eq!(refused, [("name".to_owned(), FieldCode::Required)], "the text is checked first");
        let unknown = EquipmentDraft { name: "Groupe".into(), ..unknown };
        let refused = errors(w.services.equipment().update(&w.admin, made.row.id, &unknown).await);
        assert_eq!(refused, [("parent_id".to_owned(), FieldCode::NotFound)], "of another site");
    })
    .await;
}

#[tokio::test]
async fn the_way_a_form_writes_is_not_a_difference() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "PH-001").await;
        let made = w
            .equipment_with(site, "PH-001-H", |d| {
                d.parent_code = "PH-001".into();
                d.notes = "deux\r\nlignes".into();
                d.specifications =
                    vec![SpecificationDraft { key: "Force".into(), value: "1".into(), unit: String::new() }];
            })
            .await;
        assert_eq!(made.notes.as_deref(), Some("deux\nlignes"));
        // Another editor changes the name; a form sends the rest as browsers do, and an old version.
        let other = EquipmentDraft { name: "Autre".into(), ..stored(&w, made.row.id).await };
        w.services.equipment().update(&w.admin, made.row.id, &other).await.expect("saved");
        let mut sent = EquipmentDraft {
            name: "Presse".into(),
            parent_id: String::new(),
            parent_code: "PH-001".into(),
            notes: "deux\r\nlignes".into(),
            version: "1".into(),
            ..other
        };
        sent.specifications.push(SpecificationDraft::default());
        let stale = w.services.equipment().update(&w.admin, made.row.id, &sent).await;
        let Err(Error::Stale(fields)) = stale else { panic!("taken: {stale:?}") };
        assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["name"]);
    })
    .await;
}

#[tokio::test]
async fn components_go_along_to_another_site() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let line = w.line(north, "L1").await;
        let press = w.equipment(north, "PH-001").await;
        let below = |parent: EquipmentId| {
            move |d: &mut EquipmentDraft| {
                d.parent_id = parent.to_string();
                d.line_id = line.to_string();
            }
        };
        let unit = w.equipment_with(north, "PH-001-H", below(press)).await.row.id;
        let pump = w.equipment_with(north, "PH-001-P", below(unit)).await.row.id;
        w.services.equipment().retire(&w.admin, pump).await.expect("retired");

        let moved = EquipmentDraft { site_id: south.to_string(), ..stored(&w, press).await };
        w.services.equipment().update(&w.admin, press, &moved).await.expect("moved");
        for id in [press, unit, pump] {
            let found = w.services.equipment().get(&w.admin, id).await.expect("there");
            assert_eq!((found.row.site.id, found.row.line), (south, None), "{}", found.row.code);
        }
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq(Action::Moved))
            .filter(audit_entry::Column::SiteId.eq(south));
        assert_eq!(entries.count(&w.db).await.expect("counted"), 2, "one for each component");
        // An editor of a component learns that it has moved meanwhile.
        let late = EquipmentDraft { version: "1".into(), ..stored(&w, unit).await };
        assert!(matches!(w.services.equipment().update(&w.admin, unit, &late).await, Err(Error::Stale(_))));
    })
    .await;
}

#[tokio::test]
async fn a_component_whose_code_is_taken_there_keeps_the_machine_where_it_is() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let press = w.equipment(north, "PH-001").await;
        w.equipment_with(north, "H", |d| d.parent_id = press.to_string()).await;
        w.equipment(south, "H").await;
        let moved = EquipmentDraft { site_id: south.to_string(), ..stored(&w, press).await };
        let refused = errors(w.services.equipment().update(&w.admin, press, &moved).await);
        assert_eq!(
            refused,
            [("site_id".to_owned(), FieldCode::ComponentCodeTaken { component: "H".into() })]
        );
        assert_eq!(stored(&w, press).await.site_id, north.to_string());
    })
    .await;
}

#[tokio::test]
async fn machines_are_named_by_number_in_one_statement_and_only_those_one_sees() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let ids =
            [w.equipment(north, "B").await, w.equipment(south, "C").await, w.equipment(north, "A").await];
        let ann = w.person("ann", Role::Technician, &[north]).await;
        w.statements.take();
        let named = w.services.equipment().named(&ann, &ids).await.expect("read");
        assert_eq!(w.statements.take(), 1);
        assert_eq!(named.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    })
    .await;
}

/// A chain of machines, each below the one before, put together as an older version could have left it.
async fn chain(w: &World, site: domain::SiteId, length: usize) -> Vec<EquipmentId> {
    let mut made: Vec<EquipmentId> = vec![];
    for i in 0..length {
        let id = w.equipment(site, &format!("C-{i:02}")).await;
        if let Some(above) = made.last() {
            equipment::Entity::update_many()
                .set(equipment::ActiveModel { parent_id: Set(Some(*above)), ..Default::default() })
                .filter(equipment::Column::Id.eq(id))
                .exec(&w.db)
                .await
                .expect("below the one before");
        }
        made.push(id);
    }
    made
}

#[tokio::test]
async fn a_ring_is_refused_however_deep_the_tree_is() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let machines = chain(&w, site, 36).await;
        for below in [1, 10, 31, 32, 33, 35] {
            let ring =
                EquipmentDraft { parent_id: machines[below].to_string(), ..stored(&w, machines[0]).await };
            let refused = errors(w.services.equipment().update(&w.admin, machines[0], &ring).await);
            assert_eq!(refused, [("parent_id".to_owned(), FieldCode::Cycle)], "below number {below}");
        }
        // What stands too deep already can still be edited.
        let named = EquipmentDraft { name: "Vis".into(), ..stored(&w, machines[35]).await };
        w.services.equipment().update(&w.admin, machines[35], &named).await.expect("its place stays");
    })
    .await;
}

#[tokio::test]
async fn a_branch_grows_to_32_levels_and_no_further() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let machines = chain(&w, site, 32).await;
        let too_deep = [("parent_id".to_owned(), FieldCode::TooDeep { max: 32 })];
        let below = |id: EquipmentId, code: &str| EquipmentDraft {
            code: code.into(),
            name: "Vis".into(),
            site_id: site.to_string(),
            parent_id: id.to_string(),
            ..Default::default()
        };
        let equipment = w.services.equipment();
        assert_eq!(errors(equipment.create(&w.admin, &below(machines[31], "V-1")).await), too_deep);
        let top = equipment.create(&w.admin, &below(machines[29], "V-2")).await.expect("level 31");
        let part = equipment.create(&w.admin, &below(top.row.id, "V-3")).await.expect("level 32");
        let lower = EquipmentDraft { parent_id: machines[30].to_string(), ..stored(&w, top.row.id).await };
        let moved = equipment.update(&w.admin, top.row.id, &lower).await;
        assert_eq!(errors(moved), too_deep, "with its component");
        let alone = EquipmentDraft { parent_id: machines[30].to_string(), ..stored(&w, part.row.id).await };
        equipment.update(&w.admin, part.row.id, &alone).await.expect("level 32 again");
    })
    .await;
}

#[tokio::test]
async fn a_machine_moves_to_another_site_with_its_whole_tree() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let machines = chain(&w, north, 36).await;
        let moved = EquipmentDraft { site_id: south.to_string(), ..stored(&w, machines[0]).await };
        w.services.equipment().update(&w.admin, machines[0], &moved).await.expect("moved");
        let left = equipment::Entity::find().filter(equipment::Column::SiteId.eq(north));
        assert_eq!(left.count(&w.db).await.expect("counted"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_edits_at_once_never_close_a_ring() {
    each_database(|w| async move {
        let site = w.site("N").await;
        for round in 0..12 {
            let (a, b) = (
                w.equipment(site, &format!("A{round}")).await,
                w.equipment(site, &format!("B{round}")).await,
            );
            let edit = |id: EquipmentId, parent: EquipmentId, draft: EquipmentDraft| {
                let (services, admin) = (w.services.clone(), w.admin.clone());
                let draft = EquipmentDraft { parent_id: parent.to_string(), ..draft };
                tokio::spawn(async move { services.equipment().update(&admin, id, &draft).await })
            };
            let (one, two) = (stored(&w, a).await, stored(&w, b).await);
            let (one, two) = (edit(a, b, one), edit(b, a, two));
            let done = [one.await.expect("no panic"), two.await.expect("no panic")];
            assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1, "{done:?}");
        }
    })
    .await;
}
