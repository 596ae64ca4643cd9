//! No duplicate, no gap, phase kept; the same answer twice and in overlapping windows.

use crate::support::*;
use domain::{
    Date,
    plan::{Occurrence, Plan, Row, RowState, State},
    recurrence::{
        ByDay, Choice, ClosedDays, ClosedRule, Closure, End, Freq, MonthEnd, Rule, Series, Weekday,
        days_between, plus_days, resolve,
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ZONES: [&str; 7] = [
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Asia/Kathmandu",
    "Africa/Casablanca",
];

pub fn anchor() -> impl Strategy<Value = Date> {
    // Leap years, a century that is none, and every day of the month.
    (0_i64..60_000).prop_map(|n| plus_days(d("2000-01-01"), n).expect("in the calendar"))
}

fn by_day(numbers: std::ops::RangeInclusive<i8>) -> impl Strategy<Value = ByDay> {
    let nth = prop_oneof![Just(None), numbers.prop_map(|n| (n != 0).then_some(n))];
    (nth, 0_usize..7).prop_map(|(nth, day)| ByDay { nth, weekday: Weekday::ALL[day] })
}

pub fn rule() -> impl Strategy<Value = Rule> {
    let parts = (
        0_usize..4,
        1_u32..8,
        prop::collection::vec(by_day(-5..=5), 0..3),
        prop::collection::vec(prop_oneof![1_i8..=31, -31_i8..=-1], 0..3),
        prop::collection::vec(1_i8..=12, 0..3),
        prop::collection::vec(prop_oneof![1_i16..4, -3_i16..=-1], 0..2),
        0_usize..7,
        prop_oneof![Just(End::Never), (1_u32..40).prop_map(End::Count)],
    );
    parts.prop_filter_map(
        "a valid rule",
        |(freq, interval, by_day, by_month_day, by_month, by_set_pos, start, end)| {
            let freq = Freq::ALL[freq];
            let week_start = Weekday::ALL[start];
            let rule = Rule { freq, interval, by_day, by_month_day, by_month, by_set_pos, end, week_start };
            rule.check().is_ok().then_some(rule)
        },
    )
}

fn dates(series: &Series, from: Date, to: Date) -> Vec<Date> {
    series.dates(&paris(), from, to).map(|hit| hit.date).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn monthly_dates_have_no_gap_no_duplicate_and_keep_their_phase(
        anchor in anchor(), every in 1_u32..30, last_day in any::<bool>(),
    ) {
        let month_end = if last_day { MonthEnd::LastDay } else { MonthEnd::Clamp };
        let series = Series { anchor, time: None, rule: months(every, month_end).rule(anchor), excluded: vec![] };
        for (k, hit) in (0_i64..).zip(series.dates(&paris(), anchor, d("2300-01-01")).take(40)) {
            let months = i64::from(anchor.year()) * 12 + i64::from(anchor.month()) - 1 + k * i64::from(every);
            prop_assert_eq!(hit.k, k);
            let year_month = (i64::from(hit.date.year()), i64::from(hit.date.month()));
            prop_assert_eq!(year_month, (months.div_euclid(12), months.rem_euclid(12) + 1));
            let length = hit.date.days_in_month();
            prop_assert_eq!(hit.date.day(), if last_day { length } else { anchor.day().min(length) });
        }
    }

    #[test]
    fn daily_and_weekly_dates_are_anchor_plus_k_intervals(anchor in anchor(), every in 1_u32..400, weekly in any::<bool>()) {
        let choice = if weekly { weeks(every) } else { days(every) };
        let step = i64::from(every) * if weekly { 7 } else { 1 };
        let series = Series { anchor, time: None, rule: choice.rule(anchor), excluded: vec![] };
        let zone = paris();
        let found = series.dates(&zone, anchor, d("9999-12-31")).take(50);
        prop_assert!(found.zip(0_i64..).all(|(hit, k)| plus_days(anchor, k * step) == Some(hit.date)));
    }

    #[test]
    fn yearly_dates_come_once_a_year(anchor in anchor(), every in 1_u32..9) {
        let rule = Choice::Years { every, month_end: MonthEnd::Clamp }.rule(anchor);
        let series = Series { anchor, time: None, rule, excluded: vec![] };
        for (k, date) in (0_i64..).zip(dates(&series, anchor, d("2400-01-01")).into_iter().take(30)) {
            prop_assert_eq!(i64::from(date.year()), i64::from(anchor.year()) + k * i64::from(every));
            prop_assert_eq!((date.month(), date.day()), (anchor.month(), anchor.day().min(date.days_in_month())));
        }
    }

    #[test]
    fn a_window_shows_a_part_of_the_whole(
        anchor in anchor(), rule in rule(), from in 0_i64..2_000, length in 0_i64..1_500,
    ) {
        let series = Series { anchor, time: None, rule, excluded: vec![] };
        let (whole_to, from) = (plus_days(anchor, 3_500).expect("a day"), plus_days(anchor, from).expect("a day"));
        let to = plus_days(from, length).expect("a day");
        let whole = dates(&series, anchor, whole_to);
        prop_assert!(whole.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
        let part: Vec<_> = whole.into_iter().filter(|date| (from..=to).contains(date)).collect();
        prop_assert_eq!(dates(&series, from, to), part);
    }

    #[test]
    fn what_is_written_is_read_back_the_same(
        anchor in anchor(), rule in rule(), zone_at in 0..ZONES.len(), hour in 0_i8..24, whole_day in any::<bool>(),
    ) {
        let time = (!whole_day).then(|| at(&format!("{hour:02}:15"))).flatten();
        let series = Series { anchor, time, rule, excluded: vec![anchor] };
        let zone = zone(ZONES[zone_at]);
        let text = series.to_text(&zone);
        prop_assert_eq!(Series::from_text(&text, &zone), Ok(series), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(DTSTART|RRULE|EXDATE|FREQ=DAILY|UNTIL=|[:;=,]|\\PC|[0-9T]{0,9}Z?){0,12}") {
        let read = Series::from_text(&text, &paris());
        let rule = Rule::from_text(&text);
        prop_assert!(rule.is_err() || rule.is_ok_and(|rule| rule.check().is_ok()));
        prop_assert!(read.is_err() || text.contains("RRULE"));
    }

    #[test]
    fn a_time_stays_on_the_clock_across_every_change(
        zone_at in 0..ZONES.len(), day in 0_i64..3_000, hour in 0_i8..24, minute in 0_i8..60,
    ) {
        let zone = zone(ZONES[zone_at]);
        let date = plus_days(d("2022-01-01"), day).expect("a day");
        let time = at(&format!("{hour:02}:{minute:02}")).expect("a time");
        let resolved = resolve(date, time, &zone);
        let wanted = date.0.to_datetime(time.0);
        if resolved.change == Some(domain::recurrence::ClockChange::Missing) {
            // Moved forward by the length of the gap: the offset before it still holds.
            let minute_before = jiff::Timestamp::from_second(resolved.at.as_second() - 3 * 3600).expect("an instant");
            let before = zone.to_offset(minute_before);
            prop_assert_eq!(before.to_timestamp(wanted).ok(), Some(*resolved.at));
            prop_assert!(resolved.shown.0 > wanted);
        } else {
            prop_assert_eq!(zone.to_datetime(*resolved.at), wanted);
            // The first of two: no earlier instant shows the same.
            let earlier = [1800_i64, 3600, 7200].map(|s| jiff::Timestamp::from_second(resolved.at.as_second() - s));
            prop_assert!(earlier.into_iter().flatten().all(|at| zone.to_datetime(at) != wanted));
        }
    }
}

fn world_with(closures: &[(i64, i64)], week_end: bool, base: Date) -> World {
    let closure = |(from, days): &(i64, i64)| {
        let from = plus_days(base, *from).expect("a day");
        Closure { from, to: plus_days(from, *days).expect("a day") }
    };
    let weekdays = if week_end { vec![Weekday::Saturday, Weekday::Sunday] } else { vec![] };
    World {
        closed: ClosedDays { weekdays, closures: closures.iter().map(closure).collect() },
        ..World::default()
    }
}

fn keys(found: &[Occurrence]) -> BTreeSet<(String, String)> {
    found.iter().map(|o| (o.nominal.to_string(), format!("{} {:?}", o.due.date, o.state))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn overlapping_windows_agree_whatever_is_closed(
        closures in prop::collection::vec((0_i64..200, 0_i64..25), 0..4), week_end in any::<bool>(),
        every in 1_u32..12, rule in 0_usize..4, cut in 10_i64..200, overlap in 0_i64..40,
    ) {
        let base = d("2027-01-01");
        let world = world_with(&closures, week_end, base);
        let plan = Plan { closed_rule: ClosedRule::ALL[rule], ..Plan::fixed(series("2027-01-01", &days(every))) };
        let list = |from: i64, to: i64| {
            let date = |n| plus_days(base, n).expect("a day").to_string();
            world.list(&plan, "2026-12-01T08:00:00Z", &date(from), &date(to))
        };
        let whole = list(0, 260);
        let (left, right) = (list(0, cut + overlap), list(cut, 260));
        prop_assert_eq!(keys(&whole), &keys(&left) | &keys(&right));
        prop_assert_eq!(whole.len(), keys(&whole).len(), "none twice");
        let json = serde_json::to_string(&whole).expect("it travels");
        prop_assert_eq!(&serde_json::from_str::<Vec<Occurrence>>(&json).expect("it comes back"), &whole);
        // One intervention a day, and every date of the rule is accounted for.
        let standing: Vec<_> = whole.iter().filter(|o| o.is_standing()).map(|o| o.due.date).collect();
        prop_assert_eq!(standing.iter().collect::<BTreeSet<_>>().len(), standing.len());
        let nominals: BTreeSet<_> = whole.iter().filter_map(|o| o.nominal.date()).collect();
        let inside = dates(&series("2027-01-01", &days(every)), plus_days(base, 60).expect("a day"), plus_days(base, 200).expect("a day"));
        prop_assert!(inside.iter().all(|date| nominals.contains(date)), "no gap");
    }

    #[test]
    fn generating_again_writes_nothing_twice(every in 1_u32..9, lead in 0_u32..20, runs in prop::collection::vec(0_i64..120, 1..6)) {
        let base = d("2027-01-01");
        let plan = Plan { lead_days: lead, ..Plan::fixed(series("2027-01-01", &days(every))) };
        let mut world = World::default();
        let mut days_of_runs = runs;
        days_of_runs.sort_unstable();
        for run in &days_of_runs {
            let now = format!("{}T10:00:00Z", plus_days(base, *run).expect("a day"));
            for _ in 0..2 {
                let found = world.list(&plan, &now, "2027-01-01", "2027-12-31");
                let new = found.iter().filter(|o| o.state == State::Release);
                world.history.rows.extend(new.map(|o| Row::new(o.nominal, o.due.date, RowState::Open)));
            }
        }
        let written: Vec<_> = world.history.rows.iter().map(|row| row.nominal).collect();
        let last = plus_days(base, days_of_runs.last().copied().unwrap_or(0) + i64::from(lead)).expect("a day");
        let expected = dates(&series("2027-01-01", &days(every)), base, last);
        prop_assert_eq!(written.len(), expected.len());
        prop_assert!(written.iter().zip(&expected).all(|(nominal, date)| nominal.date() == Some(*date)));
    }

    #[test]
    fn a_floating_plan_always_has_exactly_one_next(
        done_on in prop::collection::vec(0_i64..400, 0..5), every_days in 1_u32..60,
    ) {
        let base = d("2027-01-01");
        let plan = floating("2027-01-01", every(every_days, domain::recurrence::Unit::Day));
        let rows = done_on.iter().enumerate().map(|(n, day)| {
            let on = plus_days(base, *day).expect("a day");
            row(&plus_days(base, n as i64).expect("a day").to_string(), done(&format!("{on}T10:00:00Z")))
        });
        let world = World::with(rows.collect());
        let found = world.list(&plan, "2027-01-01T08:00:00Z", "2027-01-01", "2029-12-31");
        let next: Vec<_> = found.iter().filter(|o| matches!(o.state, State::Forecast | State::Release)).collect();
        prop_assert_eq!(next.len(), 1);
        let expected = done_on.iter().max().map_or(0, |last| last + i64::from(every_days));
        prop_assert_eq!(days_between(base, next[0].due.date), expected);
    }
}
