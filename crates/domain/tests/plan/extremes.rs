//! Nothing panics, whatever the numbers and dates are.

use crate::{
    properties::{anchor, rule},
    support::*,
};
use domain::{
    Date, Timestamp,
    plan::{
        Condition, CounterRule, Counting, History, Meter, Nominal, Plan, Reading, Row, RowState, Side, Site,
        Trigger, WhileOpen, Window, adjustments, occurrences,
    },
    recurrence::{ClosedDays, ClosedRule, End, Every, Rule, Series, Unit, Weekday, plus_days, resolve},
};
use jiff::civil;
use proptest::prelude::*;

fn any_number() -> impl Strategy<Value = i64> {
    prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), -1000_i64..1000]
}

fn any_day() -> impl Strategy<Value = Date> {
    let last_days = (0_i64..800).prop_map(|n| plus_days(Date(civil::Date::MAX), -n).expect("a day"));
    prop_oneof![Just(Date(civil::Date::MIN)), Just(Date(civil::Date::MAX)), last_days, anchor()]
}

fn any_counter() -> impl Strategy<Value = CounterRule> {
    let counting = prop_oneof![Just(Counting::Fixed), Just(Counting::Floating)];
    let parts = (any_number(), any_number(), counting, any_number());
    parts.prop_map(|(anchor, interval, counting, release_ahead)| CounterRule {
        anchor,
        interval,
        counting,
        release_ahead,
    })
}

fn any_interval() -> impl Strategy<Value = Every> {
    (any::<u32>(), 0_usize..4).prop_map(|(n, unit)| Every::new(n, Unit::ALL[unit]))
}

fn any_fixed() -> impl Strategy<Value = Trigger> {
    let parts = (any_day(), rule(), any::<u8>(), any::<bool>());
    parts.prop_map(|(anchor, rule, shift_percent, skip)| {
        let while_open = if skip { WhileOpen::Skip } else { WhileOpen::Create };
        // Counting to an end from the first day of the calendar would take minutes.
        let rule = Rule { end: End::Never, ..rule };
        let series = Series { anchor, time: at("02:30"), rule, excluded: vec![] };
        Trigger::Fixed { series, while_open, shift_percent }
    })
}

fn any_trigger() -> impl Strategy<Value = Trigger> {
    let condition = (any_number(), any_number(), any::<u32>());
    let first = (any_day(), any_interval(), any_counter());
    prop_oneof![
        any_fixed(),
        (any_day(), any_interval()).prop_map(|(first, every)| Trigger::Floating { first, time: None, every }),
        any_counter().prop_map(|counter| Trigger::Counter { counter }),
        first.prop_map(|(first, every, counter)| Trigger::First { first, time: at("02:30"), every, counter }),
        condition.prop_map(|(threshold, rearm, due_in_days)| {
            Trigger::Condition { condition: Condition { side: Side::Above, threshold, rearm, due_in_days } }
        }),
    ]
}

#[test]
fn a_time_beyond_the_calendar_is_its_nearest_end() {
    for (name, day, time, end) in [
        ("Pacific/Auckland", civil::Date::MIN, "00:00", jiff::Timestamp::MIN),
        ("America/Lima", civil::Date::MAX, "23:59", jiff::Timestamp::MAX),
    ] {
        let resolved = resolve(Date(day), at(time).expect("a time"), &zone(name));
        assert_eq!(resolved.at, Timestamp::new(end), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn nothing_panics_at_the_ends_of_the_calendar_and_of_numbers(
        trigger in any_trigger(), rule in 0_usize..4, lead in any::<u32>(), day in any_day(), length in 0_i64..500,
        values in prop::collection::vec(any_number(), 0..4), value in any_number(), nominal_day in any_day(),
    ) {
        let closed = ClosedDays { weekdays: vec![Weekday::Sunday], closures: vec![] };
        let zone = zone("Pacific/Auckland");
        let site = Site { zone: &zone, closed: &closed };
        let begin = t("2027-01-01T00:00:00Z");
        let reading = |(n, value): (i64, &i64)| Reading::new(begin.plus_seconds(n * 999_999), *value);
        let readings = (0..).zip(&values).map(reading).collect();
        let meter = Meter { readings, rollover: values.first().copied(), ..Meter::default() };
        let done = RowState::Done { at: begin, counter: values.last().copied() };
        let rows = vec![
            Row::new(Nominal::Both(nominal_day, value), nominal_day, done),
            Row::new(Nominal::Date(nominal_day), nominal_day, RowState::Cancelled),
        ];
        let history = History { rows, meter: meter.clone(), ..History::default() };
        let closed_rule = ClosedRule::ALL[rule];
        let plan = Plan { closed_rule, lead_days: lead, horizon_days: lead, ..Plan::new(trigger) };
        let to = plus_days(day, length).unwrap_or(day);
        let window = Window { now: t("2027-01-02T00:00:00Z"), from: day, to };
        let found = occurrences(&plan, site, &history, window);
        prop_assert!(found.occurrences.iter().all(|o| (day..=to).contains(&o.due.date)));
        prop_assert!(adjustments(&plan, site, &history, window.now).is_empty(), "nothing is open");
        let judged = meter.judge(t("2027-01-05T00:00:00Z"), value);
        prop_assert!(judged.is_err() || value >= 0);
    }
}
