//! The published cases, with the numbers recomputed.

use super::*;
use DowntimeKind::{External, Planned};

#[test]
fn kpi_01_a_failure_that_begins_inside_a_planned_stop() {
    let window = span(utc("2013-06-19T00:00:00Z"), utc("2013-06-20T00:00:00Z"));
    let plant = plant(
        vec![failure(1, utc("2013-06-19T08:06:56Z"), utc("2013-06-19T09:48:36Z"))],
        vec![stop(1, Planned, utc("2013-06-19T08:00:00Z"), utc("2013-06-19T08:15:00Z"))],
    );
    let times = ask(plant.clone(), window, |scope| scope.times());
    assert_eq!(times, Times { required: 86_400, up: 79_884, planned: 900, unplanned: 5_616, external: 0 });
    close(&ask(plant.clone(), window, |scope| scope.availability_failures()), 0.935);
    close(&ask(plant.clone(), window, |scope| scope.availability_operational()), 79_884.0 / 86_400.0);
    let mttr = ask(plant.clone(), window, |scope| scope.mttr());
    assert_eq!((mttr.numerator, mttr.denominator), (6_100, 1));
    assert_eq!(mttr.beside[&Beside::CountedUnplanned], 5_616);
    assert_eq!(ask(plant, window, |scope| scope.mtbf()).denominator, 1);
}

#[test]
fn kpi_02_down_for_a_cause_outside() {
    let window = span(hours(0), hours(720));
    let planned = stop(1, Planned, hours(100), hours(120));
    let cut = stop(2, External, hours(200), hours(300));
    let apart = vec![failure(1, hours(10), hours(14)), failure(2, hours(400), hours(406))];
    let plant_apart = plant(apart, vec![planned.clone(), cut.clone()]);
    let times = ask(plant_apart.clone(), window, |scope| scope.times());
    assert_eq!((times.up, times.required), (590 * HOUR, 720 * HOUR));
    close(&ask(plant_apart.clone(), window, |scope| scope.availability_failures()), 710.0 / 720.0);
    close(&ask(plant_apart.clone(), window, |scope| scope.availability_operational()), 590.0 / 720.0);
    close(&ask(plant_apart.clone(), window, |scope| scope.operating_time()), 590.0 * 3600.0);
    close(&ask(plant_apart, window, |scope| scope.mtbf()), 295.0 * 3600.0);

    let inside = vec![failure(1, hours(210), hours(214)), failure(2, hours(400), hours(406))];
    let plant_inside = plant(inside, vec![planned, cut]);
    assert_eq!(ask(plant_inside.clone(), window, |scope| scope.times()).up, 594 * HOUR);
    let availability = ask(plant_inside.clone(), window, |scope| scope.availability_failures());
    close(&availability, 714.0 / 720.0);
    assert_eq!(availability.beside[&Beside::PlannedTime], 20 * HOUR);
    close(&ask(plant_inside, window, |scope| scope.mtbf()), 297.0 * 3600.0);
}

/// Published with calendar time in place of up time, as 1,460 h.
#[test]
fn kpi_03_mtbf_divides_up_time_and_the_three_availabilities_differ() {
    let window = span(hours(0), hours(8_760));
    let start = |k: i64| hours(1_000 * k);
    let faults: Vec<Failure> =
        (1..=6).map(|k| failure(k, start(k), start(k).plus_seconds(8 * HOUR))).collect();
    let work = |k: i64| Work {
        id: InterventionId(k),
        item: EquipmentId(1),
        kind: crate::intervention::InterventionKind::Corrective,
        failures: vec![FailureId(k)],
        reported: start(k),
        reacted: None,
        started: None,
        completed: None,
        cancelled: false,
    };
    let period = |k: i64| Period {
        id: k,
        work: InterventionId(k),
        technician: UserId(1),
        started: start(k),
        ended: End::At(start(k).plus_seconds(8 * HOUR)),
    };
    let plant = Plant {
        works: (1..=6).map(work).collect(),
        periods: (1..=6).map(period).collect(),
        ..plant(faults, vec![stop(1, Planned, hours(8_000), hours(8_040))])
    };
    close(&ask(plant.clone(), window, |scope| scope.mtbf()), 8_672.0 / 6.0 * 3600.0);
    close(&ask(plant.clone(), window, |scope| scope.mttr()), 8.0 * 3600.0);
    close(&ask(plant.clone(), window, |scope| scope.availability_failures()), 8_712.0 / 8_760.0);
    close(&ask(plant.clone(), window, |scope| scope.availability_operational()), 8_672.0 / 8_760.0);
    let inherent = ask(plant, window, |scope| scope.availability_inherent());
    close(&inherent, (8_672.0 / 6.0) / (8_672.0 / 6.0 + 8.0));
    assert!((inherent.value.exact().expect("a value") - 0.994_495_41).abs() < 1.0e-8);
    assert_eq!(counted(&inherent), (1..=6).map(fault).collect::<Vec<_>>());
}

fn paris() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Europe/Paris").expect("bundled")
}

fn in_paris(from: &str, to: &str) -> Span {
    window(date(from), date(to), &paris()).expect("days")
}

#[test]
fn kpi_04_months_are_months_of_the_site() {
    for (from, to, seconds, percent) in [
        ("2028-02-01", "2028-03-01", 2_505_600, 99.784_483),
        ("2027-03-01", "2027-04-01", 2_674_800, 99.798_116),
        ("2027-10-01", "2027-11-01", 2_682_000, 99.798_658),
    ] {
        let month = in_paris(from, to);
        let outage = |k: i64| {
            let start = month.start.plus_seconds(k * 5 * DAY);
            failure(k, start, start.plus_seconds(1_800))
        };
        let plant = plant((1..=3).map(outage).collect(), vec![]);
        let availability = ask(plant.clone(), month, |scope| scope.availability_operational());
        assert_eq!(availability.denominator, seconds);
        assert!((availability.value.exact().expect("a value") * 100.0 - percent).abs() < 1.0e-6, "{from}");
        close(&ask(plant.clone(), month, |scope| scope.mttr()), 1_800.0);
        close(&ask(plant, month, |scope| scope.mtbf()), (seconds - 5_400) as f64 / 3.0);
    }
    let months = Grain::Month.split(date("2027-01-01"), date("2028-01-01"));
    let seconds = |(from, to): &(Date, Date)| window(*from, *to, &paris()).expect("a month").seconds();
    assert_eq!(months.len(), 12);
    assert_eq!(months.iter().map(seconds).sum::<i64>(), in_paris("2027-01-01", "2028-01-01").seconds());
}

#[test]
fn kpi_05_without_a_failure_the_mtbf_is_absent_and_has_a_lower_bound() {
    use crate::reliability::Sides;
    let window = span(hours(0), hours(8_760));
    let mtbf = ask(plant(vec![], vec![]), window, |scope| scope.mtbf());
    assert_eq!((absent(&mtbf), mtbf.numerator), (Some(Absent::NoFailure), 8_760 * HOUR));
    let interval = mtbf.interval.expect("a bound");
    let bound = interval.lower.expect("a bound") / 3600.0;
    assert!((bound - 3_804.419_661).abs() < 1.0e-6, "{bound}");
    assert_eq!((interval.upper, interval.sides, interval.level), (None, Sides::One, 0.9));
    let rate = ask(plant(vec![], vec![]), window, |scope| scope.failure_rate());
    assert_eq!(rate.value, Value::Exact(0.0));
    let upper = rate.interval.and_then(|interval| interval.upper).expect("a limit") * 3600.0;
    assert!((upper * bound - 1.0).abs() < 1.0e-12);

    let one = ask(plant(vec![failure(1, hours(5), hours(5))], vec![]), window, |scope| scope.mtbf());
    let interval = one.interval.expect("a small sample");
    assert_eq!(interval.sides, Sides::Two);
    assert!((interval.lower.expect("an end") / 3600.0 - 1_846.595_738).abs() < 1.0e-6);
    let many = (1..=5).map(|k| failure(k, hours(k * 1_000), hours(k * 1_000))).collect();
    assert_eq!(ask(plant(many, vec![]), window, |scope| scope.mtbf()).interval, None);
}

#[test]
fn kpi_13_days_of_a_trend_across_the_clock_change() {
    let days = Grain::Day.split(date("2027-10-29"), date("2027-11-03"));
    let buckets: Vec<Span> =
        days.iter().map(|(from, to)| window(*from, *to, &paris()).expect("a day")).collect();
    let lengths: Vec<i64> = buckets.iter().map(|day| day.seconds() / HOUR).collect();
    assert_eq!(lengths, [24, 24, 25, 24, 24]);
    assert!(buckets.windows(2).all(|pair| pair[0].end == pair[1].start));
    assert_eq!(buckets[0].start, utc("2027-10-28T22:00:00Z"));
    assert_eq!(day_of(utc("2027-07-04T22:30:00Z"), &paris()), date("2027-07-05"));
}

#[test]
fn kpi_13_each_site_has_its_own_days_of_that_name() {
    let zone = |name| jiff::tz::TimeZone::get(name).expect("bundled");
    let zones = BTreeMap::from([(SiteId(1), paris()), (SiteId(2), zone("America/New_York"))]);
    let items = vec![machine(1), Item { site: SiteId(2), ..machine(2) }];
    // 00:30 on 5 July in Paris, which in New York is still 4 July.
    let night = utc("2027-07-04T22:30:00Z");
    let faults = vec![
        failure(1, night, night.plus_seconds(60)),
        Failure { item: EquipmentId(2), ..failure(2, night, night.plus_seconds(60)) },
    ];
    let book = Book::new(Plant { items, failures: faults, ..Plant::default() }, utc("2028-01-01T00:00Z"));
    let book = book.expect("a plant");
    let frames = Frames::of_days(date("2027-07-05"), date("2027-07-06"), &zones);
    let mtbf = book.measure(&[EquipmentId(1), EquipmentId(2)], &frames).expect("a scope").mtbf();
    assert_eq!(counted(&mtbf), [fault(1)]);
    assert_eq!(mtbf.beside[&Beside::RequiredTime], 2 * DAY);
    assert!(mtbf.notes.contains(&Note::EachSiteOwnDays));
    let asked = mtbf.window.expect("a window");
    assert_eq!((asked.start, asked.end), (utc("2027-07-04T22:00Z"), utc("2027-07-06T04:00Z")));
}

#[test]
fn kpi_14_100_percent_means_100_percent() {
    let month = 30 * DAY;
    let print =
        |down: i64, decimals| Percent::of(month - down, month, decimals).expect("a share").to_string();
    assert_eq!(
        (print(30, 1), print(30, 2), print(30, 6)),
        ("99.9".into(), "99.99".into(), "99.998843".into())
    );
    assert_eq!((print(240, 2), print(240, 6)), ("99.99".into(), "99.990741".into()));
    assert_eq!((print(0, 0), print(0, 1)), ("100".into(), "100.0".into()));
    assert_eq!((print(month, 1), print(month - 30, 1)), ("0.0".into(), "0.1".into()));
    // More than everything, as technicians who work outside of their shifts.
    assert_eq!((print(-30, 1), print(-30, 0)), ("100.1".into(), "101".into()));
    assert_eq!(Percent::of(-1, 1_000_000, 1).map(|percent| percent.to_string()), Some("-0.1".into()));
    assert_eq!(Percent::of(125, 10_000, 1).map(|percent| percent.to_string()), Some("1.3".into()));
    assert_eq!(Percent::of(1, 0, 1), None);
    assert_eq!(Percent::of(i64::MAX, 1, 9), None);
}

#[test]
fn every_kpi_shows_a_formula_of_its_own() {
    let formulas: std::collections::BTreeSet<&str> = Kpi::ALL.iter().map(|kpi| kpi.formula()).collect();
    assert_eq!(formulas.len(), Kpi::ALL.len());
    assert!(formulas.iter().all(|formula| formula.len() > 4));
}
