//! Cases from the field, by their numbers.

use super::{Shop, user};
use domain::{
    Error, FieldCode, Timestamp,
    equipment::EquipmentState,
    intervention::{
        AssignDraft, CommentDraft, FinishDraft, InterventionDraft, InterventionStatus, PauseDraft,
        ReportDraft, ReturnDraft, StartDraft, WorkView,
    },
    target::Outcome,
};
use testkit::each_database;

#[tokio::test]
async fn work_01_the_open_report_is_told_and_can_be_added_to() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let first = shop.report("Ne démarre pas", true).await.row;
        shop.later(100);
        let work = shop.w.services.interventions();
        let open = work.open_reports(&shop.second, shop.press).await.expect("told");
        assert_eq!((open.len(), open[0].minutes_ago, open[0].follows), (1, 100, false));
        assert_eq!((open[0].id, open[0].title.as_deref()), (first.id, Some("Ne démarre pas")));
        let text = CommentDraft { text: "Bruit de moteur avant l’arrêt".into(), ..Default::default() };
        work.add_to_report(&shop.second, first.id, &text).await.expect("added");
        work.add_to_report(&shop.second, first.id, &text).await.expect("added once more");
        let view = shop.view(first.id).await;
        assert_eq!((view.failures.len(), view.comments.len()), (1, 2));
        assert!(work.open_reports(&shop.second, shop.press).await.expect("told")[0].follows);
    })
    .await;
}

#[tokio::test]
async fn work_01_an_insisted_report_is_a_duplicate_and_adds_no_downtime() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let first = shop.report("Ne démarre pas", true).await.row.id;
        shop.later(30);
        let second = shop.report("Arrêtée", true).await.row.id;
        let (one, two) = (shop.view(first).await, shop.view(second).await);
        assert_eq!(two.failures[0].duplicate_of, Some(one.failures[0].id));
        assert_eq!(one.failures[0].duplicate_of, None);
    })
    .await;
}

/// Stopped at the report, completed after 70 minutes, restored after 60.
async fn completed(shop: &Shop) -> (domain::InterventionId, Timestamp) {
    let start = shop.w.clock.now();
    let id = shop.report("Fuite", true).await.row.id;
    shop.assign(id, &[&shop.tech]).await;
    shop.start(id).await;
    shop.later(70);
    let draft = FinishDraft {
        report: "Joint remplacé".into(),
        running_since: start.plus_seconds(3_600).to_string(),
        ..Default::default()
    };
    shop.w.services.interventions().finish(&shop.tech, id, &draft).await.expect("finished");
    shop.later(240);
    (id, start)
}

async fn send_back(shop: &Shop, id: domain::InterventionId, kind: &str, failed_at: &str) {
    let draft = ReturnDraft {
        kind: kind.into(),
        reason: "À revoir".into(),
        failed_at: failed_at.into(),
        ..Default::default()
    };
    shop.w.services.interventions().send_back(&shop.boss, id, &draft).await.expect("sent back");
}

fn times_to_restore(view: &WorkView) -> Vec<i64> {
    view.failures.iter().filter_map(|f| Some(f.restored_at?.seconds_since(f.started_at))).collect()
}

#[tokio::test]
async fn work_04_paperwork_moves_nothing() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, start) = completed(&shop).await;
        send_back(&shop, id, "paperwork", "").await;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!((times_to_restore(&view), view.downtime_seconds), (vec![3_600], 3_600));
        assert_eq!(view.target.map(|target| target.outcome), Some(Outcome::Met));
        // Completing again overwrites no first completion.
        let ends = view.history.iter().filter(|entry| entry.action == "finish");
        let ends: Vec<Timestamp> = ends.map(|entry| entry.at).collect();
        assert_eq!(ends, [start.plus_seconds(70 * 60), start.plus_seconds(310 * 60)]);
    })
    .await;
}

#[tokio::test]
async fn work_04_never_repaired_withdraws_the_restoration() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, start) = completed(&shop).await;
        send_back(&shop, id, "never_repaired", "").await;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        shop.later(50);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!((times_to_restore(&view), view.downtime_seconds), (vec![21_600], 21_600));
        assert_eq!(view.target.map(|target| target.outcome), Some(Outcome::Missed));
        let told: Vec<_> =
            view.history.iter().filter_map(|e| Some((e.action.as_str(), e.restored_at?))).collect();
        let (first, second) = (start.plus_seconds(3_600), start.plus_seconds(21_600));
        assert_eq!(told, [("finish", first), ("return", first), ("finish", second)]);
    })
    .await;
}

#[tokio::test]
async fn work_04_failed_again_is_a_failure_of_its_own() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, start) = completed(&shop).await;
        send_back(&shop, id, "failed_again", &start.plus_seconds(5 * 3_600).to_string()).await;
        shop.later(50);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!((times_to_restore(&view), view.downtime_seconds), (vec![3_600, 3_600], 7_200));
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
    })
    .await;
}

#[tokio::test]
async fn work_06_the_state_follows_the_worst_open_fact() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        let hot = shop.report("Chauffe", false).await.row.id;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Degraded);
        let dead = shop.report("Ne démarre pas", true).await.row.id;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        let planned = InterventionDraft {
            equipment_id: shop.press.to_string(),
            title: "Graissage".into(),
            kind: "preventive".into(),
            priority: "low".into(),
            stops_equipment: "true".into(),
            ..Default::default()
        };
        let planned = work.create(&shop.boss, &planned).await.expect("made").row.id;
        shop.assign(planned, &[&shop.tech]).await;
        shop.start(planned).await;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken, "a stop outranks work");
        for id in [dead, planned, hot] {
            if id != planned {
                shop.assign(id, &[&shop.tech]).await;
                let keep = StartDraft { running: "keep".into(), ..Default::default() };
                work.start(&shop.tech, id, &keep).await.expect("started");
            }
            shop.finish(id).await;
            let wanted = match id {
                _ if id == dead => EquipmentState::Maintenance,
                _ if id == planned => EquipmentState::Degraded,
                _ => EquipmentState::Active,
            };
            assert_eq!(shop.state(shop.press).await, wanted);
        }
    })
    .await;
}

#[tokio::test]
async fn work_07_a_corrected_machine_takes_what_was_noted_on_the_wrong_one() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let other = shop.w.equipment(shop.site, "PH-002").await;
        let id = shop.report("Fuite", true).await.row.id;
        let work = shop.w.services.interventions();
        let read = InterventionDraft::from(&work.get(&shop.boss, id).await.expect("read"));
        let right = InterventionDraft { equipment_id: other.to_string(), ..read };
        let saved = work.update(&shop.boss, id, &right).await.expect("corrected");
        assert_eq!(saved.row.equipment.id, other);
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
        assert_eq!(shop.state(other).await, EquipmentState::Broken);
        assert_eq!(shop.view(id).await.failures[0].equipment_id, other);
        for (machine, interventions) in [(shop.press, 0), (other, 1)] {
            let read = shop.w.services.equipment().get(&shop.boss, machine).await.expect("read");
            assert_eq!(read.row.interventions_count, interventions);
        }
    })
    .await;
}

#[tokio::test]
async fn kpi_12_a_hold_that_is_not_ours_moves_the_deadline_and_a_raised_priority_cuts_it() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let start = shop.w.clock.now();
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        let work = shop.w.services.interventions();
        shop.later(30);
        let hold = PauseDraft { reason: "production".into(), ..Default::default() };
        work.pause(&shop.tech, id, &hold).await.expect("on hold");
        shop.later(180);
        let waiting = shop.view(id).await;
        assert!(!waiting.detail.row.late, "the clock stands still");
        assert!(waiting.target.is_some_and(|target| target.suspended_since.is_some()));
        let again = work.resume(&shop.tech, id, &StartDraft::default()).await.expect("resumed");
        assert_eq!(again.row.due_at, Some(start.plus_seconds(5 * 3_600)));
        shop.later(30);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!(view.target.map(|target| target.outcome), Some(Outcome::Met));
        assert_eq!(view.downtime_seconds, 4 * 3_600);

        // (c): raised from P3 to P1 after two hours.
        let start = shop.w.clock.now();
        let draft = ReportDraft { urgency: "medium".into(), ..shop.draft("Bruit", false) };
        let slow = work.report_breakdown(&shop.tech, &draft).await.expect("reported");
        shop.later(120);
        let raised = InterventionDraft { priority: "urgent".into(), ..InterventionDraft::from(&slow) };
        let raised = work.update(&shop.boss, slow.row.id, &raised).await.expect("raised");
        assert_eq!(raised.row.due_at, Some(start.plus_seconds(4 * 3_600)));
        let told: Vec<_> = shop.view(slow.row.id).await.history.iter().filter_map(|e| e.due_at).collect();
        assert_eq!(told, [start.plus_seconds(72 * 3_600), start.plus_seconds(4 * 3_600)]);
    })
    .await;
}

#[tokio::test]
async fn only_active_people_of_the_site_who_work_are_given_work() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let elsewhere = shop.w.site("S").await;
        let far = shop.w.person("far", domain::access::Role::Technician, &[elsewhere]).await;
        let id = shop.report("Fuite", true).await.row.id;
        let gone = user(&shop.second);
        shop.w.services.users().set_active(&shop.w.admin, gone, false).await.expect("disabled");
        for (person, code) in [
            (gone, FieldCode::AccountDisabled),
            (user(&far), FieldCode::OtherSite),
            (user(&shop.client), FieldCode::NotAllowed),
            (domain::UserId(999_999), FieldCode::NotFound),
        ] {
            let draft = AssignDraft { technicians: vec![person], ..Default::default() };
            let refused = shop.w.services.interventions().assign(&shop.boss, id, &draft).await;
            assert_eq!(refused, Err(Error::field("technicians", code)));
        }
        let offered = shop.w.services.interventions().assignable(&shop.boss, shop.site).await.expect("told");
        let names: Vec<&str> = offered.iter().map(|person| person.name.as_str()).collect();
        assert!(names.contains(&"tech Test") && names.contains(&"boss Test"), "{names:?}");
        assert!(!names.contains(&"second Test") && !names.contains(&"far Test"), "{names:?}");
        let view = shop.view(id).await;
        assert_eq!(view.detail.row.status, InterventionStatus::Open);
    })
    .await;
}
