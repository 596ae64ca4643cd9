//! Fixed plans in the course of time: clocks, lateness, early work, outages, running twice.

use crate::support::*;
use domain::{
    plan::{
        History, MissedPolicy, OnTime, Outage, Plan, Row, RowState, Service, SkipReason, State, Tolerance,
        Trigger, WhileOpen, candidates, since_first_date, treat_missed,
    },
    recurrence::{ClockChange, MonthEnd, Series, Unit},
};

fn daily(anchor: &str, time: &str) -> Plan {
    Plan::fixed(Series { time: at(time), ..series(anchor, &days(1)) })
}

fn skipping(series: Series) -> Plan {
    Plan::new(Trigger::Fixed { series, while_open: WhileOpen::Skip, shift_percent: 0 })
}

#[test]
fn plan_05_a_time_that_does_not_exist_moves_forward_that_day_only() {
    let world = World::default();
    let found = world.list(&daily("2027-03-01", "02:30"), "2027-03-01T08:00:00Z", "2027-03-27", "2027-03-29");
    let seen: Vec<_> =
        found.iter().map(|o| (o.due.at.to_string(), o.due.shown.to_string(), o.due.clock)).collect();
    let expected = [
        ("2027-03-27T01:30:00Z", "2027-03-27T02:30:00", None),
        ("2027-03-28T01:30:00Z", "2027-03-28T03:30:00", Some(ClockChange::Missing)),
        ("2027-03-29T00:30:00Z", "2027-03-29T02:30:00", None),
    ];
    assert_eq!(seen, expected.map(|(at, shown, clock)| (at.to_owned(), shown.to_owned(), clock)));
    assert_eq!(found[1].due.time, at("02:30"), "the time that the sentence says does not exist");
}

#[test]
fn plan_05_a_time_that_exists_twice_is_the_first() {
    let world = World::default();
    let found = world.list(&daily("2027-03-01", "02:30"), "2027-03-01T08:00:00Z", "2027-10-31", "2027-10-31");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].due.at, t("2027-10-31T00:30:00Z"));
    assert_eq!(found[0].due.clock, Some(ClockChange::Twice));
}

/// Casablanca in 2027 by the rules of 2025: +01, and +00 in Ramadan. Later editions of the tz database may say otherwise.
fn casablanca() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::posix("<+01>-1<+00>0,J38/3,J73/2").expect("a zone")
}

#[test]
fn plan_05_zones_whose_change_is_half_an_hour_or_backwards() {
    for (zone, time, day, at, shown) in [
        (zone("Australia/Lord_Howe"), "02:15", "2027-10-03", "2027-10-02T15:45:00Z", "2027-10-03T02:45:00"),
        (casablanca(), "02:30", "2027-02-07", "2027-02-07T01:30:00Z", "2027-02-07T02:30:00"),
        (casablanca(), "02:30", "2027-03-14", "2027-03-14T02:30:00Z", "2027-03-14T03:30:00"),
    ] {
        let world = World { zone, ..World::default() };
        let found = world.list(&daily("2027-01-01", time), "2027-01-01T08:00:00Z", day, day);
        assert_eq!(found.len(), 1, "{day}");
        assert_eq!((found[0].due.at, found[0].due.shown.to_string().as_str()), (t(at), shown), "{day}");
    }
}

#[test]
fn plan_06_work_done_before_its_date_uses_up_its_own_occurrence() {
    let plan = Plan { lead_days: 10, ..Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp))) };
    let world = World::with(vec![row("2027-04-01", done("2027-03-31T10:00:00Z"))]);
    let found = world.list(&plan, "2027-03-31T12:00:00Z", "2027-04-01", "2027-05-01");
    let states: Vec<_> = found.iter().map(|o| o.state).collect();
    assert_eq!(states, [State::Done { at: t("2027-03-31T10:00:00Z") }, State::Forecast]);
    assert_eq!(dues(&found), list("2027-04-01 05-01"));
}

#[test]
fn plan_06_a_service_outside_the_plan_uses_up_what_the_technician_says() {
    let plan = Plan { lead_days: 10, ..Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp))) };
    let rows =
        ["2027-01-01", "2027-02-01", "2027-03-01"].map(|date| row(date, done(&format!("{date}T10:00:00Z"))));
    let mut world = World::with(rows.to_vec());
    let offered = candidates(&plan, world.site(), &world.history, t("2027-03-18T09:00:00Z"));
    let first = offered.first().expect("an offer");
    assert_eq!((first.nominal, first.days_early, first.released), (nominal("2027-04-01"), 14, false));
    for (chosen, next) in
        [(Some("2027-04-01"), "2027-05-01"), (Some("2027-05-01"), "2027-04-01"), (None, "2027-04-01")]
    {
        let uses = chosen.map(nominal);
        world.history.services = vec![Service { at: t("2027-03-18T09:00:00Z"), counter: None, uses }];
        let found = world.list(&plan, "2027-03-18T10:00:00Z", "2027-03-02", "2027-06-01");
        assert_eq!(dues(&found), list("2027-04-01 05-01 06-01"), "the phase stays");
        let used: Vec<_> = found.iter().filter(|o| o.state != State::Forecast).map(|o| o.nominal).collect();
        assert_eq!(used, uses.into_iter().collect::<Vec<_>>(), "that one and no other");
        let upcoming = found.iter().find(|o| o.state == State::Forecast).expect("a next one");
        assert_eq!(upcoming.nominal, nominal(next));
    }
}

#[test]
fn plan_07_a_day_is_late_when_it_is_over() {
    let world = World::with(vec![row("2027-02-01", RowState::Open)]);
    let weekly = Plan::fixed(series("2027-02-01", &weeks(1)));
    for (now, late) in [("2027-02-01T22:59:59Z", false), ("2027-02-01T23:00:00Z", true)] {
        let found = world.list(&weekly, now, "2027-02-01", "2027-02-01");
        assert_eq!((found[0].due.date, found[0].due.is_late(t(now))), (d("2027-02-01"), late), "{now}");
    }
    let timed = daily("2027-02-01", "08:00");
    let due = World::default().list(&timed, "2027-02-01T06:00:00Z", "2027-02-01", "2027-02-01")[0].due;
    assert!(!due.is_late(t("2027-02-01T07:00:00Z")) && due.is_late(t("2027-02-01T07:00:00.001Z")));
}

#[test]
fn plan_07_late_work_stays_where_it_is() {
    let (now, today) = ("2027-02-10T09:00:00Z", d("2027-02-10"));
    let fixed = Plan::fixed(series("2027-02-01", &weeks(1)));
    let rows = vec![row("2027-02-01", RowState::Open), row("2027-02-08", RowState::Open)];
    let found = World::with(rows).list(&fixed, now, "2027-02-01", "2027-02-10");
    let late: Vec<_> = found.iter().map(|o| o.due.days_late(today)).collect();
    assert_eq!(late, [9, 2]);

    let skip = skipping(series("2027-02-01", &weeks(1)));
    let one_open = World::with(vec![row("2027-02-01", RowState::Open)]);
    let found = one_open.list(&skip, now, "2027-02-01", "2027-02-10");
    let why = SkipReason::WhileOpen { nominal: nominal("2027-02-01") };
    assert_eq!(
        found.iter().map(|o| o.state).collect::<Vec<_>>(),
        [State::Open, State::Skipped { reason: why }]
    );

    let float = floating("2027-02-01", every(1, Unit::Week));
    let found = one_open.list(&float, now, "2027-02-01", "2027-03-10");
    assert_eq!(
        found.iter().map(|o| (o.state, o.due.days_late(today))).collect::<Vec<_>>(),
        [(State::Open, 9)]
    );
}

#[test]
fn a_plan_that_does_not_pile_up_waits_for_the_previous_one_until_the_due_date() {
    let skip = Plan { lead_days: 10, ..skipping(series("2027-02-01", &weeks(1))) };
    let open = World::with(vec![row("2027-02-01", RowState::Open)]);
    let states = |world: &World, now: &str| -> Vec<_> {
        world.list(&skip, now, "2027-02-08", "2027-02-15").iter().map(|o| o.state).collect()
    };
    let on = nominal("2027-02-01");
    assert_eq!(states(&open, "2027-02-05T09:00:00Z"), [State::Waiting { on }, State::Waiting { on }]);
    let done_in_time = World::with(vec![row("2027-02-01", done("2027-02-05T10:00:00Z"))]);
    let first = states(&done_in_time, "2027-02-05T11:00:00Z")[0];
    assert_eq!(first, State::Release);
    let done_late = World::with(vec![row("2027-02-01", done("2027-02-10T10:00:00Z"))]);
    let why = SkipReason::WhileOpen { nominal: on };
    assert_eq!(states(&done_late, "2027-02-10T11:00:00Z"), [State::Skipped { reason: why }, State::Release]);
}

#[test]
fn plan_09_running_again_after_a_crash_writes_nothing_twice() {
    let plan = Plan::fixed(Series { time: at("06:00"), ..series("2027-03-01", &months(1, MonthEnd::Clamp)) });
    // Three equipments; the process was killed after the second row.
    let written = Row { time: at("06:00"), ..row("2027-03-01", RowState::Open) };
    let worlds = [World::with(vec![written.clone()]), World::with(vec![written]), World::default()];
    let mut to_write = 0;
    for world in &worlds {
        for now in ["2027-03-01T05:00:00Z", "2027-03-01T17:00:00Z"] {
            let found = world.list(&plan, now, "2027-03-01", "2027-03-31");
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].nominal, found[0].due.at),
                (nominal("2027-03-01"), t("2027-03-01T05:00:00Z"))
            );
            to_write += usize::from(found[0].state == State::Release && now.contains("T17"));
        }
    }
    assert_eq!(to_write, 1);
}

fn outage(from: &str, to: &str) -> Outage {
    Outage { from: t(from), to: t(to) }
}

#[test]
fn plan_10_missed_runs_are_treated_by_the_policy() {
    let world = World::with(vec![row("2027-03-02", done("2027-03-02T09:00:00Z"))]);
    let plan = Plan { since: Some(d("2027-03-01")), ..daily("2027-03-02", "06:00") };
    let missed = list("2027-03-03 03-04 03-05 03-06 03-07");
    for (policy, kept) in [(MissedPolicy::All, 5), (MissedPolicy::Latest, 1), (MissedPolicy::Skip, 0)] {
        let mut found = world.list(&plan, "2027-03-07T08:00:00Z", "2027-03-01", "2027-03-08");
        let told = treat_missed(&mut found, outage("2027-03-03T04:00:00Z", "2027-03-07T08:00:00Z"), policy);
        let texts =
            |nominals: &[domain::plan::Nominal]| nominals.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(&told.missed), missed, "one message with the list");
        assert_eq!(texts(&told.created), missed[5 - kept..], "{policy}");
        assert_eq!(texts(&told.skipped), missed[..5 - kept], "{policy}");
        let released: Vec<_> =
            found.iter().filter(|o| o.state == State::Release).map(|o| o.due.date.to_string()).collect();
        assert_eq!(released, missed[5 - kept..], "with their own due dates");
        let left =
            found.iter().filter(|o| o.state == State::Skipped { reason: SkipReason::Missed { policy } });
        assert_eq!(left.count(), 5 - kept);
        assert_eq!(
            found.last().map(|o| (o.due.date, o.state)),
            Some((d("2027-03-08"), State::Forecast)),
            "phase kept"
        );
    }
}

#[test]
fn plan_10_a_restart_is_no_outage() {
    let plan = Plan { since: Some(d("2027-03-08")), ..daily("2027-03-02", "06:00") };
    for (from, to, missed) in [
        ("2027-03-08T05:00:00Z", "2027-03-08T05:01:00Z", 0),
        ("2027-03-08T04:58:00Z", "2027-03-08T05:03:00Z", 0),
        ("2027-03-08T04:58:00Z", "2027-03-08T05:03:01Z", 1),
    ] {
        let mut found = World::default().list(&plan, to, "2027-03-08", "2027-03-09");
        let told = treat_missed(&mut found, outage(from, to), MissedPolicy::Skip);
        assert_eq!(told.missed.len(), missed, "{from} {to}");
        assert_eq!(found[0].state == State::Release, missed == 0);
    }
}

#[test]
fn plan_10_what_is_due_after_the_outage_is_late_in_its_release_only() {
    let yearly = Plan { lead_days: 30, ..Plan::fixed(series("2027-04-01", &months(12, MonthEnd::Clamp))) };
    let mut found = World::default().list(&yearly, "2027-03-07T08:00:00Z", "2027-03-01", "2027-12-31");
    let told =
        treat_missed(&mut found, outage("2027-03-01T00:00:00Z", "2027-03-07T08:00:00Z"), MissedPolicy::Skip);
    assert_eq!((told.missed.len(), found[0].state), (0, State::Release));
}

#[test]
fn a_first_date_in_the_past_asks_what_to_do_with_the_dates_since() {
    let monthly = Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp)));
    let mut found = World::default().list(&monthly, "2027-03-15T08:00:00Z", "2027-01-01", "2027-04-30");
    let told = since_first_date(&mut found, t("2027-03-15T08:00:00Z"), MissedPolicy::Latest);
    assert_eq!((told.skipped.len(), told.created), (2, vec![nominal("2027-03-01")]));
    let since = Plan { since: Some(d("2027-03-15")), ..monthly };
    let found = World::default().list(&since, "2027-03-15T08:00:00Z", "2027-01-01", "2027-04-30");
    assert_eq!(dues(&found), ["2027-04-01"]);
}

#[test]
fn the_four_dates_of_an_occurrence() {
    let plan = Plan {
        horizon_days: 60,
        lead_days: 10,
        ..Plan::fixed(series("2027-03-01", &months(3, MonthEnd::Clamp)))
    };
    let one = &World::default().list(&plan, "2027-05-01T08:00:00Z", "2027-06-01", "2027-06-01")[0];
    assert_eq!((one.shown_from, one.release_on), (d("2027-04-02"), d("2027-05-22")));
    // 92 days to the first of September: 9 days on both sides.
    assert_eq!(one.on_time, OnTime { from: d("2027-05-23"), to: d("2027-06-10") });
    let states = ["2027-05-21T21:59:59Z", "2027-05-21T22:00:00Z"]
        .map(|now| World::default().list(&plan, now, "2027-06-01", "2027-06-01")[0].state);
    assert_eq!(states, [State::Forecast, State::Release]);
    let own = Plan { tolerance: Some(Tolerance { before: 2, after: 1 }), ..plan };
    let one = &World::default().list(&own, "2027-05-01T08:00:00Z", "2027-06-01", "2027-06-01")[0];
    assert_eq!(one.on_time, OnTime { from: d("2027-05-30"), to: d("2027-06-02") });
}

#[test]
fn the_last_date_of_a_series_has_the_tolerance_of_the_interval_before() {
    let mut two = series("2027-03-01", &months(1, MonthEnd::Clamp));
    two.rule.end = domain::recurrence::End::Count(2);
    let found = World::default().list(&Plan::fixed(two), "2027-03-01T08:00:00Z", "2027-03-01", "2027-12-31");
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].on_time, OnTime { from: d("2027-03-29"), to: d("2027-04-04") });
}

#[test]
fn equipment_out_of_use_generates_nothing() {
    use domain::plan::{Idle, Nothing, OutOfUse};
    let weekly = Plan::fixed(series("2027-02-01", &weeks(1)));
    let idle = |from: &str, to: Option<&str>, why| World {
        history: History { idle: vec![Idle { from: d(from), to: to.map(d), why }], ..History::default() },
        ..World::default()
    };
    let retired = idle("2027-02-10", None, OutOfUse::Retired);
    let after = retired.generate(&weekly, "2027-02-10T08:00:00Z", "2027-02-01", "2027-03-31");
    assert_eq!((after.occurrences.len(), after.nothing), (0, Some(Nothing::Equipment(OutOfUse::Retired))));
    let before = retired.list(&weekly, "2027-02-05T08:00:00Z", "2027-02-01", "2027-03-31");
    assert_eq!(dues(&before), list("2027-02-01 02-08"), "nothing after the day on which it will be retired");
    let paused = idle("2027-02-10", Some("2027-02-20"), OutOfUse::Inactive);
    let back = paused.list(&weekly, "2027-02-21T08:00:00Z", "2027-02-01", "2027-02-28");
    assert_eq!(dues(&back), list("2027-02-01 02-08 02-22"), "nothing is made up for");
    let inactive = Plan { active: false, ..weekly };
    let none = World::default().generate(&inactive, "2027-02-01T08:00:00Z", "2027-02-01", "2027-03-31");
    assert_eq!((none.occurrences.len(), none.nothing), (0, Some(Nothing::PlanInactive)));
}
