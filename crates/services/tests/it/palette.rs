//! The search from anywhere finds what the caller may read, the best first, in a few statements.

use domain::{Caller, Permission, Role, SiteScope, access::PermissionSet, palette::SHOWN};
use sea_orm::ActiveValue::Set;
use testkit::{World, each_database};

/// What is found, in the order in which it is: codes of machines, titles of work orders, names of people.
async fn found(w: &World, by: &Caller, q: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let found = w.services.palette().search(by, q).await.expect("searched");
    (
        found.equipment.into_iter().map(|e| e.code).collect(),
        found.interventions.into_iter().map(|i| i.title).collect(),
        found.people.into_iter().map(|p| p.name).collect(),
    )
}

#[tokio::test]
async fn words_find_machines_work_orders_and_people_whatever_case_and_accents() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let oven = w.equipment_with(site, "ET-7", |d| d.name = "Étuve de séchage".into()).await.row.id;
        w.intervention(oven, "Étuve trop froide", w.clock.now()).await;
        w.person("etuvier", Role::Technician, &[site]).await;
        let (machines, work, people) = found(&w, &w.admin, "ÉTUV").await;
        assert_eq!((machines.len(), work.len(), people.len()), (1, 1, 1), "{machines:?} {work:?} {people:?}");
        assert_eq!(found(&w, &w.admin, "seche et-7").await.0, [] as [&str; 0]);
        assert_eq!(found(&w, &w.admin, "séchage ET-7").await.0, ["ET-7"]);
    })
    .await;
}

#[tokio::test]
async fn the_number_typed_is_first_among_many_and_few_are_shown() {
    each_database(|w| async move {
        let site = w.site("N").await;
        for i in 0..70 {
            w.equipment_with(site, &format!("AA-{i:03}"), |d| d.name = "Annexe de PH-1".into()).await;
        }
        w.equipment_with(site, "PH-1", |d| d.name = "Presse".into()).await;
        w.equipment_with(site, "PH-10", |d| d.name = "Presse".into()).await;
        let (machines, ..) = found(&w, &w.admin, "ph-1").await;
        assert_eq!(machines.len(), SHOWN);
        assert_eq!(machines[..2], ["PH-1", "PH-10"]);
    })
    .await;
}

#[tokio::test]
async fn a_retired_machine_is_not_found() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let old = w.equipment(site, "OLD-1").await;
        w.services.equipment().retire(&w.admin, old).await.expect("retired");
        assert_eq!(found(&w, &w.admin, "OLD-1").await.0, [] as [&str; 0]);
    })
    .await;
}

#[tokio::test]
async fn nobody_finds_what_is_of_another_site_or_not_theirs_to_read() {
    each_database(|w| async move {
        let (here, elsewhere) = (w.site("HERE").await, w.site("ELSE").await);
        let machine = w.equipment(here, "ZZ-1").await;
        let supervisor = w.person("zz-chef", Role::Supervisor, &[here]).await;
        let client = w.person("zz-client", Role::Client, &[here]).await;
        w.intervention_with(machine, "zz-1 du client", w.clock.now(), |i| {
            i.requested_by = Set(client.user_id());
        })
        .await;
        let other = w.equipment(here, "ZZ-2").await;
        w.intervention(other, "zz-2 de quelqu’un", w.clock.now()).await;

        let all = found(&w, &supervisor, "zz-").await;
        assert_eq!((all.0.len(), all.1.len(), all.2.len()), (2, 2, 2), "{all:?}");
        // A client: their own request and its machine, and no list of people.
        let own = found(&w, &client, "zz-").await;
        assert_eq!(own, (vec!["ZZ-1".to_owned()], vec!["zz-1 du client".to_owned()], vec![]));
        let technician = w.person("tech", Role::Technician, &[here]).await;
        assert_eq!(found(&w, &technician, "zz-").await.2, [] as [&str; 0]);

        let nothing = (vec![], vec![], vec![]);
        let there = w.person("there", Role::Supervisor, &[elsewhere]).await;
        assert_eq!(found(&w, &there, "zz-").await, nothing);
        let nowhere = w.person("nowhere", Role::Supervisor, &[]).await;
        w.statements.take();
        assert_eq!(found(&w, &nowhere, "zz-").await, nothing);
        assert_eq!(w.statements.take(), 0, "no site is asked nothing about");
        let bare = Caller { permissions: PermissionSet::of(&[Permission::AccountOwn]), ..supervisor };
        assert_eq!(found(&w, &Caller { sites: SiteScope::All, ..bare }, "zz-").await, nothing);
    })
    .await;
}

#[tokio::test]
async fn a_search_costs_three_statements_and_a_letter_none() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let machine = w.equipment(site, "PH-1").await;
        for i in 0..20 {
            w.intervention(machine, &format!("PH-1 {i}"), w.clock.now()).await;
        }
        w.statements.take();
        found(&w, &w.admin, "ph-1").await;
        assert_eq!(w.statements.take(), 3);
        found(&w, &w.admin, "p").await;
        assert_eq!(w.statements.take(), 0);
        for strange in ["%%", "\"\"\"", "__", "\\\\", "'; --", "a\0b", "NEAR(", "***"] {
            found(&w, &w.admin, strange).await;
        }
    })
    .await;
}
