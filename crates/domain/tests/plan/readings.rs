//! Readings judged among their neighbours in time.

use crate::support::*;
use domain::plan::{
    CounterRule, Counting, Force, Meter, Plan, Reading, Refusal, Refused, Row, RowState, State, Total,
    Trigger, check,
};

fn two_weeks() -> Meter {
    meter(&[("2027-06-01T08:00:00Z", 198_600), ("2027-06-08T08:00:00Z", 199_105)])
}

const THIRD: &str = "2027-06-15T08:00:00Z";

#[test]
fn plan_13_one_digit_too_many_is_refused_with_the_reason() {
    let refused = Refused::Jump { more: 1_800_000, highest: 505 };
    assert_eq!(two_weeks().judge(t(THIRD), 1_999_105), Err(refused));
    assert_eq!(two_weeks().force(t(THIRD), 1_999_105, &Force::Reason("  ".into())), Err(Refused::NoReason));
    let taken =
        two_weeks().force(t(THIRD), 1_999_105, &Force::Reason("read twice".into())).expect("a reason");
    assert_eq!((taken.reading.forced_because.as_deref(), taken.despite), (Some("read twice"), Some(refused)));
    let new_meter = Force::Replacement { last_of_old: 199_600, first_of_new: 1_999_100 };
    let taken = two_weeks().force(t(THIRD), 1_999_105, &new_meter).expect("a replacement");
    let mut meter = two_weeks();
    meter.readings.push(taken.reading);
    meter.replacements.extend(taken.replacement);
    assert_eq!(meter.totals().last().map(|total| total.total), Some(199_605));
    assert!(two_weeks().judge(t(THIRD), 199_610).is_ok());
}

#[test]
fn plan_13_work_released_by_a_withdrawn_reading_is_flagged_never_deleted() {
    let counter =
        CounterRule { anchor: 195_000, interval: 5_000, counting: Counting::Fixed, release_ahead: 0 };
    let plan = Plan::new(Trigger::Counter { counter });
    let mut meter = two_weeks();
    meter.readings.push(Reading { withdrawn: true, ..Reading::new(t(THIRD), 1_999_105) });
    meter.readings.push(Reading::new(t("2027-06-16T08:00:00Z"), 199_610));
    let released =
        |state| Row { released_by: Some(t(THIRD)), ..Row::new(nominal("#200000"), d("2027-06-15"), state) };
    for (state, proposed) in [(RowState::Open, true), (RowState::Begun, false)] {
        let mut world = World::with(vec![released(state)]);
        world.history.meter = meter.clone();
        let flagged = world.history.unfounded();
        assert_eq!(flagged.len(), 1);
        assert_eq!((flagged[0].nominal, flagged[0].can_be_withdrawn), (nominal("#200000"), proposed));
        let found = world.list(&plan, "2027-06-16T09:00:00Z", "2027-06-01", "2027-06-30");
        assert!(matches!(found[0].state, State::Open | State::Begun), "still there");
    }
    // The corrected reading reaches it as well: the work is founded.
    let mut world = World::with(vec![released(RowState::Open)]);
    world.history.meter = meter.clone();
    world.history.meter.readings.push(Reading::new(t(THIRD), 200_010));
    assert_eq!(world.history.unfounded(), []);
    // Taken back, the occurrence comes again: 390 units to go.
    let mut world = World::with(vec![released(RowState::Withdrawn)]);
    world.history.meter = meter;
    assert_eq!(world.history.unfounded(), []);
    world.history.rows[0].nominal = nominal("#200000");
    let counter = CounterRule { anchor: 200_000, ..counter };
    let plan = Plan::new(Trigger::Counter { counter });
    let found = world.list(&plan, "2027-06-16T09:00:00Z", "2027-06-01", "2027-06-30");
    let fact = found[0].why.counter.expect("the counter's side");
    assert_eq!(
        (found[0].nominal, found[0].state, fact.to_go),
        (nominal("#200000"), State::Forecast, Some(390))
    );
}

#[test]
fn plan_13_plan_and_meter_share_a_unit() {
    let counter = CounterRule { anchor: 0, interval: 500, counting: Counting::Fixed, release_ahead: 0 };
    let plan = Plan { unit: Some("km".into()), ..Plan::new(Trigger::Counter { counter }) };
    let world = World::default();
    let saved = |unit: &str| {
        let meter = Meter { unit: unit.into(), ..Meter::default() };
        check(&plan, world.site(), Some(&meter), d("2027-01-01"))
    };
    assert_eq!(saved("km"), Ok(()));
    assert_eq!(saved("h"), Err(Refusal::UnitDiffers { plan: "km".into(), meter: "h".into() }));
}

#[test]
fn a_reading_entered_late_is_judged_between_its_neighbours() {
    let between = t("2027-06-05T08:00:00Z");
    assert!(two_weeks().judge(between, 198_900).is_ok());
    let total = |at: &str, total| Total { at: t(at), total };
    let before = total("2027-06-01T08:00:00Z", 198_600);
    let next = total("2027-06-08T08:00:00Z", 199_105);
    assert_eq!(two_weeks().judge(between, 198_599), Err(Refused::Backwards { before }));
    assert_eq!(two_weeks().judge(between, 199_106), Err(Refused::AboveNext { next }));
    assert!(two_weeks().judge(between, 198_600).is_ok() && two_weeks().judge(between, 199_105).is_ok());
    assert!(two_weeks().judge(t("2027-05-01T08:00:00Z"), 190_000).is_ok(), "before the first");
    assert_eq!(two_weeks().judge(t("2027-06-08T08:00:00Z"), 199_105), Err(Refused::Twice { value: 199_105 }));
    assert_eq!(two_weeks().judge(t(THIRD), -1), Err(Refused::Negative));
    assert!(meter(&[]).judge(t(THIRD), 0).is_ok(), "a new meter");
}

#[test]
fn a_long_time_without_readings_is_no_jump() {
    assert!(two_weeks().judge(t("2028-06-08T08:00:00Z"), 225_000).is_ok(), "a year at the same rate");
    let jump = two_weeks().judge(t("2027-06-15T08:00:00Z"), 199_105 + 5_051);
    assert_eq!(jump, Err(Refused::Jump { more: 5_051, highest: 505 }));
    assert!(two_weeks().judge(t("2027-06-15T08:00:00Z"), 199_105 + 5_050).is_ok());
}

#[test]
fn a_meter_of_hours_cannot_do_more_than_24_a_day() {
    let hours = Meter { most_per_day: Some(24), ..meter(&[("2027-06-01T08:00:00Z", 100)]) };
    assert!(hours.judge(t("2027-06-02T08:00:00Z"), 124).is_ok());
    assert_eq!(hours.judge(t("2027-06-02T08:00:00Z"), 125), Err(Refused::TooFast { more: 25, most: 24 }));
}

#[test]
fn a_meter_that_rolls_over_begins_a_new_turn_but_does_not_go_backwards() {
    let rolling = Meter {
        rollover: Some(100_000),
        ..meter(&[("2027-06-01T08:00:00Z", 99_000), ("2027-06-08T08:00:00Z", 99_800)])
    };
    let taken = rolling.judge(t(THIRD), 500).expect("a new turn");
    assert!(taken.rolled_over);
    for same_turn in [99_800, 99_900] {
        assert!(!rolling.judge(t(THIRD), same_turn).expect("the same turn").rolled_over);
    }
    let before = Total { at: t("2027-06-08T08:00:00Z"), total: 99_800 };
    assert_eq!(rolling.judge(t(THIRD), 99_700), Err(Refused::Backwards { before }));
    let late = rolling.judge(t("2027-06-05T08:00:00Z"), 500);
    let before = Total { at: t("2027-06-01T08:00:00Z"), total: 99_000 };
    assert_eq!(late, Err(Refused::Backwards { before }), "a late entry cannot begin a turn");
}
