//! Work and cost.

use super::*;
use crate::{
    intervention::InterventionKind::{self, Corrective, Improvement, Inspection, Predictive, Preventive},
    reliability::{Fitting, lives},
    span::Spans,
};
use jiff::tz::TimeZone;

fn work(id: i64, kind: InterventionKind) -> Work {
    Work {
        id: InterventionId(id),
        item: EquipmentId(1),
        kind,
        failures: vec![],
        reported: hours(0),
        reacted: None,
        started: None,
        completed: None,
        cancelled: false,
    }
}

fn period(id: i64, work: i64, technician: i64, from: Timestamp, to: Timestamp) -> Period {
    let (work, technician) = (InterventionId(work), UserId(technician));
    Period { id, work, technician, started: from, ended: End::At(to) }
}

fn week() -> Span {
    span(hours(0), hours(168))
}

fn all_of(works: Vec<Work>, periods: Vec<Period>) -> Plant {
    Plant {
        works,
        periods,
        ..plant(vec![failure(1, hours(1), hours(9)), failure(2, hours(20), hours(22))], vec![])
    }
}

#[test]
fn two_people_for_an_hour_are_an_hour_active_and_two_of_labour() {
    let repair = Work { failures: vec![FailureId(1)], ..work(1, Corrective) };
    let service = Work { failures: vec![FailureId(1)], ..work(2, Preventive) };
    let periods = vec![
        period(1, 1, 1, hours(2), hours(3)),
        period(2, 1, 2, hours(2), hours(3)),
        period(3, 2, 1, hours(4), hours(6)),
    ];
    let answer = ask(all_of(vec![repair, service], periods), week(), |scope| scope.mttr_active());
    assert_eq!((answer.numerator, answer.denominator), (HOUR, 1));
    assert_eq!(answer.beside[&Beside::LabourTime], 2 * HOUR);
    // None recorded: listed, not 0.
    assert_eq!(left_out(&answer), [(fault(2), Reason::NoHandsOnTime)]);
    let none = ask(all_of(vec![], vec![]), week(), |scope| scope.mttr_active());
    assert_eq!(absent(&none), Some(Absent::NoHandsOnTime));
}

#[test]
fn inherent_availability_says_which_failures_went_in() {
    let repair = Work { failures: vec![FailureId(1)], ..work(1, Corrective) };
    let mut site = all_of(vec![repair], vec![period(1, 1, 1, hours(2), hours(4))]);
    site.failures[1].stops = false;
    let answer = ask(site, week(), |scope| scope.availability_inherent());
    close(&answer, 160.0 / 162.0);
    assert_eq!(
        (counted(&answer), left_out(&answer)),
        (vec![fault(1)], vec![(fault(2), Reason::DoesNotStop)])
    );
    assert_eq!(
        absent(&ask(all_of(vec![], vec![]), week(), |scope| scope.availability_inherent())),
        Some(Absent::NoHandsOnTime)
    );
    assert_eq!(
        absent(&ask(plant(vec![], vec![]), week(), |scope| scope.availability_inherent())),
        Some(Absent::NoFailure)
    );
}

#[test]
fn the_first_of_reaction_start_and_work_ends_the_wait() {
    let reported = |id, at| Work { reported: hours(at), ..work(id, Corrective) };
    let works = vec![
        Work { reacted: Some(hours(4)), started: Some(hours(3)), ..reported(1, 2) },
        reported(2, 2),
        Work { reacted: Some(hours(1)), ..reported(3, 2) },
        reported(4, 160),
        Work { reacted: Some(hours(200)), ..reported(5, 160) },
        Work { reacted: Some(hours(5)), ..work(6, Preventive) },
        Work { cancelled: true, ..reported(7, 3) },
    ];
    let periods = vec![period(1, 2, 1, hours(5), hours(6)), period(2, 2, 1, hours(8), hours(9))];
    let answer = ask_at(all_of(works, periods), week(), hours(170), &[1], |scope| scope.mtta());
    assert_eq!((answer.numerator, answer.denominator), (4 * HOUR, 2));
    let listed = |id| EventId::Work(InterventionId(id));
    let reasons =
        [(listed(3), Reason::BeforeReport), (listed(4), Reason::NoReaction), (listed(5), Reason::NoReaction)];
    assert_eq!(left_out(&answer), reasons);
}

#[test]
fn the_preventive_rate_counts_hours_worked_in_the_window_and_improvement_in_neither() {
    let completed = |id, kind| Work { completed: Some(hours(50)), ..work(id, kind) };
    let works = vec![
        completed(1, Preventive),
        completed(2, Predictive),
        completed(3, Inspection),
        completed(4, Corrective),
        completed(5, Improvement),
        Work { completed: Some(hours(168)), ..work(6, Corrective) },
        Work { cancelled: true, ..completed(7, Corrective) },
    ];
    let periods = vec![
        period(1, 1, 1, hours(-1), hours(2)),
        period(2, 4, 1, hours(1), hours(4)),
        period(3, 5, 2, hours(1), hours(9)),
        period(4, 3, 2, hours(166), hours(170)),
    ];
    let site = all_of(works, periods);
    let by_hours = ask(site.clone(), week(), |scope| scope.preventive_rate_hours());
    // Of the hour from 1 to 2, shared by two jobs, each has half.
    assert_eq!((by_hours.numerator, by_hours.denominator), (3 * HOUR + HOUR / 2, 6 * HOUR));
    assert_eq!(left_out(&by_hours), [(EventId::Period(3), Reason::Improvement)]);
    let by_count = ask(site, week(), |scope| scope.preventive_rate_count());
    assert_eq!((by_count.numerator, by_count.denominator), (3, 4));
    assert_eq!(
        absent(&ask(all_of(vec![], vec![]), week(), |scope| scope.preventive_rate_count())),
        Some(Absent::NoWork)
    );
}

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

fn shifts(technician: i64, from: i64, to: i64) -> Available {
    let hours: Spans = (0..5).map(|day| span(hours(24 * day + from), hours(24 * day + to))).collect();
    Available { technician: UserId(technician), hours }
}

#[test]
fn work_03_utilisation_counts_a_shared_hour_once_and_lists_the_overlap() {
    let periods = [period(1, 1, 1, hours(9), hours(11)), period(2, 2, 1, hours(10), hours(12))];
    let answer = utilisation(&periods, |_| EquipmentId(1), &[shifts(1, 8, 16)], week(), hours(900));
    assert_eq!((answer.numerator, answer.denominator), (3 * HOUR, 40 * HOUR));
    assert_eq!(answer.beside[&Beside::Overlapping], HOUR);
    assert_eq!(answer.evidence[1].merged_into, Some(EventId::Period(1)));
}

#[test]
fn a_forgotten_timer_ends_with_the_shift_to_be_confirmed() {
    let open = |id, start| Period { ended: End::Open, ..period(id, 1, 1, hours(start), hours(start)) };
    let ask = |periods: &[Period], now| {
        utilisation(periods, |_| EquipmentId(1), &[shifts(1, 8, 16)], week(), hours(now))
    };
    let forgotten = ask(&[open(1, 14)], 30);
    assert_eq!(forgotten.numerator, 2 * HOUR);
    assert!(forgotten.evidence[0].clipped.contains(Clip::ShiftEnd));
    let running = ask(&[open(1, 14)], 15);
    assert_eq!((running.numerator, running.evidence[0].clipped.is_empty()), (HOUR, true));
    let unknown = ask(&[Period { ended: End::Unknown, ..open(1, 14) }], 30);
    assert_eq!(left_out(&unknown), [(EventId::Period(1), Reason::EndUnknown)]);
    let nobody = utilisation(&[], |_| EquipmentId(1), &[], week(), hours(30));
    assert_eq!(absent(&nobody), Some(Absent::NoCapacity));
}

#[test]
fn work_without_an_estimate_stands_beside_the_backlog() {
    let ready =
        |id, estimated_seconds| Ready { work: InterventionId(id), item: EquipmentId(1), estimated_seconds };
    let list = [ready(1, Some(30 * HOUR)), ready(2, None), ready(3, Some(30 * HOUR))];
    let answer = backlog(&list, &[shifts(1, 8, 16)], week());
    close(&answer, 1.5);
    assert_eq!(answer.beside[&Beside::WithoutEstimate], 1);
    assert_eq!(absent(&backlog(&list, &[], week())), Some(Absent::NoCapacity));
}

fn cost(id: i64, item: i64, kind: CostKind, minor: i64, at: i64) -> Cost {
    let (item, currency) = (EquipmentId(item), "EUR".to_owned());
    Cost { id, item, failure: None, kind, minor, currency, at: hours(at) }
}

#[test]
fn costs_are_those_of_the_window_and_are_not_clipped_by_service_life() {
    let worth = |item: Item| Item { replacement_minor: Some(1_000_000), ..item };
    let items =
        vec![worth(Item { in_service: Some(hours(100)), ..machine(1) }), component(2, 1, false), machine(3)];
    let costs = vec![
        cost(1, 1, CostKind::Parts, 5_000, 10),
        cost(2, 2, CostKind::Labour, 3_000, 20),
        cost(3, 1, CostKind::External, -500, 30),
        cost(4, 1, CostKind::Parts, 9_999, 168),
        cost(5, 3, CostKind::Parts, 9_999, 10),
    ];
    let site = Plant { items, costs, ..Plant::default() };
    let answer = ask(site.clone(), week(), |scope| scope.cost());
    close(&answer, 7_500.0);
    let split = [Beside::Parts, Beside::Labour, Beside::External].map(|kind| answer.beside[&kind]);
    assert_eq!(split, [5_000, 3_000, -500]);
    let rate = ask(site.clone(), week(), |scope| scope.cost_per_replacement_value());
    close(&rate, 7_500.0 * 365.0 / 7.0 / 1_000_000.0);
    assert!(rate.notes.contains(&Note::ShortWindow));
    let quarter = span(hours(0), hours(24 * 90));
    assert!(
        !ask(site.clone(), quarter, |scope| scope.cost_per_replacement_value())
            .notes
            .contains(&Note::ShortWindow)
    );
    let unvalued =
        ask_at(site.clone(), week(), hours(900), &[1, 3], |scope| scope.cost_per_replacement_value());
    assert_eq!(absent(&unvalued), Some(Absent::NoReplacementValue(EquipmentId(3))));
    // Two currencies are not added, nor converted.
    let mut mixed = site;
    mixed.costs[1].currency = "USD".into();
    assert_eq!(absent(&ask(mixed.clone(), week(), |scope| scope.cost())), Some(Absent::SeveralCurrencies));
    let pareto = ask(mixed, week(), |scope| scope.pareto(ParetoOf::Cost, ParetoBy::Item));
    assert!(pareto.several_currencies && pareto.bars.is_empty());
    let huge = vec![cost(1, 1, CostKind::Parts, i64::MAX, 1), cost(2, 1, CostKind::Parts, 1, 1)];
    let huge = Plant { items: vec![worth(machine(1))], costs: huge, ..Plant::default() };
    assert_eq!(absent(&ask(huge.clone(), week(), |scope| scope.cost())), Some(Absent::TooLarge));
    assert_eq!(
        absent(&ask(huge, week(), |scope| scope.cost_per_replacement_value())),
        Some(Absent::TooLarge)
    );
}

#[test]
fn a_partial_issue_is_a_stock_out() {
    let issue = |id, asked, given, at| Issue { id, item: EquipmentId(1), at: hours(at), asked, given };
    let list =
        [issue(1, 4, 4, 1), issue(2, 4, 3, 2), issue(3, 4, 0, 3), issue(4, 0, 0, 4), issue(5, 4, 0, 168)];
    let answer = stock_out(&list, week(), hours(900));
    assert_eq!((answer.numerator, answer.denominator), (2, 3));
    assert_eq!(left_out(&answer), [(EventId::Issue(4), Reason::NothingAsked)]);
    assert_eq!(absent(&stock_out(&[], week(), hours(900))), Some(Absent::NothingIssued));
}

#[test]
fn wrench_time_comes_from_work_sampling_alone() {
    assert_eq!(absent(&wrench_time(None)), Some(Absent::NoSampling));
    let answer = wrench_time(Some(Sampling { observations: 200, on_tools: 60 }));
    close(&answer, 0.3);
    let interval = answer.interval.expect("an interval");
    assert!(interval.lower.is_some_and(|x| (0.24..0.26).contains(&x)));
    assert!(interval.upper.is_some_and(|x| (0.35..0.37).contains(&x)));
    let wrong = wrench_time(Some(Sampling { observations: 2, on_tools: 3 }));
    assert_eq!(absent(&wrong), Some(Absent::BadInput));
}

#[test]
fn lives_without_a_failure_count_in_the_time_in_service() {
    let fitting = |id, fitted: Option<i64>, removed: End, failed| Fitting {
        id,
        fitted: fitted.map(hours),
        removed,
        failed,
    };
    let list = [
        fitting(1, Some(0), End::At(hours(10)), true),
        fitting(2, Some(10), End::At(hours(14)), false),
        fitting(3, Some(14), End::Open, true),
        fitting(4, None, End::At(hours(5)), true),
        fitting(5, Some(1), End::Unknown, true),
        fitting(6, Some(-20), End::At(hours(-10)), true),
        fitting(7, Some(5), End::At(hours(4)), true),
        fitting(8, Some(-6), End::At(hours(6)), true),
    ];
    let lived = lives(&list, Some(hours(0)), hours(20));
    let answer = time_in_service(EquipmentId(1), &lived);
    assert_eq!((answer.numerator, answer.denominator), (26 * HOUR, 2));
    let reasons: Vec<Reason> = left_out(&answer).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, [Reason::StartUnknown, Reason::EndUnknown, Reason::BeforeRecords, Reason::BadDates]);
    let fit = lived.to_fit();
    assert_eq!(fit.len(), 4);
    // The one that began before the records enters at the age that it had then.
    let late = fit[3];
    assert_eq!((late.entry, late.exit, late.failed), (6.0 * 3600.0, 12.0 * 3600.0, true));
    assert_eq!(
        absent(&time_in_service(EquipmentId(1), &lives(&list[1..3], None, hours(20)))),
        Some(Absent::NoFailure)
    );
    assert_eq!(absent(&time_in_service(EquipmentId(1), &lives(&[], None, hours(20)))), Some(Absent::NoLives));
}
