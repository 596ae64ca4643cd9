//! The evidence of numbers.

use super::*;
use DowntimeKind::{External, Planned, Unplanned};

fn day() -> Span {
    span(hours(0), hours(24))
}

fn down(id: i64) -> EventId {
    EventId::Downtime(DowntimeId(id))
}

fn row(answer: &Answer, event: EventId) -> Row {
    *answer.evidence.iter().find(|row| row.event == event).expect("listed")
}

#[test]
fn overlapping_down_times_are_counted_once_and_the_merged_ones_listed() {
    let faults =
        vec![failure(1, hours(1), hours(5)), failure(2, hours(4), hours(8)), failure(3, hours(8), hours(9))];
    let mdt = ask(plant(faults.clone(), vec![]), day(), |scope| scope.mdt());
    assert_eq!((mdt.numerator, mdt.denominator), (8 * HOUR, 1));
    let amounts: Vec<(i64, Option<EventId>)> =
        mdt.evidence.iter().map(|row| (row.amount / HOUR, row.merged_into)).collect();
    assert_eq!(amounts, [(4, None), (3, Some(fault(1))), (1, Some(fault(1)))]);
    // Merging concerns time, never counts.
    assert_eq!(ask(plant(faults, vec![]), day(), |scope| scope.mtbf().denominator), 3);
}

#[test]
fn each_clip_has_its_reason() {
    let item = Item { in_service: Some(hours(2)), retired: Some(hours(20)), ..machine(1) };
    let open = Failure { restored: End::Open, ..failure(4, hours(19), hours(0)) };
    let faults = vec![failure(1, hours(1), hours(3)), failure(2, hours(-2), hours(-1)), open];
    let stops = vec![
        stop(1, Planned, hours(5), hours(7)),
        stop(2, Unplanned, hours(6), hours(8)),
        stop(3, Unplanned, hours(11), hours(10)),
        Downtime { ended: End::Unknown, ..stop(4, Unplanned, hours(12), hours(12)) },
        stop(5, Unplanned, hours(0), hours(1)),
    ];
    let served = Plant { items: vec![item], ..plant(faults, stops) };
    let mdt = ask_at(served, day(), hours(30), &[1], |scope| scope.mdt());
    let clips = |event| row(&mdt, event).clipped.iter().collect::<Vec<_>>();
    assert_eq!((clips(fault(1)), row(&mdt, fault(1)).amount), (vec![Clip::ServiceLife], HOUR));
    assert_eq!(clips(fault(4)), [Clip::Window, Clip::ServiceLife, Clip::Now]);
    assert_eq!((clips(down(1)), row(&mdt, down(1)).amount), (vec![], 2 * HOUR));
    assert_eq!((clips(down(2)), row(&mdt, down(2)).amount), (vec![Clip::StartedFirst], HOUR));
    let reasons =
        [(down(5), Reason::OutOfService), (down(3), Reason::EndBeforeStart), (down(4), Reason::EndUnknown)];
    assert_eq!(left_out(&mdt), reasons);
    assert!(!mdt.evidence.iter().any(|row| row.event == fault(2)));
    assert_eq!(mdt.evidence.iter().map(|row| row.amount).sum::<i64>(), mdt.numerator);
}

#[test]
fn seconds_both_failed_and_external_are_external() {
    let faults = vec![failure(1, hours(1), hours(5))];
    let cut = vec![stop(1, External, hours(4), hours(8))];
    let answer = ask(plant(faults, cut), day(), |scope| scope.availability_failures());
    assert_eq!((answer.numerator, answer.denominator), (21 * HOUR, 24 * HOUR));
    assert_eq!(row(&answer, fault(1)).amount, 3 * HOUR);
    assert_eq!(left_out(&answer), [(down(1), Reason::External)]);
}

#[test]
fn a_pareto_gives_each_second_to_the_failure_that_started_first() {
    let coded = |id, mode, from, to| Failure { mode, ..failure(id, hours(from), hours(to)) };
    let faults = vec![
        coded(1, Some(7), 1, 5),
        coded(2, Some(8), 4, 9),
        coded(3, None, 12, 13),
        Failure { external: true, ..coded(4, Some(9), 15, 16) },
    ];
    let stops = vec![stop(1, Unplanned, hours(8), hours(10)), stop(2, Planned, hours(0), hours(2))];
    let site = plant(faults, stops);
    let bars = |of, by| {
        let pareto = ask(site.clone(), day(), |scope| scope.pareto(of, by));
        pareto.bars.iter().map(|bar| (bar.key, bar.amount)).collect::<Vec<_>>()
    };
    let hours_of =
        |bars: Vec<(Option<i64>, i64)>| bars.into_iter().map(|(key, s)| (key, s / HOUR)).collect::<Vec<_>>();
    // The planned stop started first; of the rest, one hour is not a failure's and one is not coded.
    let by_mode = hours_of(bars(ParetoOf::Downtime, ParetoBy::Mode));
    assert_eq!(by_mode, [(Some(8), 4), (Some(7), 3), (None, 2)]);
    assert_eq!(hours_of(bars(ParetoOf::Downtime, ParetoBy::Item)), [(Some(1), 9), (None, 0)]);
    assert_eq!(bars(ParetoOf::Count, ParetoBy::Mode), [(Some(7), 1), (Some(8), 1), (None, 1)]);
    let lost = ask(site, day(), |scope| scope.times().unplanned - scope.times().external);
    assert_eq!(by_mode.iter().map(|(_, hours)| hours * HOUR).sum::<i64>(), lost);
}

#[test]
fn a_failure_that_comes_back_within_30_days_is_a_repeat() {
    let coded = |id, mode, from: i64, to: i64| Failure { mode, ..failure(id, at(from), at(to)) };
    let window = span(hours(0), hours(24 * 100));
    let repeats = |faults: Vec<Failure>| {
        let answer = ask(plant(faults, vec![]), window, |scope| scope.repeat_failures());
        (answer.numerator, answer.denominator)
    };
    let first = coded(1, Some(7), 0, 100);
    assert_eq!(repeats(vec![first.clone(), coded(2, Some(7), 100 + 30 * DAY - 1, 100 + 30 * DAY)]), (1, 2));
    assert_eq!(repeats(vec![first.clone(), coded(2, Some(7), 100 + 30 * DAY, 100 + 31 * DAY)]), (0, 2));
    assert_eq!(repeats(vec![first.clone(), coded(2, Some(7), 100, 200)]), (1, 2));
    assert_eq!(repeats(vec![first.clone(), coded(2, Some(7), 99, 200)]), (0, 2));
    assert_eq!(repeats(vec![first.clone(), coded(2, Some(8), 200, 300)]), (0, 2));
    // Not coded is never the same as not coded, and stays in the denominator.
    assert_eq!(repeats(vec![coded(1, None, 0, 100), coded(2, None, 200, 300)]), (0, 2));
    let before = coded(1, Some(7), -200, -100);
    assert_eq!(repeats(vec![before, coded(2, Some(7), 50, 60)]), (1, 1));
    let outside = Failure { external: true, ..first };
    assert_eq!(repeats(vec![outside, coded(2, Some(7), 200, 300)]), (0, 1));
    assert_eq!(repeats(vec![]), (0, 0));
}

#[test]
fn an_mtbf_whose_rate_is_not_constant_says_so() {
    let faults = |times: [i64; 7]| times.iter().map(|at| failure(*at, hours(*at), hours(*at))).collect();
    let window = span(hours(0), hours(100));
    let misleads = |times| {
        let mtbf = ask(plant(faults(times), vec![]), window, |scope| scope.mtbf());
        mtbf.notes.iter().any(|note| matches!(note, Note::Misleading(_)))
    };
    assert!(misleads([50, 70, 80, 90, 95, 97, 99]));
    assert!(misleads([1, 3, 5, 10, 20, 30, 50]));
    assert!(!misleads([10, 25, 40, 50, 60, 75, 90]));
    // Spread evenly over required time, which is open less and less often: no trend.
    let open = [(0, 8), (10, 18), (40, 48), (90, 98)].map(|(from, to)| span(hours(from), hours(to)));
    let calendar = Calendar::Site(open.into_iter().collect());
    let book = Book::new(plant(faults([2, 6, 11, 15, 42, 46, 94]), vec![]), hours(900)).expect("a plant");
    let frames = Frames::of_frame(Frame { window, calendar });
    let mtbf = book.measure(&[EquipmentId(1)], &frames).expect("a scope").mtbf();
    assert!(!mtbf.notes.iter().any(|note| matches!(note, Note::Misleading(_))));
    assert!(misleads([2, 6, 11, 15, 42, 46, 50]));
}

#[test]
fn the_same_rows_in_another_order_give_the_same_bytes() {
    let faults =
        vec![failure(1, hours(1), hours(5)), failure(2, hours(4), hours(8)), failure(3, hours(4), hours(9))];
    let stops = vec![stop(1, Planned, hours(3), hours(6)), stop(2, External, hours(7), hours(12))];
    let mut turned = plant(faults.clone(), stops.clone());
    turned.failures.reverse();
    turned.downtimes.reverse();
    let bytes =
        |plant| serde_json::to_string(&ask(plant, day(), |scope| scope.answers())).expect("serializes");
    let first = bytes(plant(faults, stops));
    assert_eq!(first, bytes(turned));
    let read: Vec<Answer> = serde_json::from_str(&first).expect("deserializes");
    assert_eq!(serde_json::to_string(&read).expect("serializes"), first);
}

#[test]
fn a_report_shows_the_period_before() {
    let faults = vec![failure(1, hours(1), hours(2)), failure(2, hours(30), hours(33))];
    let book = Book::new(plant(faults, vec![]), hours(48)).expect("a plant");
    let (now, before) = (Frames::of_window(span(hours(24), hours(48))), Frames::of_window(day()));
    let report = book.report(&[EquipmentId(1)], &now, Some(&before)).expect("a report");
    let mttr = report.iter().find(|answer| answer.kpi == Kpi::Mttr).expect("there");
    assert_eq!((mttr.value, mttr.previous), (Value::Exact(10_800.0), Some(Value::Exact(3_600.0))));
    let alone = book.report(&[EquipmentId(1)], &now, None).expect("a report");
    assert!(alone.iter().all(|answer| answer.previous.is_none()));
}

#[test]
fn the_age_of_a_machine_is_counted_from_its_first_day_in_service() {
    use crate::reliability::NoFit;
    let faults: Vec<Failure> = [100, 130, 160, 175, 190].map(|at| failure(at, hours(at), hours(at))).into();
    let window = span(hours(100), hours(200));
    let ageing =
        |plant: Plant, items: &[i64]| ask_at(plant, window, hours(900), items, |scope| scope.ageing(0.9));
    let dated = Item { in_service: Some(hours(50)), ..machine(1) };
    let known =
        ageing(Plant { items: vec![dated], ..plant(faults.clone(), vec![]) }, &[1]).expect("one machine");
    assert_eq!(known.age_from, AgeFrom::InService);
    assert_eq!((known.record.start, known.record.end), (50.0 * 3600.0, 150.0 * 3600.0));
    let ages = [80.0, 110.0, 125.0, 140.0].map(|hours| hours * 3600.0);
    assert_eq!(known.record.ages, ages);
    assert_eq!(known.fit.map(|fit| fit.failures), Ok(4));
    let reasons: Vec<_> = known.evidence.iter().filter_map(|row| Some((row.event, row.excluded?))).collect();
    assert_eq!(reasons, [(fault(100), Reason::AtStart)]);
    let unknown = ageing(plant(faults.clone(), vec![]), &[1]).expect("one machine");
    assert_eq!((unknown.age_from, unknown.record.start), (AgeFrom::RecordStart, 0.0));
    let none = ageing(plant(vec![], vec![]), &[1]).expect("one machine").fit;
    assert_eq!(none, Err(NoFit::TooFewFailures { found: 0, needed: 1 }));
    let two = Plant { items: vec![machine(1), machine(2)], ..plant(faults, vec![]) };
    assert_eq!(ageing(two, &[1, 2]), Err(Absent::BadInput));
    let gone = Item { retired: Some(hours(100)), ..machine(1) };
    assert_eq!(ageing(Plant { items: vec![gone], ..Plant::default() }, &[1]), Err(Absent::EmptyWindow));
}

#[test]
fn failures_of_a_component_stand_among_those_of_the_machine_that_it_stops() {
    let own = vec![failure(1, hours(1), hours(2)), failure(3, hours(9), hours(10))];
    let its = Failure { item: EquipmentId(2), ..failure(2, hours(5), hours(6)) };
    let items = vec![machine(1), component(2, 1, true)];
    let plant = Plant { items, ..plant([own, vec![its]].concat(), vec![]) };
    let mtbf = ask(plant, day(), |scope| scope.mtbf());
    assert_eq!(counted(&mtbf), [fault(1), fault(2), fault(3)]);
}
