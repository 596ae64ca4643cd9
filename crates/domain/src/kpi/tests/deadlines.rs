//! Work that was due, and whether it was done in time.

use super::*;
use jiff::tz::TimeZone;

#[test]
fn kpi_11_pm_compliance_line_by_line() {
    let zone = TimeZone::UTC;
    let noon = |day: &str| midnight(date(day), &zone).expect("a day").plus_seconds(12 * HOUR);
    let due = |id, on: &str, completed: Option<&str>| Occurrence {
        id,
        item: EquipmentId(1),
        due: Due::Day { on: date(on), tolerance_days: 9 },
        completed: completed.map(noon),
        cancelled: None,
        covered: false,
        out_of_service: false,
    };
    let cancelled = |id, on, at| Occurrence {
        cancelled: Some(Cancelled { at: noon(at), with_reason: true }),
        ..due(id, on, None)
    };
    let occurrences = [
        due(1, "2027-04-01", Some("2027-04-10")),
        due(2, "2027-04-01", Some("2027-04-11")),
        due(3, "2027-06-25", None),
        due(4, "2027-05-10", Some("2027-05-24")),
        cancelled(5, "2027-05-01", "2027-04-28"),
        due(6, "2027-05-05", Some("2027-04-20")),
        due(7, "2027-05-20", None),
        Occurrence { out_of_service: true, ..due(8, "2027-06-01", None) },
        cancelled(9, "2027-04-15", "2027-05-20"),
    ];
    let year = window(date("2027-01-01"), date("2028-01-01"), &zone).expect("a year");
    let answer = pm_compliance(&occurrences, year, &zone, noon("2027-06-30"));
    assert_eq!((answer.numerator, answer.denominator), (1, 6));
    close(&answer, 1.0 / 6.0);
    assert_eq!((answer.beside[&Beside::Pending], answer.beside[&Beside::Excluded]), (1, 2));
    let listed = |id| EventId::Occurrence(id);
    let reasons = [
        (listed(3), Reason::Pending),
        (listed(5), Reason::CancelledWithReason),
        (listed(8), Reason::OutOfService),
    ];
    assert_eq!(left_out(&answer), reasons);
    // Pending until 4 July, whose day is the last.
    let later = |day| pm_compliance(&occurrences, year, &zone, noon(day)).denominator;
    assert_eq!((later("2027-07-04"), later("2027-07-05")), (6, 7));
    // The first day of the tolerance belongs to it too.
    let early =
        |day| pm_compliance(&[due(1, "2027-05-10", Some(day))], year, &zone, noon("2027-06-30")).numerator;
    assert_eq!((early("2027-05-01"), early("2027-04-30")), (1, 0));
    // Nothing waits for what was cancelled without a reason; what another service covers does not count.
    let dropped = Occurrence {
        cancelled: Some(Cancelled { at: noon("2027-06-26"), with_reason: false }),
        ..due(1, "2027-06-25", None)
    };
    let covered = Occurrence { covered: true, ..due(2, "2027-06-25", None) };
    let answer = pm_compliance(&[dropped, covered], year, &zone, noon("2027-06-30"));
    assert_eq!((answer.numerator, answer.denominator, answer.beside[&Beside::Excluded]), (0, 1, 1));
    for (days, tolerance) in [("2027-02-01", 3), ("2027-01-08", 0), ("2027-04-01", 9), ("2026-01-01", 0)] {
        assert_eq!(default_tolerance(date("2027-01-01"), date(days)), tolerance, "{days}");
    }
}

#[test]
fn an_occurrence_with_a_time_has_a_tolerance_in_seconds() {
    let due = |completed| Occurrence {
        id: 1,
        item: EquipmentId(1),
        due: Due::At { at: hours(10), tolerance_seconds: 60 },
        completed: Some(completed),
        cancelled: None,
        covered: false,
        out_of_service: false,
    };
    let good = |at| pm_compliance(&[due(at)], week(), &TimeZone::UTC, hours(900)).numerator;
    let ends = [good(hours(10).plus_seconds(-60)), good(hours(10).plus_seconds(60))];
    assert_eq!(ends, [1, 1]);
    assert_eq!([good(hours(10).plus_seconds(-61)), good(hours(10).plus_seconds(61))], [0, 0]);
    let future = pm_compliance(&[due(hours(10))], week(), &TimeZone::UTC, hours(10));
    assert_eq!(absent(&future), Some(Absent::NothingDue));
    assert_eq!(absent(&pm_compliance(&[], week(), &TimeZone::UTC, hours(0))), Some(Absent::EmptyWindow));
}

#[test]
fn a_schedule_that_was_never_frozen_has_no_compliance() {
    let frozen = |id, completed: Option<i64>| {
        let (work, item) = (InterventionId(id), EquipmentId(1));
        Frozen { work, item, completed: completed.map(hours) }
    };
    let list = [frozen(1, Some(5)), frozen(2, Some(168)), frozen(3, None), frozen(4, Some(-1))];
    let counts = |now| {
        let answer = schedule_compliance(Some(&list), week(), hours(now));
        (answer.numerator, answer.denominator, answer.beside[&Beside::Pending])
    };
    assert_eq!((counts(100), counts(168), counts(500)), ((1, 2, 2), (1, 4, 0), (1, 4, 0)));
    assert_eq!(absent(&schedule_compliance(None, week(), hours(500))), Some(Absent::NoSnapshot));
    assert_eq!(absent(&schedule_compliance(Some(&[]), week(), hours(500))), Some(Absent::NothingDue));
}

#[test]
fn work_is_late_when_the_day_is_over_and_no_due_date_is_not_on_time() {
    let done = |id, due, completed| Done { work: InterventionId(id), item: EquipmentId(1), due, completed };
    let new_year = Some(Deadline::Day(date("2027-01-01")));
    let list = [
        done(1, new_year, hours(24).plus_seconds(-1)),
        done(2, new_year, hours(24)),
        done(3, Some(Deadline::At(hours(30))), hours(30)),
        done(4, Some(Deadline::At(hours(30))), hours(33)),
        done(5, None, hours(40)),
        done(6, new_year, hours(168)),
    ];
    let rate = on_time_rate(&list, week(), &TimeZone::UTC, hours(900));
    assert_eq!((rate.numerator, rate.denominator), (2, 4));
    let amounts: Vec<i64> = rate.evidence.iter().map(|row| row.amount).collect();
    assert_eq!(amounts, [1, 0, 1, 0, 0], "the first and the third");
    assert_eq!(left_out(&rate), [(EventId::Work(InterventionId(5)), Reason::NoDueDate)]);
    let delay = mean_delay(&list, week(), &TimeZone::UTC, hours(900));
    assert_eq!((delay.numerator, delay.denominator), (3 * HOUR + 1, 2));
    assert_eq!(
        absent(&mean_delay(&list[..1], week(), &TimeZone::UTC, hours(900))),
        Some(Absent::NothingLate)
    );
    assert_eq!(
        absent(&on_time_rate(&[], week(), &TimeZone::UTC, hours(900))),
        Some(Absent::NothingCompleted)
    );
}

#[test]
fn a_target_is_met_at_restoration_and_missed_at_its_deadline_once() {
    let target = |id, deadline: i64, restored: Option<i64>| Target {
        work: InterventionId(id),
        item: EquipmentId(1),
        deadline: Some(hours(deadline)),
        restored: restored.map(hours),
        cancelled: false,
    };
    let list = [
        target(1, 10, Some(10)),
        target(2, 10, Some(200)),
        target(3, 200, Some(160)),
        target(4, 200, Some(170)),
        target(5, 160, None),
        Target { cancelled: true, ..target(6, 20, None) },
        Target { deadline: None, ..target(7, 0, Some(5)) },
    ];
    let counts = |window, now| {
        let answer = sla_met(&list, window, hours(now));
        (answer.numerator, answer.denominator)
    };
    let next = span(hours(168), hours(336));
    assert_eq!((counts(week(), 900), counts(next, 900)), ((2, 4), (1, 1)));
    // A deadline that has not passed is not missed yet.
    assert_eq!(counts(week(), 150), (1, 2));
    let listed = left_out(&sla_met(&list, week(), hours(900)));
    let work = |id| EventId::Work(InterventionId(id));
    assert_eq!(listed, [(work(6), Reason::Cancelled), (work(7), Reason::NoTarget)]);
    assert_eq!(absent(&sla_met(&[], week(), hours(900))), Some(Absent::NoTarget));
}
