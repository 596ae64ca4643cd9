//! The whole way, and the ways off it.

use super::{Shop, user};
use domain::{
    Error, FieldCode, FieldErrors, Refusal,
    equipment::{EquipmentState, StateDraft},
    intervention::{
        AssignDraft, CommentDraft, FinishDraft, InterventionDraft, InterventionQuery, InterventionStatus,
        PauseDraft, ReasonDraft, ReturnDraft, StartDraft, WorkAction,
    },
    page::Window,
};
use testkit::each_database;

#[tokio::test]
async fn a_breakdown_goes_from_its_report_to_its_validation() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let reported = shop.report("Fuite au vérin\nHuile au sol", true).await;
        let id = reported.row.id;
        assert_eq!(
            (reported.row.title.as_str(), reported.row.status),
            ("Fuite au vérin", InterventionStatus::Open)
        );
        assert_eq!(reported.row.due_at, Some(shop.w.clock.now().plus_seconds(7200)), "P1: two hours");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        let machine = shop.w.services.equipment().get(&shop.boss, shop.press).await.expect("read");
        assert_eq!(machine.state_reason.as_deref(), Some("Fuite au vérin"));
        assert_eq!(machine.row.interventions_count, 1);

        let draft = AssignDraft {
            technicians: vec![user(&shop.tech), user(&shop.second)],
            planned: "2026-11-20T10:00".into(),
            estimated_minutes: "90".into(),
            ..Default::default()
        };
        let assigned =
            shop.w.services.interventions().assign(&shop.boss, id, &draft).await.expect("assigned");
        assert_eq!(assigned.row.status, InterventionStatus::Assigned);
        assert_eq!(assigned.row.lead.map(|lead| lead.id), shop.tech.user_id());
        assert_eq!(assigned.row.planned_at.map(|at| at.to_string()).as_deref(), Some("2026-11-20T09:00:00Z"));
        shop.later(10);
        let started = shop.start(id).await;
        assert_eq!(
            (started.row.status, started.started_at),
            (InterventionStatus::InProgress, Some(shop.w.clock.now()))
        );
        shop.later(60);
        let done = shop.finish(id).await;
        assert_eq!(
            (done.row.status, done.report.as_deref()),
            (InterventionStatus::Completed, Some("Joint remplacé"))
        );
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
        let closed = shop.validate(id).await;
        assert_eq!(closed.row.status, InterventionStatus::Closed);
        assert_eq!(
            (closed.completed_by.as_deref(), closed.validated_by.as_deref()),
            (Some("tech Test"), Some("boss Test"))
        );

        let view = shop.view(id).await;
        let steps: Vec<&str> = view.history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(steps, ["report", "assign", "start", "finish", "validate"]);
        assert_eq!(
            (view.worked_seconds, view.hands_on_seconds, view.downtime_seconds),
            (3_600, 3_600, 4_200)
        );
        assert_eq!(view.actions, [WorkAction::Archive]);
        assert!(view.target.is_some_and(|target| target.outcome == domain::target::Outcome::Met));
        assert_eq!(view.workers.iter().map(|worker| worker.lead).collect::<Vec<_>>(), [true, false]);
        let archived = shop.w.services.interventions().archive(&shop.boss, id, &ReasonDraft::default()).await;
        assert_eq!(archived.expect("archived").row.status, InterventionStatus::Archived);
    })
    .await;
}

#[tokio::test]
async fn an_illegal_move_is_a_conflict_that_names_what_is_allowed() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        let work = shop.w.services.interventions();
        let early =
            work.finish(&shop.boss, id, &FinishDraft { report: "x".into(), ..Default::default() }).await;
        let (status, action) = ("open".into(), "finish".into());
        let allowed = "assign,cancel,edit,comment".into();
        assert_eq!(early, Err(Refusal::IllegalMove { status, action, allowed }.into()));
        let other = work.start(&shop.second, id, &StartDraft::default()).await;
        assert!(matches!(other, Err(Error::Refused(Refusal::IllegalMove { .. }))));
        shop.assign(id, &[&shop.tech]).await;
        let other = work.start(&shop.second, id, &StartDraft::default()).await;
        assert_eq!(other, Err(Refusal::NotAssigned.into()));
        shop.start(id).await;
        shop.finish(id).await;
        shop.validate(id).await;
        let late = CommentDraft { text: "Tard".into(), ..Default::default() };
        let locked = work.comment(&shop.boss, id, &late).await;
        assert!(matches!(locked, Err(Error::Refused(Refusal::IllegalMove { .. }))));
    })
    .await;
}

#[tokio::test]
async fn a_hold_has_a_reason_and_stops_every_clock() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(30);
        let work = shop.w.services.interventions();
        let why = work.pause(&shop.tech, id, &PauseDraft::default()).await;
        assert!(matches!(why, Err(Error::Invalid(errors)) if errors.of("reason").is_some()));
        let draft = PauseDraft { reason: "part".into(), ..Default::default() };
        let held = work.pause(&shop.tech, id, &draft).await.expect("on hold");
        assert_eq!(held.row.status, InterventionStatus::OnHold);
        assert!(held.hold_reason.is_some());
        shop.later(180);
        assert_eq!(shop.view(id).await.worked_seconds, 1_800);
        work.resume(&shop.tech, id, &StartDraft::default()).await.expect("resumed");
        shop.later(30);
        shop.finish(id).await;
        let view = shop.view(id).await;
        assert_eq!((view.worked_seconds, view.periods.len()), (3_600, 2));
        // KPI-12 (a): waiting for a part is ours.
        assert!(view.target.is_some_and(|target| target.outcome == domain::target::Outcome::Missed));
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_report_was_no_failure() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Rien", true).await.row.id;
        let work = shop.w.services.interventions();
        let unsaid = work.cancel(&shop.boss, id, &ReasonDraft::default()).await;
        assert!(matches!(unsaid, Err(Error::Invalid(errors)) if errors.of("reason").is_some()));
        shop.later(30);
        let draft = ReasonDraft { reason: "Fausse alerte".into(), ..Default::default() };
        work.cancel(&shop.boss, id, &draft).await.expect("cancelled");
        let view = shop.view(id).await;
        assert!(view.failures[0].withdrawn && view.downtime_seconds == 0 && view.actions.is_empty());
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_learns_of_the_first() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        let work = shop.w.services.interventions();
        let read = InterventionDraft::from(&work.get(&shop.boss, id).await.expect("read"));
        let first = InterventionDraft { title: "Fuite au vérin".into(), ..read.clone() };
        let saved = work.update(&shop.boss, id, &first).await.expect("saved");
        assert_eq!(saved.row.title, "Fuite au vérin");
        let second = InterventionDraft { description: "Autre".into(), ..read.clone() };
        let stale = work.update(&shop.boss, id, &second).await.expect_err("stale");
        assert!(
            matches!(&stale, Error::Stale(fields) if fields.iter().any(|f| f.field == "title")),
            "{stale:?}"
        );
        let draft = AssignDraft {
            technicians: vec![user(&shop.tech)],
            version: read.version.clone(),
            ..Default::default()
        };
        assert!(matches!(work.assign(&shop.boss, id, &draft).await, Err(Error::Stale(_))));
        let found = InterventionQuery { q: "verin".into(), ..Default::default() };
        assert_eq!(work.list(&shop.boss, &found).await.expect("listed").data.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_state_set_by_hand_holds_until_it_is_lifted() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let machines = shop.w.services.equipment();
        let stopped = StateDraft { state: "inactive".into(), state_reason: "Hiver".into() };
        let set = machines.change_state(&shop.boss, shop.press, &stopped).await.expect("set");
        assert!(set.state_by_hand);
        shop.report("Fuite", true).await;
        assert_eq!(shop.state(shop.press).await, EquipmentState::Inactive);
        let lifted = machines.lift_state(&shop.boss, shop.press).await.expect("lifted");
        assert_eq!((lifted.row.state, lifted.state_by_hand), (EquipmentState::Broken, false));
        // What the facts say already is not held.
        let broken = StateDraft { state: "broken".into(), ..Default::default() };
        let set = machines.change_state(&shop.boss, shop.press, &broken).await.expect("set");
        assert!(!set.state_by_hand);
    })
    .await;
}

#[tokio::test]
async fn sending_back_asks_for_a_reason_and_one_of_three_kinds() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.finish(id).await;
        let unsaid = shop.w.services.interventions().send_back(&shop.boss, id, &ReturnDraft::default()).await;
        let fields =
            |FieldErrors(errors): FieldErrors| errors.into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert!(
            matches!(unsaid, Err(Error::Invalid(errors)) if fields(errors.clone()) == ["kind", "reason"])
        );
    })
    .await;
}

#[tokio::test]
async fn the_list_shows_a_technicians_own_work_and_what_is_late() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let late = shop.report("Fuite", true).await.row.id;
        shop.later(60);
        let fresh = shop.report("Bruit", false).await.row.id;
        shop.assign(fresh, &[&shop.second, &shop.tech]).await;
        shop.later(70);
        let list = async |by: &domain::Caller, query: &str| {
            let query = InterventionQuery::from_url(query).0;
            let page = shop.w.services.interventions().list(by, &query).await.expect("listed");
            page.data.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(list(&shop.boss, "late=true").await, [late]);
        assert_eq!(list(&shop.tech, "mine=true").await, [fresh]);
        assert_eq!(list(&shop.boss, "mine=true").await, []);
        assert_eq!(list(&shop.boss, &format!("technician={}", user(&shop.second))).await, [fresh]);
        assert_eq!(list(&shop.boss, "sort=due").await, [late, fresh]);
        shop.w.statements.take();
        let query = InterventionQuery { mine: true, window: Window::default(), ..Default::default() };
        shop.w.services.interventions().list(&shop.tech, &query).await.expect("listed");
        assert_eq!(shop.w.statements.take(), 2);
        shop.view(fresh).await;
        let read = shop.w.statements.take();
        assert!(read <= 12, "{read} statements");
        shop.w.services.interventions().open_reports(&shop.boss, shop.press).await.expect("read");
        assert_eq!(shop.w.statements.take(), 4);
    })
    .await;
}

#[tokio::test]
async fn the_list_shows_what_is_due_soon_and_counts_what_one_press_leaves() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let all = shop.w.services.interventions();
        let zone = jiff::tz::TimeZone::get("Europe/Paris").expect("bundled");
        let today = domain::worktime::date_at(shop.w.clock.now(), &zone).0;
        let mut ids = vec![];
        for days in [-1, 0, 1, 6, 7, 29, 30] {
            let day = today.checked_add(jiff::Span::new().days(days)).expect("a day");
            let draft = InterventionDraft {
                equipment_id: shop.press.to_string(),
                title: format!("Ronde {days}"),
                kind: "preventive".into(),
                priority: "low".into(),
                due: format!("{day}T23:30"),
                ..Default::default()
            };
            ids.push(all.create(&shop.boss, &draft).await.expect("entered").row.id);
        }
        let reason = ReasonDraft { reason: "Inutile".into(), ..Default::default() };
        all.cancel(&shop.boss, ids[1], &reason).await.expect("cancelled");
        let list = async |query: &str| {
            let query = InterventionQuery::from_url(query).0;
            let page = all.list(&shop.boss, &query).await.expect("listed");
            page.data.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(list("due=today&sort=due").await, [ids[0]], "what is cancelled is not due any more");
        assert_eq!(list("due=week&sort=due").await, [ids[0], ids[2], ids[3]]);
        assert_eq!(list("due=month&sort=due").await, [ids[0], ids[2], ids[3], ids[4], ids[5]]);
        shop.assign(ids[4], &[&shop.tech]).await;
        let counts = async |by: &domain::Caller, query: &str| {
            let query = InterventionQuery::from_url(query).0;
            let counts = all.counts(by, &query).await.expect("counted");
            (counts.mine, counts.late)
        };
        assert_eq!(counts(&shop.tech, "").await, (1, 1));
        assert_eq!(counts(&shop.tech, "due=week").await, (0, 1));
        shop.w.statements.take();
        assert_eq!(counts(&shop.boss, "").await, (0, 1));
        assert_eq!(shop.w.statements.take(), 2);
    })
    .await;
}

#[tokio::test]
async fn pressing_start_several_times_at_once_starts_one_clock() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (services, by) = (shop.w.services.clone(), shop.tech.clone());
            tasks.spawn(async move {
                services.interventions().start(&by, id, &StartDraft::default()).await.map(|_| ())
            });
        }
        let answers = tasks.join_all().await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        let view = shop.view(id).await;
        assert_eq!((view.periods.len(), view.history.len()), (1, 3), "reported, assigned, started");
    })
    .await;
}

#[tokio::test]
async fn a_restoration_is_neither_before_the_failure_nor_to_come() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(10);
        let finish = async |since: &str, machine: &str| {
            let draft = FinishDraft {
                report: "Fait".into(),
                running_since: since.into(),
                machine: machine.into(),
                ..Default::default()
            };
            shop.w.services.interventions().finish(&shop.tech, id, &draft).await
        };
        let code = |answer: domain::Result<_>| match answer {
            Err(Error::Invalid(errors)) => errors.of("running_since").map(|e| e.code.clone()),
            _ => None,
        };
        let before = FieldCode::Before { other: "started".into() };
        assert_eq!(code(finish("2026-11-20T08:30", "").await), Some(before));
        assert_eq!(code(finish("2026-11-21T08:30", "").await), Some(FieldCode::InFuture));
        // It runs with the fault: no standstill any more, not restored.
        finish("2026-11-20T09:05", "degraded").await.expect("finished");
        let view = shop.view(id).await;
        assert_eq!((view.downtime_seconds, view.failures[0].restored_at), (300, None));
        assert_eq!(shop.state(shop.press).await, EquipmentState::Degraded);
    })
    .await;
}
