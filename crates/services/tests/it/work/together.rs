//! Several people and several interventions on one machine.

use super::Shop;
use domain::{
    Noun, Permission,
    audit::AuditQuery,
    equipment::{EquipmentState, StateDraft},
    intervention::{
        FinishDraft, InterventionDraft, InterventionStatus, ReasonDraft, ReturnDraft, StartDraft, WorkAction,
    },
};
use testkit::each_database;

#[tokio::test]
async fn one_more_technician_starts_on_work_under_way_and_pressing_twice_does_nothing() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech, &shop.second]).await;
        shop.start(id).await;
        shop.later(30);
        let work = shop.w.services.interventions();
        let offered = work.work(&shop.second, id).await.expect("read").actions;
        assert!(offered.contains(&WorkAction::Start), "{offered:?}");
        for _ in 0..2 {
            work.start(&shop.second, id, &StartDraft::default()).await.expect("started");
        }
        let offered = work.work(&shop.second, id).await.expect("read").actions;
        assert!(!offered.contains(&WorkAction::Start), "{offered:?}");
        shop.later(30);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!((view.worked_seconds, view.hands_on_seconds), (5_400, 3_600));
        assert_eq!(view.history.iter().filter(|entry| entry.action == "start").count(), 2);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_granted_validation_alone_validates() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.finish(id).await;
        let mut quality = shop.second.clone();
        quality.permissions = quality.permissions.with(Permission::InterventionValidate, true);
        let work = shop.w.services.interventions();
        let closed = work.validate(&quality, id, &ReasonDraft::default()).await.expect("validated");
        assert_eq!(closed.row.status, InterventionStatus::Closed);
    })
    .await;
}

#[tokio::test]
async fn corrective_work_takes_up_the_failure_that_other_work_has_left() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Carte HS", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        let left =
            FinishDraft {
                report: "Carte commandée".into(), machine: "stopped".into(), ..Default::default()
            };
        let work = shop.w.services.interventions();
        work.finish(&shop.tech, id, &left).await.expect("finished");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        let draft = |kind: &str| InterventionDraft {
            equipment_id: shop.press.to_string(),
            title: "Remplacer la carte".into(),
            kind: kind.into(),
            priority: "high".into(),
            ..Default::default()
        };
        let unrelated = work.create(&shop.boss, &draft("preventive")).await.expect("created").row.id;
        assert_eq!(shop.view(unrelated).await.failures.len(), 0);
        let next = work.create(&shop.boss, &draft("corrective")).await.expect("created").row.id;
        let third = work.create(&shop.boss, &draft("corrective")).await.expect("created").row.id;
        assert_eq!(shop.view(third).await.failures.len(), 0, "somebody is at it");
        shop.assign(next, &[&shop.tech]).await;
        shop.start(next).await;
        shop.later(60);
        shop.finish(next).await;
        let view = shop.view(next).await;
        assert_eq!((view.failures.len(), view.downtime_seconds), (1, 3_600));
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
    })
    .await;
}

#[tokio::test]
async fn never_repaired_leaves_what_an_earlier_end_has_restored() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(60);
        shop.finish(id).await;
        let work = shop.w.services.interventions();
        let back = |kind: &str| ReturnDraft { kind: kind.into(), reason: "Non".into(), ..Default::default() };
        work.send_back(&shop.boss, id, &back("failed_again")).await.expect("sent back");
        shop.later(60);
        shop.finish(id).await;
        work.send_back(&shop.boss, id, &back("never_repaired")).await.expect("sent back");
        let restored: Vec<bool> =
            shop.view(id).await.failures.iter().map(|f| f.restored_at.is_some()).collect();
        assert_eq!(restored, [true, false]);
        // Left running with its fault: never repaired means that it did not run either.
        let fault = FinishDraft { report: "Bridé".into(), machine: "degraded".into(), ..Default::default() };
        work.finish(&shop.tech, id, &fault).await.expect("finished");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Degraded);
        work.send_back(&shop.boss, id, &back("never_repaired")).await.expect("sent back");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
    })
    .await;
}

#[tokio::test]
async fn a_state_taken_back_or_lifted_follows_the_facts_of_now_and_the_trail_says_so() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let equipment = shop.w.services.equipment();
        let off = StateDraft { state: "inactive".into(), state_reason: "Arrêt annuel".into() };
        equipment.change_state(&shop.boss, shop.press, &off).await.expect("changed");
        shop.report("Fuite", true).await;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Inactive, "set by hand");
        equipment.lift_state(&shop.boss, shop.press).await.expect("lifted");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        let query =
            AuditQuery { user: shop.boss.user_id(), entity: vec![Noun::Equipment], ..AuditQuery::default() };
        let told = shop.w.services.audit().list(&shop.w.admin, &query).await.expect("read").data;
        assert_eq!(told.len(), 3, "by hand, lifted, and what follows from it");
    })
    .await;
}
