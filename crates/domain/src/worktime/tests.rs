use super::*;
use crate::{Date, LocalDateTime, Timestamp, span::Span};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

fn paris() -> TimeZone {
    zone("Europe/Paris")
}

fn clock(text: &str) -> ClockTime {
    text.parse().expect("a time")
}

fn local(text: &str) -> LocalDateTime {
    text.parse().expect("a civil time")
}

fn at(text: &str) -> Timestamp {
    instant_of(local(text), &paris())
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn shifts(days: &[Weekday], hours: &[(&str, &str)]) -> Vec<Shift> {
    let of = |day: &Weekday| {
        let day = *day;
        hours.iter().map(move |(starts, ends)| Shift { day, starts: clock(starts), ends: clock(ends) })
    };
    days.iter().flat_map(of).collect()
}

/// Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00.
fn office() -> WorkCalendar {
    let rota = Rota::weekly(shifts(&Weekday::ALL[..5], &[("08:00", "12:00"), ("13:00", "17:00")]));
    WorkCalendar { rotas: vec![rota], ..Default::default() }
}

fn written(calendar: &WorkCalendar, from: &str, until: &str, zone: &TimeZone) -> Vec<String> {
    let window = Span::new(instant_of(local(from), zone), instant_of(local(until), zone)).expect("a window");
    let spans = calendar.working(window, zone);
    spans.iter().map(|s| format!("{} {}", s.start, s.end)).collect()
}

#[test]
fn notif_07_delays_in_working_hours() {
    let mut calendar = office();
    let zone = paris();
    let after_8_hours = |calendar: &WorkCalendar| {
        let time = WorkingTime { calendar, zone: &zone };
        time.add_minutes(at("2027-03-05T16:00"), 8 * 60)
    };
    assert_eq!(after_8_hours(&calendar), Ok(at("2027-03-08T16:00")));
    calendar.closures.push(CivilSpan::days(day("2027-03-08"), day("2027-03-08")));
    assert_eq!(after_8_hours(&calendar), Ok(at("2027-03-09T16:00")));
}

#[test]
fn the_people_on_call_are_those_on_duty_and_not_absent() {
    let saturday = CivilSpan::days(day("2027-03-06"), day("2027-03-06"));
    let on_duty = WorkCalendar { on_call: vec![saturday], ..Default::default() };
    let ill = WorkCalendar { absences: vec![saturday], ..on_duty.clone() };
    let people = [(1, &ill), (2, &on_duty)];
    assert_eq!(on_call_at(people, at("2027-03-06T03:15"), &paris()), [2]);
    assert_eq!(on_call_at(people, at("2027-03-07T00:00"), &paris()), [0; 0]);
}

#[test]
fn a_night_shift_is_an_hour_shorter_or_longer_when_the_clock_changes() {
    let nights = Rota::weekly(shifts(&[Weekday::Saturday], &[("22:00", "06:00")]));
    let calendar = WorkCalendar { rotas: vec![nights], ..Default::default() };
    let zone = paris();
    let hours = |from: &str, until: &str| {
        WorkingTime { calendar: &calendar, zone: &zone }.minutes_between(at(from), at(until)) / 60
    };
    assert_eq!(hours("2027-03-20T12:00", "2027-03-21T12:00"), 8);
    assert_eq!(hours("2027-03-27T12:00", "2027-03-28T12:00"), 7);
    assert_eq!(hours("2027-10-30T12:00", "2027-10-31T12:00"), 9);
}

#[test]
fn a_shift_in_the_hour_that_is_skipped_moves_by_the_gap_and_in_the_double_hour_is_the_first() {
    let rota = Rota::weekly(shifts(&[Weekday::Sunday], &[("02:15", "02:45")]));
    let calendar = WorkCalendar { rotas: vec![rota], ..Default::default() };
    let of =
        |day: &str| written(&calendar, &format!("{day}T00:00"), &format!("{day}T23:00"), &paris()).join(", ");
    assert_eq!(of("2027-03-28"), "2027-03-28T01:15:00Z 2027-03-28T01:45:00Z");
    assert_eq!(of("2027-10-31"), "2027-10-31T00:15:00Z 2027-10-31T00:45:00Z");
}

#[test]
fn alternating_weeks_follow_the_first_one_both_ways() {
    let early = shifts(&[Weekday::Monday], &[("06:00", "14:00")]);
    let late = shifts(&[Weekday::Monday], &[("14:00", "22:00")]);
    let rota = Rota { first_week: day("2027-03-03"), weeks: vec![early, late], from: None, until: None };
    let calendar = WorkCalendar { rotas: vec![rota], ..Default::default() };
    let starts = written(&calendar, "2027-02-15T00:00", "2027-03-16T00:00", &zone("UTC"));
    let hours: Vec<&str> = starts.iter().map(|s| &s[..13]).collect();
    let expected = ["2027-02-15T06", "2027-02-22T14", "2027-03-01T06", "2027-03-08T14", "2027-03-15T06"];
    assert_eq!(hours, expected);
}

#[test]
fn a_rota_holds_from_its_first_day_to_its_last() {
    let mut calendar = office();
    calendar.rotas[0].from = Some(day("2027-03-02"));
    calendar.rotas[0].until = Some(day("2027-03-03"));
    let spans = written(&calendar, "2027-02-01T00:00", "2027-04-01T00:00", &zone("UTC"));
    let days: Vec<&str> = spans.iter().map(|s| &s[..10]).collect();
    assert_eq!(days, ["2027-03-02", "2027-03-02", "2027-03-03", "2027-03-03"]);
}

#[test]
fn overtime_on_a_closed_day_is_worked_and_an_absence_takes_everything() {
    let monday = CivilSpan::days(day("2027-03-08"), day("2027-03-08"));
    let overtime = CivilSpan { from: local("2027-03-08T09:00"), until: local("2027-03-08T12:00") };
    let mut calendar = WorkCalendar { closures: vec![monday], overtime: vec![overtime], ..office() };
    let of = |calendar: &WorkCalendar| written(calendar, "2027-03-08T00:00", "2027-03-09T00:00", &paris());
    assert_eq!(of(&calendar), ["2027-03-08T08:00:00Z 2027-03-08T11:00:00Z"]);
    calendar.absences.push(CivilSpan { from: local("2027-03-08T11:00"), until: local("2027-03-08T14:00") });
    assert_eq!(of(&calendar), ["2027-03-08T08:00:00Z 2027-03-08T10:00:00Z"]);
}

#[test]
fn a_closed_day_cuts_the_night_that_reaches_into_it() {
    let nights = Rota::weekly(shifts(&[Weekday::Friday], &[("22:00", "06:00")]));
    let closed = CivilSpan::days(day("2027-03-06"), day("2027-03-06"));
    let calendar = WorkCalendar { rotas: vec![nights], closures: vec![closed], ..Default::default() };
    let spans = written(&calendar, "2027-03-05T00:00", "2027-03-08T00:00", &zone("UTC"));
    assert_eq!(spans, ["2027-03-05T22:00:00Z 2027-03-06T00:00:00Z"]);
}

#[test]
fn a_shift_of_a_whole_day_ends_where_it_begins() {
    let rota = Rota::weekly(shifts(&[Weekday::Friday], &[("24:00", "24:00")]));
    let calendar = WorkCalendar { rotas: vec![rota], ..Default::default() };
    // It starts with the Saturday and is still found from its last hour.
    let spans = written(&calendar, "2027-03-06T23:00", "2027-03-09T00:00", &zone("UTC"));
    assert_eq!(spans, ["2027-03-06T23:00:00Z 2027-03-07T00:00:00Z"]);
}

#[test]
fn the_next_and_the_previous_working_instant() {
    let calendar = office();
    let zone = paris();
    let time = WorkingTime { calendar: &calendar, zone: &zone };
    for (from, next, previous) in [
        ("2027-03-05T16:00", "2027-03-05T16:00", "2027-03-05T16:00"),
        ("2027-03-05T17:00", "2027-03-08T08:00", "2027-03-05T17:00"),
        ("2027-03-07T10:00", "2027-03-08T08:00", "2027-03-05T17:00"),
        ("2027-03-05T12:30", "2027-03-05T13:00", "2027-03-05T12:00"),
        ("2027-03-05T08:00", "2027-03-05T08:00", "2027-03-05T08:00"),
    ] {
        assert_eq!(time.next_instant(at(from)), Ok(at(next)), "next of {from}");
        assert_eq!(time.previous_instant(at(from)), Ok(at(previous)), "previous of {from}");
    }
}

#[test]
fn months_without_work_and_months_of_work_are_counted_through() {
    let mut calendar = office();
    let zone = paris();
    let (monday, friday) = (at("2027-01-04T00:00"), at("2027-05-21T17:00"));
    let time = WorkingTime { calendar: &calendar, zone: &zone };
    let twenty_weeks = 20 * 5 * 8 * 60;
    assert_eq!(time.add_minutes(monday, twenty_weeks), Ok(friday));
    assert_eq!(time.minutes_between(monday, friday), i64::from(twenty_weeks));
    calendar.closures = vec![CivilSpan::days(day("2027-01-09"), day("2027-06-30"))];
    let time = WorkingTime { calendar: &calendar, zone: &zone };
    assert_eq!(time.previous_instant(friday), Ok(at("2027-01-08T17:00")));
    assert_eq!(time.next_instant(at("2027-01-08T17:00")), Ok(at("2027-07-01T08:00")));
    assert_eq!(time.minutes_between(monday, friday), 5 * 8 * 60);
}

#[test]
fn a_calendar_without_work_says_so_and_the_ends_of_time_are_no_accident() {
    let (calendar, busy, zone) = (WorkCalendar::default(), office(), paris());
    let never = WorkingTime { calendar: &calendar, zone: &zone };
    let from = at("2027-03-05T16:00");
    assert_eq!(never.add_minutes(from, 0), Ok(from));
    assert_eq!(never.add_minutes(from, 1), Err(NoWorkingTime));
    assert_eq!(never.next_instant(from), Err(NoWorkingTime));
    assert_eq!(never.previous_instant(from), Err(NoWorkingTime));
    let time = WorkingTime { calendar: &busy, zone: &zone };
    assert_eq!(time.add_minutes(from, u32::MAX), Err(NoWorkingTime));
    let last = Timestamp::from_millis(i64::MAX);
    assert_eq!(time.next_instant(last), Err(NoWorkingTime));
    assert_eq!(time.minutes_between(last, from), 0);
    assert!(time.previous_instant(last).is_ok());
    let first = Timestamp::new(jiff::Timestamp::MIN);
    assert!(time.next_instant(first).is_ok());
    assert_eq!(time.previous_instant(first), Err(NoWorkingTime));
}

#[test]
fn days_have_23_24_and_25_hours_and_one_was_never_there() {
    let hours = |from: &str, until: &str, zone: &TimeZone| -> Vec<(String, i64)> {
        let window =
            Span::new(instant_of(local(from), zone), instant_of(local(until), zone)).expect("a window");
        days(window, zone).map(|(day, part)| (day.to_string(), part.seconds() / 3600)).collect()
    };
    let lengths = |from, until| hours(from, until, &paris()).into_iter().map(|(_, h)| h).collect::<Vec<_>>();
    assert_eq!(lengths("2027-03-27T00:00", "2027-03-29T00:00"), [24, 23]);
    assert_eq!(lengths("2027-10-31T00:00", "2027-11-01T12:00"), [25, 12]);
    // Samoa went from 29 to 31 December.
    let apia = hours("2011-12-29T00:00", "2012-01-01T00:00", &zone("Pacific/Apia"));
    assert_eq!(apia, [("2011-12-29".into(), 24), ("2011-12-31".into(), 24)]);
}

#[test]
fn work_02_a_period_is_cut_at_midnight_of_the_site() {
    let parts = |from, until| {
        let window = Span::new(at(from), at(until)).expect("a window");
        days(window, &paris()).map(|(_, part)| part.seconds()).collect::<Vec<_>>()
    };
    assert_eq!(parts("2027-03-10T22:30", "2027-03-11T00:45"), [5400, 2700]);
    assert_eq!(parts("2027-03-27T22:00", "2027-03-28T06:00"), [7200, 18_000]);
}

fn calendars() -> impl Strategy<Value = WorkCalendar> {
    let shift = (0_usize..7, 0_u16..24, 0_u16..4, 0_u16..24).prop_map(|(day, hour, quarter, end)| Shift {
        day: Weekday::ALL[day],
        starts: ClockTime::new(hour, quarter * 15).expect("a time"),
        ends: ClockTime::new(end, 0).expect("a time"),
    });
    let weeks = prop::collection::vec(prop::collection::vec(shift, 1..6), 1..3);
    let closure = (0_i64..60, 0_i64..4);
    (weeks, prop::collection::vec(closure, 0..3)).prop_map(|(weeks, closures)| {
        let first = day("2027-03-01");
        let rota = Rota { first_week: first, weeks, from: None, until: None };
        let closed = closures.into_iter().map(|(from, length)| {
            let day = |n: i64| Date(first.0.saturating_add(jiff::Span::new().days(n)));
            CivilSpan::days(day(from), day(from + length))
        });
        WorkCalendar { rotas: vec![rota], closures: closed.collect(), ..Default::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn adding_and_counting_working_minutes_are_inverse(
        calendar in calendars(), minute in 0_i64..60 * 24 * 60, minutes in 1_u32..6000,
    ) {
        let zone = paris();
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let from = at("2027-03-01T00:00").plus_seconds(minute * 60);
        let reached = time.add_minutes(from, minutes).expect("worked every week or two");
        prop_assert_eq!(time.minutes_between(from, reached), i64::from(minutes));
        // It is the earliest such instant, and a working one or the end of a shift.
        prop_assert_eq!(time.minutes_between(from, reached.plus_seconds(-60)), i64::from(minutes) - 1);
        prop_assert_eq!(time.previous_instant(reached), Ok(reached));
    }

    #[test]
    fn the_days_of_a_period_add_up_to_it(
        calendar in calendars(), from in 0_i64..60 * 24 * 60, length in 1_i64..40 * 24 * 60,
    ) {
        let zone = paris();
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let start = at("2027-03-01T00:00").plus_seconds(from * 60);
        let window = Span::new(start, start.plus_seconds(length * 60)).expect("a window");
        let days = time.seconds_by_day(window);
        prop_assert_eq!(days.iter().map(|(_, s)| s).sum::<i64>(), time.seconds_between(start, window.end));
    }
}
