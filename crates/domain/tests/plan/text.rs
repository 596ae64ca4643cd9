//! RFC 5545 text, read and written.

use crate::support::*;
use domain::recurrence::{End, Rule, RuleError, Series, Until, resolve};

fn read(text: &str) -> Series {
    Series::from_text(text, &paris()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn weekly(start: &str, until: &str) -> Vec<String> {
    let text = format!("DTSTART;TZID=Europe/Paris:{start}\nRRULE:FREQ=WEEKLY;UNTIL={until}");
    first(&read(&text), 100)
}

#[test]
fn plan_03_a_part_that_is_not_supported_is_refused_by_name() {
    for (rule, part) in [
        ("FREQ=DAILY;BYHOUR=8", "BYHOUR"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY"),
        ("FREQ=MONTHLY;RSCALE=GREGORIAN", "RSCALE"),
        ("FREQ=MONTHLY;SKIP=OMIT", "SKIP"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),
    ] {
        assert_eq!(Rule::from_text(rule), Err(RuleError::Unsupported { part: part.into() }), "{rule}");
    }
    let with_rdate = "DTSTART:20270101T080000\nRRULE:FREQ=DAILY\nRDATE:20270105T080000";
    let refused = Series::from_text(with_rdate, &paris());
    assert_eq!(refused, Err(RuleError::Unsupported { part: "RDATE".into() }));
}

#[test]
fn plan_03_a_rule_written_always_carries_the_first_day_of_the_week() {
    assert_eq!(Rule::from_text("freq=daily").expect("a rule").to_text(), "FREQ=DAILY;WKST=MO");
    assert_eq!(Rule::from_text("RRULE:FREQ=DAILY;WKST=SA").expect("a rule").to_text(), "FREQ=DAILY;WKST=SA");
}

#[test]
fn plan_04_until_belongs_to_the_series_in_its_zone() {
    for (until, count, last) in [
        ("20270201T070000Z", 5, "2027-02-01"),
        ("20270201T065959Z", 4, "2027-01-25"),
        ("20270201", 5, "2027-02-01"),
        ("20270201T080000", 5, "2027-02-01"),
        ("20270201T075959", 4, "2027-01-25"),
    ] {
        let dates = weekly("20270104T080000", until);
        assert_eq!((dates.len(), dates[count - 1].as_str()), (count, last), "{until}");
    }
}

#[test]
fn plan_04_until_holds_across_the_clock_change() {
    let dates = weekly("20270308T080000", "20270329T060000Z");
    assert_eq!(dates, list("2027-03-08 03-15 03-22 03-29"));
    let instants: Vec<_> = dates
        .iter()
        .map(|date| resolve(d(date), at("08:00").expect("a time"), &paris()).at.to_string())
        .collect();
    assert_eq!(instants[2..], ["2027-03-22T07:00:00Z", "2027-03-29T06:00:00Z"]);
}

#[test]
fn count_counts_before_dates_are_excluded() {
    let text = "DTSTART;TZID=Europe/Paris:20270104T080000\r\nRRULE:FREQ=DAILY;COUNT=3;WKST=MO\r\n\
                EXDATE;TZID=Europe/Paris:20270105T080000";
    let series = read(text);
    assert_eq!(first(&series, 10), list("2027-01-04 01-06"));
    assert_eq!(series.to_text(&paris()), text);
}

#[test]
fn whole_days_are_written_as_dates() {
    let text = "DTSTART;VALUE=DATE:20270131\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270630;WKST=SU\r\n\
                EXDATE;VALUE=DATE:20270228,20270430";
    let series = read(text);
    assert_eq!(series.to_text(&paris()), text);
    assert_eq!(first(&series, 10), list("2027-01-31 03-31 05-31 06-30"));
    assert_eq!(read("DTSTART:20270131\nRRULE:FREQ=DAILY").time, None);
    // A day ends with the instant of the rule's end in it.
    let until = read("DTSTART;VALUE=DATE:20270131\nRRULE:FREQ=DAILY;UNTIL=20270202T080000");
    assert_eq!(first(&until, 10), list("2027-01-31 02-01 02-02"));
}

#[test]
fn a_last_weekday_among_days_of_the_month_is_counted_from_its_end() {
    let last_friday =
        "DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=-1FR";
    assert_eq!(first(&read(last_friday), 4), list("2027-01-29 02-26 03-26 04-30"));
    let before = last_friday.replace("-1FR", "-2FR");
    assert_eq!(first(&read(&before), 1), Vec::<String>::new(), "none of them is after the 24th");
}

#[test]
fn a_numbered_weekday_among_days_of_the_month_is_counted_from_its_beginning() {
    let friday_the_13th = "DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=2FR";
    assert_eq!(first(&read(friday_the_13th), 2), list("2027-08-13 2028-10-13"));
    let first_friday = friday_the_13th.replace("2FR", "1FR");
    assert_eq!(first(&read(&first_friday), 1), Vec::<String>::new(), "the 13th is in no first week");
}

#[test]
fn a_start_or_a_rule_given_twice_is_refused() {
    let (start, rule) = ("DTSTART:20270101", "RRULE:FREQ=DAILY");
    for (text, part) in [([start, start, rule], "DTSTART"), ([start, rule, rule], "RRULE")] {
        let refused = Series::from_text(&text.join("\n"), &paris());
        assert_eq!(refused, Err(RuleError::Repeated { part: part.into() }));
    }
}

#[test]
fn a_time_of_the_day_has_24_hours_and_60_minutes() {
    let time = domain::recurrence::TimeOfDay::new;
    assert_eq!(time(8, 30), at("08:30"));
    assert_eq!((time(24, 0), time(8, 60), time(-1, 0)), (None, None, None));
}

#[test]
fn an_end_is_written_as_it_was_read() {
    for text in ["20270201", "20270201T080000", "20270201T070000Z"] {
        let rule = Rule::from_text(&format!("FREQ=DAILY;UNTIL={text}")).expect("a rule");
        assert_eq!(rule.to_text(), format!("FREQ=DAILY;UNTIL={text};WKST=MO"));
    }
    let rule = Rule::from_text("FREQ=DAILY;UNTIL=20270201").expect("a rule");
    assert_eq!(rule.end, End::Until(Until::Day(d("2027-02-01"))));
}

#[test]
fn folded_lines_are_one() {
    let text = "DTSTART;TZID=Europe/\r\n Paris:20270104T080000\r\nRRULE:FREQ=WEEKLY;BY\r\n\tDAY=MO\r\n";
    assert_eq!(first(&read(text), 2), list("2027-01-04 01-11"));
}

#[test]
fn a_series_of_another_zone_is_refused_with_both() {
    let differs = |read: &str| Err(RuleError::ZoneDiffers { read: read.into(), site: "Europe/Paris".into() });
    let in_zone = |start: &str| Series::from_text(&format!("{start}\nRRULE:FREQ=DAILY"), &paris());
    assert_eq!(in_zone("DTSTART;TZID=Asia/Tokyo:20270104T080000"), differs("Asia/Tokyo"));
    assert_eq!(in_zone("DTSTART:20270104T080000Z"), differs("UTC"));
    let utc =
        Series::from_text("DTSTART:20270104T080000Z\nRRULE:FREQ=DAILY", &zone("UTC")).expect("its zone");
    assert_eq!(utc.time, at("08:00"));
    assert!(utc.to_text(&zone("UTC")).starts_with("DTSTART:20270104T080000Z\r\n"));
}

#[test]
fn a_start_is_of_the_kind_that_it_says() {
    let start = |text: &str| Series::from_text(&format!("DTSTART;{text}\nRRULE:FREQ=DAILY"), &paris());
    assert_eq!(start("VALUE=DATE:20270104").map(|series| series.time), Ok(None));
    assert_eq!(start("VALUE=DATE-TIME:20270104T080000").map(|series| series.time), Ok(at("08:00")));
    for (kind, value) in
        [("DATE", "20270104T080000"), ("DATE-TIME", "20270104"), ("PERIOD", "20270104T080000")]
    {
        let malformed = RuleError::Malformed { part: "DTSTART".into(), value: value.into() };
        assert_eq!(start(&format!("VALUE={kind}:{value}")), Err(malformed), "{kind}");
    }
}

#[test]
fn an_excluded_time_that_is_none_of_the_series_is_refused() {
    let text = "DTSTART:20270104T080000\nRRULE:FREQ=DAILY\nEXDATE:20270105T090000";
    assert_eq!(
        Series::from_text(text, &paris()),
        Err(RuleError::ExcludesNothing { value: "20270105T090000".into() })
    );
    let by_day = read("DTSTART:20270104T080000\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20270105");
    assert_eq!(first(&by_day, 2), list("2027-01-04 01-06"));
}

#[test]
fn what_makes_no_sense_is_refused_with_its_part() {
    let malformed = |part: &str, value: &str| RuleError::Malformed { part: part.into(), value: value.into() };
    let together =
        |part: &str, other: &str| RuleError::NotTogether { part: part.into(), other: other.into() };
    for (rule, error) in [
        ("FREQ=DAILY;INTERVAL=0", malformed("INTERVAL", "0")),
        ("FREQ=DAILY;COUNT=0", malformed("COUNT", "0")),
        ("FREQ=DAILY;COUNT=-1", malformed("COUNT", "-1")),
        ("FREQ=DAILY;UNTIL=20270230", malformed("UNTIL", "20270230")),
        ("FREQ=DAILY;UNTIL=20270201T2500", malformed("UNTIL", "20270201T2500")),
        ("FREQ=DAILY;UNTIL=20270201T+8+0+0", malformed("UNTIL", "20270201T+8+0+0")),
        ("FREQ=FORTNIGHTLY", malformed("FREQ", "FORTNIGHTLY")),
        ("FREQ=MONTHLY;BYMONTHDAY=32", malformed("BYMONTHDAY", "32")),
        ("FREQ=MONTHLY;BYMONTHDAY=0", malformed("BYMONTHDAY", "0")),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", malformed("BYMONTHDAY", "1,,2")),
        ("FREQ=MONTHLY;BYDAY=6MO", malformed("BYDAY", "6")),
        ("FREQ=YEARLY;BYDAY=54MO", malformed("BYDAY", "54")),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", malformed("BYDAY", "6")),
        ("FREQ=MONTHLY;BYDAY=XX", malformed("BYDAY", "XX")),
        ("FREQ=MONTHLY;BYDAY=M", malformed("BYDAY", "M")),
        ("FREQ=YEARLY;BYMONTH=13", malformed("BYMONTH", "13")),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", malformed("BYSETPOS", "0")),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", malformed("BYSETPOS", "367")),
        ("FREQ=DAILY;WKST=8", malformed("WKST", "8")),
        ("DAILY", malformed("DAILY", "")),
        ("FREQ=WEEKLY;BYDAY=1MO", together("BYDAY with a number", "FREQ=WEEKLY")),
        ("FREQ=DAILY;BYDAY=1MO", together("BYDAY with a number", "FREQ=DAILY")),
        ("FREQ=WEEKLY;BYMONTHDAY=1", together("BYMONTHDAY", "FREQ=WEEKLY")),
        ("FREQ=DAILY;COUNT=1;UNTIL=20270201", together("COUNT", "UNTIL")),
        ("FREQ=DAILY;INTERVAL=1;INTERVAL=2", RuleError::Repeated { part: "INTERVAL".into() }),
        ("INTERVAL=1", RuleError::Missing { part: "FREQ".into() }),
    ] {
        assert_eq!(Rule::from_text(rule), Err(error), "{rule}");
    }
    let alone = Rule::from_text("FREQ=MONTHLY;BYSETPOS=1");
    assert!(matches!(alone, Err(RuleError::Missing { .. })), "{alone:?}");
    let missing = |part: &str| Err(RuleError::Missing { part: part.into() });
    assert_eq!(Series::from_text("RRULE:FREQ=DAILY", &paris()), missing("DTSTART"));
    assert_eq!(Series::from_text("DTSTART:20270104", &paris()), missing("RRULE"));
}

#[test]
fn the_greatest_numbers_of_a_part_are_allowed() {
    for rule in [
        "FREQ=MONTHLY;BYMONTHDAY=31,-31;WKST=MO",
        "FREQ=MONTHLY;BYDAY=5MO,-5SU;WKST=MO",
        "FREQ=YEARLY;BYDAY=53MO,-53SU;WKST=MO",
        "FREQ=YEARLY;BYMONTH=1,12;BYDAY=5MO;WKST=MO",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366,-366;WKST=MO",
    ] {
        assert_eq!(Rule::from_text(rule).map(|rule| rule.to_text()).as_deref(), Ok(rule));
    }
}

#[test]
fn a_start_that_the_rule_does_not_give_is_no_date() {
    let series = read("DTSTART:20270101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2");
    assert_eq!(first(&series, 5), list("2027-01-15 02-15"));
}
