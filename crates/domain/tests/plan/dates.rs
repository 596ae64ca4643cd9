//! Which dates: month ends, weekdays, weeks, intervals.

use crate::support::*;
use domain::recurrence::{Choice, MonthEnd, Rule, Series, Unit, Weekday, Which};

#[test]
fn plan_01_month_ends_clamp_stay_last_or_are_skipped() {
    use MonthEnd::{Clamp, LastDay, Skip};
    for (anchor, every, month_end, dates) in [
        ("2027-01-31", 1, Clamp, "2027-01-31 02-28 03-31 04-30 05-31 06-30"),
        ("2027-01-31", 1, Skip, "2027-01-31 03-31 05-31 07-31 08-31 10-31"),
        ("2027-01-30", 1, Clamp, "2027-01-30 02-28 03-30 04-30"),
        ("2027-01-30", 1, LastDay, "2027-01-31 02-28 03-31 04-30"),
        ("2027-03-31", 6, Clamp, "2027-03-31 09-30 2028-03-31 09-30"),
        ("2027-03-31", 6, Skip, "2027-03-31 2028-03-31 2029-03-31"),
        ("2027-11-30", 3, Clamp, "2027-11-30 2028-02-29 05-30 08-30"),
    ] {
        let expected = list(dates);
        let series = series(anchor, &months(every, month_end));
        assert_eq!(first(&series, expected.len()), expected, "{anchor} {month_end}");
    }
}

#[test]
fn plan_01_month_ends_are_written_in_rfc_5545_and_read_back_the_same() {
    use MonthEnd::{Clamp, LastDay, Skip};
    for (anchor, choice, text) in [
        ("2027-01-30", months(1, Clamp), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;WKST=MO"),
        ("2027-01-31", months(1, Clamp), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;WKST=MO"),
        ("2027-01-31", months(1, Skip), "FREQ=MONTHLY;BYMONTHDAY=31;WKST=MO"),
        ("2027-01-31", months(1, LastDay), "FREQ=MONTHLY;BYMONTHDAY=-1;WKST=MO"),
        ("2027-01-15", months(3, Clamp), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15;WKST=MO"),
        (
            "2028-02-29",
            Choice::Years { every: 1, month_end: Clamp },
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;WKST=MO",
        ),
        (
            "2027-01-31",
            Choice::Years { every: 2, month_end: Clamp },
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=31;WKST=MO",
        ),
    ] {
        let rule = choice.rule(d(anchor));
        assert_eq!(rule.to_text(), text);
        let read = Rule::from_text(text).expect("our own text");
        assert_eq!((read.choice(d(anchor)), read), (Some(choice), rule), "{text}");
    }
}

#[test]
fn plan_01_a_rule_of_rfc_5545_without_a_day_skips_short_months() {
    let rule = Rule::from_text("FREQ=MONTHLY").expect("a rule");
    assert_eq!(rule.choice(d("2027-01-31")), Some(months(1, MonthEnd::Skip)));
}

#[test]
fn plan_02_the_fourth_thursday_is_not_the_last() {
    let thursday = |which| series("2027-02-25", &weekday(which, Weekday::Thursday));
    assert_eq!(first(&thursday(Which::Fourth), 6), list("2027-02-25 03-25 04-22 05-27 06-24 07-22"));
    assert_eq!(first(&thursday(Which::Last), 6), list("2027-02-25 03-25 04-29 05-27 06-24 07-29"));
    let offered = Choice::monthly(d("2027-02-25"), 1);
    let on_weekdays = [Which::Fourth, Which::Last].map(|which| weekday(which, Weekday::Thursday));
    assert_eq!(offered, [vec![months(1, MonthEnd::Clamp)], on_weekdays.to_vec()].concat());
}

#[test]
fn plan_01_month_ends_are_offered_from_the_day_that_a_month_may_lack() {
    use MonthEnd::{Clamp, LastDay, Skip};
    for (anchor, expected) in [
        ("2027-01-27", vec![Clamp]),
        ("2027-01-28", vec![Clamp, LastDay]),
        ("2027-01-29", vec![Clamp, Skip, LastDay]),
    ] {
        let offered = Choice::monthly(d(anchor), 2);
        let of_days = offered.iter().filter(|choice| matches!(choice, Choice::Months { .. })).cloned();
        let expected: Vec<_> = expected.into_iter().map(|month_end| months(2, month_end)).collect();
        assert_eq!(of_days.collect::<Vec<_>>(), expected, "{anchor}");
    }
}

#[test]
fn plan_02_a_weekday_of_a_year_is_that_of_its_month() {
    let tuesday = Choice::YearWeekday { every: 1, which: Which::First, weekday: Weekday::Tuesday };
    assert_eq!(first(&series("2027-03-02", &tuesday), 3), list("2027-03-02 2028-03-07 2029-03-06"));
    let rule = Rule::from_text("FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR").expect("a rule");
    let friday_the_13th = Series { rule, ..series("2027-01-01", &tuesday) };
    assert_eq!(first(&friday_the_13th, 2), list("2027-08-13 2028-10-13"));
}

#[test]
fn plan_02_a_fifth_monday_that_some_months_lack_is_said() {
    let fifth = weekday(Which::Fifth, Weekday::Monday);
    assert_eq!(first(&series("2027-03-29", &fifth), 5), list("2027-03-29 05-31 08-30 11-29 2028-01-31"));
    let warning = fifth.not_every_month(d("2027-03-29")).expect("a warning");
    assert_eq!((warning.found, warning.months), (5, 11));
    assert_eq!(first(&series("2027-03-29", &warning.instead), 5), list("2027-03-29 04-26 05-31 06-28 07-26"));
    assert_eq!(weekday(Which::Fourth, Weekday::Monday).not_every_month(d("2027-03-22")), None);
}

#[test]
fn plan_03_every_other_week_depends_on_the_first_day_of_the_week() {
    for (anchor, rule, dates) in [
        ("2023-09-03", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO", "2023-09-14 09-28 10-12"),
        ("2023-09-03", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU", "2023-09-07 09-21 10-05"),
        (
            "2027-03-02",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
            "2027-03-02 03-07 03-16 03-21 03-30 04-04",
        ),
        (
            "2027-03-02",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "2027-03-02 03-14 03-16 03-28 03-30 04-11",
        ),
    ] {
        let expected = list(dates);
        let series = Series {
            anchor: d(anchor),
            time: None,
            rule: Rule::from_text(rule).expect("a rule"),
            excluded: vec![],
        };
        assert_eq!(first(&series, expected.len()), expected, "{rule}");
        assert_eq!(series.rule.to_text(), rule, "written with its WKST");
        let choice = series.rule.choice(series.anchor).expect("a choice of the form");
        assert_eq!(choice.rule(series.anchor), series.rule, "chosen with its WKST");
    }
}

#[test]
fn plan_11_a_month_is_not_thirty_days() {
    let monthly = first(&series("2027-07-09", &months(1, MonthEnd::Clamp)), 13);
    let thirty = first(&series("2027-07-09", &days(30)), 13);
    assert_eq!((monthly[1].as_str(), monthly[12].as_str()), ("2027-08-09", "2028-07-09"));
    assert_eq!((thirty[1].as_str(), thirty[12].as_str()), ("2027-08-08", "2028-07-03"));
}

#[test]
fn an_interval_counts_from_its_start_not_from_the_date_before() {
    let month = every(1, Unit::Month);
    let from = d("2027-01-31");
    let dates: Vec<_> = (0..4).filter_map(|k| month.date(from, k)).map(|date| date.to_string()).collect();
    assert_eq!(dates, list("2027-01-31 02-28 03-31 04-30"));
    assert!(month.is_clamped(from, 1) && !month.is_clamped(from, 2));
    assert_eq!(every(1, Unit::Year).date(d("2028-02-29"), 1), Some(d("2029-02-28")));
    assert_eq!(every(2, Unit::Week).date(from, 1), Some(d("2027-02-14")));
    assert_eq!(every(u32::MAX, Unit::Year).date(from, i64::MAX), None);
}

#[test]
fn the_choice_of_a_rule_is_found_whatever_its_order() {
    let anchor = d("2027-03-02");
    let choice = |text: &str| Rule::from_text(text).expect("a rule").choice(anchor);
    let tuesday_and_sunday = vec![Weekday::Tuesday, Weekday::Sunday];
    assert_eq!(
        choice("FREQ=WEEKLY;BYDAY=SU,TU,SU;WKST=SU"),
        Some(Choice::Weeks { every: 1, on: tuesday_and_sunday, week_start: Weekday::Sunday })
    );
    assert_eq!(
        choice("FREQ=YEARLY;BYMONTH=3;BYDAY=1TU"),
        Some(Choice::YearWeekday { every: 1, which: Which::First, weekday: Weekday::Tuesday })
    );
    assert_eq!(choice("FREQ=YEARLY"), Some(Choice::Years { every: 1, month_end: MonthEnd::Clamp }));
    assert_eq!(choice("FREQ=DAILY;BYDAY=MO"), None);
    assert_eq!(choice("FREQ=MONTHLY;BYMONTHDAY=1,15"), None);
}
