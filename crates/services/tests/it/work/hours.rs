//! Hours, and what they cost.

use super::{Shop, user};
use domain::{
    Error, FieldCode, Refusal,
    intervention::{InterventionDraft, PeriodDraft, StartDraft},
    user::HourlyRateDraft,
};
use testkit::each_database;

fn hours(started: &str, ended: &str) -> PeriodDraft {
    PeriodDraft { started: started.into(), ended: ended.into(), ..Default::default() }
}

async fn forty_euros(shop: &Shop) {
    let rate = HourlyRateDraft { valid_from: "2026-01-01".into(), hourly: "40.00".into() };
    let interventions = shop.w.services.interventions();
    interventions.add_hourly_rate(&shop.w.admin, user(&shop.tech), &rate).await.expect("a rate");
    let again = interventions.add_hourly_rate(&shop.w.admin, user(&shop.tech), &rate).await;
    assert_eq!(again, Err(Error::field("valid_from", FieldCode::Duplicate)));
}

#[tokio::test]
async fn work_02_hours_past_midnight_and_an_end_before_the_start() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        let work = shop.w.services.interventions();
        let early = work.log_time(&shop.tech, id, &hours("2026-11-18T22:30", "00:45")).await;
        assert!(matches!(early, Err(Error::Refused(Refusal::IllegalMove { .. }))), "not begun yet");
        shop.start(id).await;
        work.log_time(&shop.tech, id, &hours("2026-11-18T22:30", "00:45")).await.expect("logged");
        let view = shop.view(id).await;
        assert_eq!(view.periods[0].seconds, 8_100);
        assert_eq!(
            view.periods[0].ended_local.map(|at| at.to_string()).as_deref(),
            Some("2026-11-19T00:45:00")
        );
        let reversed = work.log_time(&shop.tech, id, &hours("2026-11-18T10:00", "2026-11-18T09:00")).await;
        assert_eq!(reversed, Err(Error::field("ended", FieldCode::Before { other: "started".into() })));
        let other =
            PeriodDraft { user_id: user(&shop.second).to_string(), ..hours("2026-11-18T10:00", "11:00") };
        let of_others = work.log_time(&shop.tech, id, &other).await;
        assert_eq!(of_others, Err(Error::field("user_id", FieldCode::NotAllowed)));

        let again = work.log_time(&shop.tech, id, &hours("2026-11-18T23:00", "23:30")).await;
        assert_eq!(again, Err(Error::field("started", FieldCode::Duplicate)), "they stand on it already");
        let slip = work.log_time(&shop.tech, id, &hours("2026-11-17T08:00", "07:30")).await;
        assert_eq!(slip, Err(Error::field("ended", FieldCode::Before { other: "started".into() })));

        let first = &view.periods[0];
        let changed =
            PeriodDraft { version: first.version.to_string(), ..hours("2026-11-18T22:30", "23:30") };
        work.change_time(&shop.tech, id, first.id, &changed).await.expect("corrected");
        assert_eq!(shop.view(id).await.periods[0].seconds, 3_600);
        assert!(matches!(work.change_time(&shop.tech, id, first.id, &changed).await, Err(Error::Stale(_))));
    })
    .await;
}

#[tokio::test]
async fn work_03_a_clock_that_still_runs_is_asked_about() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        forty_euros(&shop).await;
        let (a, b) = (shop.report("Job A", true).await.row, shop.report("Job B", true).await.row.id);
        shop.assign(a.id, &[&shop.tech]).await;
        shop.assign(b, &[&shop.tech]).await;
        shop.start(a.id).await;
        let since = shop.w.clock.now().to_string();
        shop.later(60);
        let work = shop.w.services.interventions();
        let asked = work.start(&shop.tech, b, &StartDraft::default()).await;
        let still = Refusal::StillRunning { id: a.id.0, code: a.code.clone(), since };
        assert_eq!(asked, Err(still.into()));
        let stop = StartDraft { running: "stop".into(), ..Default::default() };
        work.start(&shop.tech, b, &stop).await.expect("started");
        shop.later(120);
        shop.finish(b).await;
        let (one, two) = (shop.view(a.id).await, shop.view(b).await);
        assert_eq!((one.worked_seconds, two.worked_seconds), (3_600, 7_200));
        let paid = [&one, &two]
            .map(|view| view.costs.clone().and_then(|costs| costs.labour).map_or(0, |money| money.minor));
        assert_eq!(paid, [4_000, 8_000], "three hours are 120 euros");
    })
    .await;
}

#[tokio::test]
async fn work_03_both_kept_share_the_hour() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        forty_euros(&shop).await;
        let (a, b) = (shop.report("Job A", true).await.row.id, shop.report("Job B", true).await.row.id);
        shop.assign(a, &[&shop.tech]).await;
        shop.assign(b, &[&shop.tech]).await;
        let work = shop.w.services.interventions();
        shop.start(a).await;
        shop.later(60);
        let keep = StartDraft { running: "keep".into(), ..Default::default() };
        work.start(&shop.tech, b, &keep).await.expect("started");
        shop.later(60);
        shop.finish(a).await;
        shop.later(60);
        shop.finish(b).await;
        for id in [a, b] {
            let view = shop.view(id).await;
            assert_eq!(view.worked_seconds, 7_200);
            assert!(view.periods[0].overlapping);
            let total = view.costs.and_then(|costs| costs.total).map(|money| money.minor);
            assert_eq!(total, Some(6_000));
        }
    })
    .await;
}

#[tokio::test]
async fn other_costs_and_labour_make_the_total_and_unpriced_hours_are_told() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(60);
        shop.finish(id).await;
        let work = shop.w.services.interventions();
        let read = InterventionDraft::from(&work.get(&shop.boss, id).await.expect("read"));
        let paid = InterventionDraft { other_cost: "86.40".into(), ..read };
        let saved = work.update(&shop.boss, id, &paid).await.expect("saved");
        assert_eq!(saved.row.cost.map(|money| money.minor), Some(8_640));
        let costs = shop.view(id).await.costs.expect("told to whoever directs");
        assert_eq!((costs.labour, costs.unpriced_seconds), (None, 3_600));
    })
    .await;
}
