//! Counter plans, and date or counter, whichever comes first.

use crate::support::*;
use domain::plan::{
    Adjustment, Basis, CounterFact, CounterRule, Counting, Generated, History, Leg, Meter, NoRate, Plan,
    RateBasis, Replacement, Row, RowState, State, Trigger, adjustments,
};
use domain::recurrence::Unit;

const NOON: &str = "T11:00:00Z";

fn rule(anchor: i64, interval: i64, counting: Counting) -> CounterRule {
    CounterRule { anchor, interval, counting, release_ahead: 0 }
}

fn counter(counter: CounterRule) -> Plan {
    Plan::new(Trigger::Counter { counter })
}

/// Serviced at 12,000 h; 8 h a day over 30 days, up to `now` on 1 March.
fn world(now: i64) -> World {
    let at = "2027-01-01T08:00:00Z";
    let serviced = RowState::Done { at: t(at), counter: Some(12_000) };
    World {
        history: History {
            rows: vec![Row::new(nominal("#12000"), d("2027-01-01"), serviced)],
            meter: meter(&[("2027-01-30T11:00:00Z", now - 240), ("2027-03-01T11:00:00Z", now)]),
            ..History::default()
        },
        ..World::default()
    }
}

fn every_500() -> Plan {
    counter(CounterRule { release_ahead: 20, ..rule(12_000, 500, Counting::Floating) })
}

fn ask(world: &World, plan: &Plan, day: &str) -> Generated {
    world.generate(plan, &format!("{day}{NOON}"), "2027-02-02", "2027-12-31")
}

#[test]
fn plan_12_the_date_of_a_counter_plan() {
    let found = ask(&world(12_380), &every_500(), "2027-03-01");
    let one = &found.occurrences[0];
    let fact = one.why.counter.expect("the counter's side");
    assert_eq!((one.nominal, fact.to_go, one.due.date), (nominal("#12500"), Some(120), d("2027-03-16")));
    assert_eq!((one.state, fact.release_expected_on), (State::Forecast, Some(d("2027-03-13"))));
    let rate = fact.rate.expect("two readings");
    assert_eq!((rate.gained(), rate.seconds(), rate.readings), (240, 30 * 86_400, 2));
    assert_eq!(
        (rate.basis, rate.from.at, rate.to.at),
        (RateBasis::Last90Days, t("2027-01-30T11:00:00Z"), t("2027-03-01T11:00:00Z"))
    );
    assert!((rate.per_day() - 8.0).abs() < 1e-12);
}

#[test]
fn plan_12_released_when_the_units_ahead_remain() {
    let mut world = world(12_380);
    for (value, state) in [(12_479, State::Forecast), (12_480, State::Release)] {
        world.history.meter =
            meter(&[("2027-02-11T11:00:00Z", value - 240), ("2027-03-13T11:00:00Z", value)]);
        assert_eq!(ask(&world, &every_500(), "2027-03-13").occurrences[0].state, state, "{value}");
    }
}

#[test]
fn plan_12_over_its_value_it_is_late_and_released_at_once() {
    let found = ask(&world(12_540), &every_500(), "2027-03-01");
    let one = &found.occurrences[0];
    assert_eq!((one.due.date, one.state), (d("2027-02-24"), State::Release));
    assert_eq!(one.why.counter.and_then(|fact| fact.to_go), Some(-40));
    assert!(one.due.is_late(t("2027-03-01T11:00:00Z")));
}

#[test]
fn plan_12_without_a_rate_no_date_is_invented() {
    for (readings, why) in [
        (vec![("2027-03-01T11:00:00Z", 12_380)], NoRate::TooFew),
        (vec![("2027-02-01T11:00:00Z", 12_380), ("2027-03-01T11:00:00Z", 12_380)], NoRate::NotMoving),
    ] {
        let mut world = world(12_380);
        world.history.meter = meter(&readings);
        let found = ask(&world, &every_500(), "2027-03-01");
        assert_eq!(found.occurrences, []);
        let undated = found.undated.expect("it stays listed").counter;
        assert_eq!((undated.to_go, undated.rate), (Some(120), Err(why)));
        let json = serde_json::to_value(undated).expect("it travels");
        assert_eq!(json["rate"], why.as_str());
        assert_eq!(serde_json::from_value::<CounterFact>(json).expect("it comes back"), undated);
    }
    let mut world = world(12_380);
    world.history.meter = Meter::default();
    let undated = ask(&world, &every_500(), "2027-03-01").undated.expect("it stays listed").counter;
    assert_eq!((undated.now, undated.to_go), (None, None));
}

#[test]
fn no_date_moves_because_time_passes() {
    let world = world(12_380);
    let on = |day: &str| ask(&world, &every_500(), day).occurrences[0].due.date;
    assert_eq!(
        (on("2027-03-01"), on("2027-03-10"), on("2027-06-30")),
        (d("2027-03-16"), d("2027-03-16"), d("2027-03-16"))
    );
}

#[test]
fn the_rate_is_that_of_90_days_or_of_five_readings() {
    let rate = |readings: &[(&str, i64)]| Meter::rate(&meter(readings).totals()).expect("a rate");
    let recent = rate(&[
        ("2026-01-01T11:00:00Z", 0),
        ("2027-01-01T11:00:00Z", 5_000),
        ("2027-02-01T11:00:00Z", 5_310),
    ]);
    assert_eq!((recent.basis, recent.readings, recent.gained()), (RateBasis::Last90Days, 2, 310));
    let edge = rate(&[("2027-01-01T11:00:00Z", 100), ("2027-04-01T11:00:00Z", 190)]);
    assert_eq!((edge.basis, edge.readings), (RateBasis::Last90Days, 2), "exactly 90 days");
    let six = [2021, 2022, 2023, 2024, 2025, 2026].map(|year| format!("{year}-01-01T11:00:00Z"));
    let readings: Vec<_> = six.iter().zip(0..).map(|(at, n)| (at.as_str(), n * 100)).collect();
    let old = rate(&readings);
    assert_eq!((old.basis, old.readings, old.gained()), (RateBasis::Last5Readings, 5, 400));
}

#[test]
fn a_fixed_grid_is_not_moved_by_completions() {
    let plan = counter(rule(12_000, 500, Counting::Fixed));
    let mut world = world(12_380);
    let late = RowState::Done { at: t("2027-02-20T08:00:00Z"), counter: Some(12_100) };
    world.history.rows = vec![Row::new(nominal("#12000"), d("2027-02-10"), late)];
    let found = world.generate(&plan, "2027-03-01T11:00:00Z", "2027-03-01", "2027-08-01").occurrences;
    let seen: Vec<_> = found.iter().map(|o| (o.nominal.to_string(), o.due.date.to_string())).collect();
    let expected = [("#12500", "2027-03-16"), ("#13000", "2027-05-17"), ("#13500", "2027-07-19")];
    assert_eq!(seen, expected.map(|(nominal, due)| (nominal.to_owned(), due.to_owned())));
    assert_eq!(found[1].why.basis, Basis::CounterGrid { anchor: 12_000, k: 2, interval: 500 });
}

#[test]
fn a_corrected_completion_moves_the_value_of_released_work() {
    let mut world = world(12_380);
    world.history.rows = vec![
        serviced("#12000", "2027-01-01", "2027-01-01T08:00:00Z", 12_100),
        Row::new(nominal("#12500"), d("2027-03-16"), RowState::Open),
    ];
    let asked = |counting| {
        let plan = counter(rule(12_000, 500, counting));
        adjustments(&plan, world.site(), &world.history, t("2027-03-01T11:00:00Z"))
    };
    let moved = asked(Counting::Floating);
    let [Adjustment::Move { from, to, .. }] = moved[..] else { panic!("{moved:?}") };
    assert_eq!((from, to), (nominal("#12500"), nominal("#12600")));
    assert_eq!(asked(Counting::Fixed), []);
}

#[test]
fn what_comes_before_the_last_value_done_is_passed_over() {
    let plan = counter(rule(12_000, 500, Counting::Fixed));
    let mut world = world(13_600);
    let at = RowState::Done { at: t("2027-02-20T08:00:00Z"), counter: Some(13_510) };
    world.history.rows = vec![Row::new(nominal("#13500"), d("2027-02-20"), at)];
    let found = world.generate(&plan, "2027-03-01T11:00:00Z", "2026-01-01", "2027-05-31").occurrences;
    let seen: Vec<_> = found.iter().map(|o| o.nominal.to_string()).collect();
    assert_eq!(seen, ["#13500", "#14000"]);
}

#[test]
fn a_replaced_meter_keeps_the_total() {
    let mut world = world(12_380);
    world.history.meter = Meter {
        replacements: vec![Replacement {
            at: t("2027-02-14T11:00:00Z"),
            last_of_old: 12_260,
            first_of_new: 5,
        }],
        ..meter(&[("2027-01-30T11:00:00Z", 12_140), ("2027-03-01T11:00:00Z", 125)])
    };
    assert_eq!(ask(&world, &every_500(), "2027-03-01").occurrences[0].due.date, d("2027-03-16"));
}

#[test]
fn a_meter_that_rolls_over_keeps_the_total() {
    let rolling = Meter {
        rollover: Some(100_000),
        ..meter(&[
            ("2027-01-30T11:00:00Z", 99_900),
            ("2027-03-01T11:00:00Z", 140),
            ("2027-03-02T11:00:00Z", 148),
        ])
    };
    let totals: Vec<_> = rolling.totals().iter().map(|total| total.total).collect();
    assert_eq!(totals, [99_900, 100_140, 100_148]);
}

#[test]
fn a_misread_counter_is_cut_after_a_thousand() {
    let plan = counter(rule(0, 1, Counting::Fixed));
    let mut world = World::default();
    world.history.meter = meter(&[("2027-01-30T11:00:00Z", 0), ("2027-03-01T11:00:00Z", i64::MAX)]);
    let found = world.generate(&plan, "2027-03-01T11:00:00Z", "2027-01-01", "2027-08-01");
    assert!(found.cut && found.occurrences.len() == 1000);
}

fn six_months_or_5000(counting: Counting) -> Plan {
    let counter = rule(6_200, 5_000, counting);
    Plan::new(Trigger::First { first: d("2027-01-15"), time: None, every: every(6, Unit::Month), counter })
}

fn serviced(nominal_text: &str, due: &str, at: &str, counter: i64) -> Row {
    Row::new(nominal(nominal_text), d(due), RowState::Done { at: t(at), counter: Some(counter) })
}

#[test]
fn plan_14_both_legs_count_from_the_real_service() {
    let plan = six_months_or_5000(Counting::Floating);
    let mut world =
        World::with(vec![serviced("2027-01-15#6200", "2027-01-15", "2027-02-06T09:00:00Z", 6_540)]);
    world.history.meter = meter(&[("2027-02-06T09:00:00Z", 6_540), ("2027-06-20T09:00:00Z", 11_600)]);
    let found = world.list(&plan, "2027-06-20T10:00:00Z", "2027-02-01", "2027-12-31");
    assert_eq!(found.len(), 1, "one occurrence with two legs");
    let one = &found[0];
    let legs = one.why.legs.expect("two legs");
    assert_eq!((one.nominal, one.state), (nominal("2027-08-06#11540"), State::Release));
    assert_eq!((legs.decided, legs.date), (Leg::Counter, Some(d("2027-08-06"))));
    let fact = legs.counter.expect("a counter");
    assert_eq!((fact.to_go, fact.reached_on), (Some(-60), Some(d("2027-06-20"))));

    // Released once: with its row, nothing more comes.
    let open = Row::new(one.nominal, one.due.date, RowState::Open);
    world.history.rows.push(open);
    let again = world.list(&plan, "2027-08-07T10:00:00Z", "2027-02-01", "2027-12-31");
    assert_eq!(again.iter().filter(|o| o.state == State::Open).count(), 1);
    assert!(again.iter().all(|o| o.state != State::Release), "2027-08-06 does not fire");

    world.history.rows[1] = serviced("2027-08-06#11540", "2027-06-18", "2027-06-22T09:00:00Z", 11_700);
    world.history.meter.readings.push(domain::plan::Reading::new(t("2027-06-22T09:00:00Z"), 11_700));
    let next = world.list(&plan, "2027-06-22T10:00:00Z", "2027-06-23", "2027-12-31");
    assert_eq!(next.iter().map(|o| o.nominal.to_string()).collect::<Vec<_>>(), ["2027-12-22#16700"]);
}

#[test]
fn plan_14_fixed_legs_are_used_up_together() {
    let plan = six_months_or_5000(Counting::Fixed);
    let mut world =
        World::with(vec![serviced("2027-01-15#6200", "2027-01-15", "2027-02-06T09:00:00Z", 6_540)]);
    world.history.meter = meter(&[("2027-02-06T09:00:00Z", 6_540), ("2027-06-20T09:00:00Z", 11_600)]);
    let found = world.list(&plan, "2027-06-20T10:00:00Z", "2027-02-01", "2027-07-31");
    assert_eq!(found[0].nominal, nominal("2027-07-15#11200"));
    let legs = found[0].why.legs.expect("two legs");
    assert_eq!(
        (legs.decided, legs.date, found[0].state),
        (Leg::Counter, Some(d("2027-07-15")), State::Release)
    );

    world.history.rows.push(serviced("2027-07-15#11200", "2027-06-09", "2027-06-22T09:00:00Z", 11_700));
    let next = world.list(&plan, "2027-06-23T10:00:00Z", "2027-06-23", "2028-01-31");
    assert_eq!(next[0].nominal, nominal("2028-01-15#16200"));
    let basis = Basis::Grid { anchor: d("2027-01-15"), k: 2, every: every(6, Unit::Month) };
    assert_eq!(next[0].why.basis, basis);
}

#[test]
fn the_last_day_of_the_window_is_in_it() {
    let nominals = |world: &World, plan: &Plan, to| {
        let found = world.list(plan, "2027-03-01T11:00:00Z", "2027-01-01", to);
        found.iter().map(|o| o.nominal.to_string()).collect::<Vec<_>>()
    };
    let by_counter = counter(rule(12_500, 500, Counting::Fixed));
    let mut moving = world(12_380);
    moving.history.rows.clear();
    assert_eq!(nominals(&moving, &by_counter, "2027-03-15"), Vec::<String>::new());
    assert_eq!(nominals(&moving, &by_counter, "2027-03-16"), ["#12500"]);
    let either = six_months_or_5000(Counting::Fixed);
    assert_eq!(nominals(&World::default(), &either, "2027-07-14"), ["2027-01-15#6200"]);
    let both = ["2027-01-15#6200", "2027-07-15#11200"];
    assert_eq!(nominals(&World::default(), &either, "2027-07-15"), both);
}

#[test]
fn plan_14_without_a_rate_the_date_decides() {
    let plan = six_months_or_5000(Counting::Floating);
    let world = World::with(vec![serviced("2027-01-15#6200", "2027-01-15", "2027-02-06T09:00:00Z", 6_540)]);
    let found = world.list(&plan, "2027-03-01T10:00:00Z", "2027-02-01", "2027-12-31");
    let legs = found[0].why.legs.expect("two legs");
    assert_eq!((found[0].due.date, legs.decided), (d("2027-08-06"), Leg::Date));
    assert_eq!(legs.counter.map(|fact| fact.rate), Some(Err(NoRate::TooFew)));
}

#[test]
fn released_work_is_explained_like_work_to_come() {
    let mut by_counter = world(12_380);
    by_counter.history.rows.push(Row::new(nominal("#12500"), d("2027-03-16"), RowState::Open));
    for counting in [Counting::Floating, Counting::Fixed] {
        let plan = counter(rule(12_000, 500, counting));
        let found =
            by_counter.generate(&plan, "2027-03-10T11:00:00Z", "2027-03-01", "2027-04-30").occurrences;
        assert_eq!(found.len(), 1, "{counting}");
        assert_eq!((found[0].nominal, found[0].state), (nominal("#12500"), State::Open));
        assert_eq!(found[0].why.counter.and_then(|fact| fact.to_go), Some(120), "{counting}");
    }
    for counting in [Counting::Floating, Counting::Fixed] {
        let first = serviced("2027-01-15#6200", "2027-01-15", "2027-01-15T09:00:00Z", 6_200);
        let open = Row::new(nominal("2027-07-15#11200"), d("2027-07-15"), RowState::Open);
        let found = World::with(vec![first, open]).list(
            &six_months_or_5000(counting),
            "2027-07-16T10:00:00Z",
            "2027-07-01",
            "2027-12-31",
        );
        assert_eq!(found.len(), 1, "{counting}");
        assert!(found[0].why.legs.is_some() && found[0].state == State::Open, "{counting}");
    }
}
