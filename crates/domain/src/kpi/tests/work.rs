//! Work and cost.

use super::*;
use crate::{
    intervention::InterventionKind::{self, Corrective, Improvement, Inspection, Predictive, Preventive},
    reliability::{Fitting, lives},
    span::Spans,
};

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
    assert!(by_hours.evidence.iter().all(|row| !row.clipped.contains(Clip::Now)), "all have ended");
    let by_count = ask(site, week(), |scope| scope.preventive_rate_count());
    assert_eq!((by_count.numerator, by_count.denominator), (3, 4));
    assert_eq!(
        absent(&ask(all_of(vec![], vec![]), week(), |scope| scope.preventive_rate_count())),
        Some(Absent::NoWork)
    );
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
    // The last one had lasted for six hours when the records began.
    let counted = answer.evidence.iter().filter(|row| row.is_counted()).map(|row| row.amount / HOUR);
    assert_eq!(counted.collect::<Vec<_>>(), [10, 4, 6, 6]);
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
