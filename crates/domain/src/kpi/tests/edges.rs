//! The edges of the time algebra, and errors seen elsewhere.

use super::*;
use DowntimeKind::{External, Planned, Unplanned};

#[test]
fn the_time_before_the_first_failure_and_after_the_last_belongs_to_the_mtbf() {
    let faults = vec![failure(1, hours(60), hours(61)), failure(2, hours(70), hours(71))];
    close(&ask(plant(faults, vec![]), week(), |scope| scope.mtbf()), 83.0 * 3600.0);
}

#[test]
fn an_open_failure_runs_until_now_and_no_further() {
    let open = Failure { restored: End::Open, ..failure(1, hours(10), hours(0)) };
    let times = ask_at(plant(vec![open.clone()], vec![]), week(), hours(15), &[1], |scope| scope.times());
    assert_eq!((times.required, times.unplanned), (15 * HOUR, 5 * HOUR));
    let mttr = ask_at(plant(vec![open], vec![]), week(), hours(15), &[1], |scope| scope.mttr());
    assert_eq!(left_out(&mttr), [(fault(1), Reason::StillOpen)]);
    assert_eq!((mttr.evidence[0].amount, absent(&mttr)), (5 * HOUR, Some(Absent::NoRestoration)));
    // What was restored after the window, or before it, is neither restored in it nor open.
    let elsewhere = vec![failure(1, hours(10), hours(170)), failure(2, hours(-9), hours(-2))];
    assert_eq!(*ask(plant(elsewhere, vec![]), week(), |scope| scope.mttr()).evidence, []);
}

#[test]
fn down_time_from_before_the_window_is_clipped_to_it_and_not_counted_again() {
    let window = span(hours(10), hours(20));
    let faults = vec![failure(1, hours(4), hours(12))];
    let mdt = ask(plant(faults.clone(), vec![]), window, |scope| scope.mdt());
    assert_eq!((mdt.numerator, mdt.denominator, absent(&mdt)), (2 * HOUR, 0, Some(Absent::NoDowntime)));
    assert!(mdt.evidence[0].clipped.contains(Clip::Window));
    assert_eq!(ask(plant(faults.clone(), vec![]), window, |scope| scope.mtbf()).denominator, 0);
    // Its restoration lies in the window, and is raw.
    close(&ask(plant(faults, vec![]), window, |scope| scope.mttr()), 8.0 * 3600.0);
}

#[test]
fn a_window_is_clipped_to_service_life_and_says_when_there_is_none() {
    let item = Item { in_service: Some(hours(40)), retired: Some(hours(140)), ..machine(1) };
    let faults = vec![failure(1, hours(30), hours(50)), failure(2, hours(139), hours(150))];
    let served = Plant { items: vec![item], ..plant(faults.clone(), vec![]) };
    let times = ask(served.clone(), week(), |scope| scope.times());
    assert_eq!((times.required, times.unplanned), (100 * HOUR, 11 * HOUR));
    let mtbf = ask(served, week(), |scope| scope.mtbf());
    assert_eq!((counted(&mtbf), left_out(&mtbf)), (vec![fault(2)], vec![(fault(1), Reason::OutOfService)]));
    assert!(!mtbf.notes.iter().any(|note| matches!(note, Note::NoInServiceDate(_))));
    let unknown = ask(plant(faults, vec![]), week(), |scope| scope.mtbf());
    assert!(unknown.notes.contains(&Note::NoInServiceDate(1)));
}

#[test]
fn nothing_left_of_the_window_is_said() {
    let gone = Item { retired: Some(hours(0)), ..machine(1) };
    let plant_gone = Plant { items: vec![gone], ..Plant::default() };
    for answer in ask(plant_gone, week(), |scope| scope.answers()) {
        let costs = [Kpi::Cost, Kpi::CostPerReplacementValue].contains(&answer.kpi);
        assert_eq!(absent(&answer) == Some(Absent::EmptyWindow), !costs, "{:?}", answer.kpi);
    }
    let before = ask_at(plant(vec![], vec![]), week(), hours(0), &[1], |scope| scope.answers());
    assert!(before.iter().all(|answer| matches!(answer.value, Value::Absent(_))));
    let nobody = ask_at(plant(vec![], vec![]), week(), hours(500), &[], |scope| scope.answers());
    assert!(nobody.iter().all(|answer| absent(answer) == Some(Absent::EmptyScope)));
}

#[test]
fn only_required_time_is_measured_but_failures_count_at_any_hour() {
    let shift = |day: i64| span(hours(24 * day + 8), hours(24 * day + 16));
    let open = (0..7).map(shift).collect();
    let frames = Frames::of_frame(Frame { window: week(), calendar: Calendar::Site(open) });
    let faults = vec![failure(1, hours(14), hours(34)), failure(2, hours(44), hours(45))];
    let book = Book::new(plant(faults, vec![]), hours(900)).expect("a plant");
    let scope = book.measure(&[EquipmentId(1)], &frames).expect("a scope");
    let times = scope.times();
    assert_eq!((times.required, times.unplanned, times.up), (56 * HOUR, 4 * HOUR, 52 * HOUR));
    let mtbf = scope.mtbf();
    assert_eq!((mtbf.denominator, mtbf.calendar), (2, CalendarUsed::Site));
    let rows = scope.mdt().evidence;
    assert!(rows.iter().all(|row| row.clipped.contains(Clip::Closed)));
    let closed = Frames::of_frame(Frame { window: week(), calendar: Calendar::Line(Default::default()) });
    let never = book.measure(&[EquipmentId(1)], &closed).expect("a scope").availability_operational();
    assert_eq!((absent(&never), never.calendar), (Some(Absent::NoRequiredTime), CalendarUsed::Line));
}

#[test]
fn a_line_has_its_own_calendar_and_a_roll_up_of_two_says_mixed() {
    use crate::LineId;
    let mut frames = Frames::default();
    frames.set_site(SiteId(1), Frame { window: week(), calendar: Calendar::Continuous });
    let open = span(hours(8), hours(16)).into();
    frames.set_line(LineId(7), Frame { window: week(), calendar: Calendar::Line(open) });
    let items = vec![machine(1), Item { line: Some(LineId(7)), ..machine(2) }];
    let book = Book::new(Plant { items, ..Plant::default() }, hours(900)).expect("a plant");
    let of = |ids: &[i64]| {
        let ids: Vec<EquipmentId> = ids.iter().copied().map(EquipmentId).collect();
        let answer = book.measure(&ids, &frames).expect("a scope").availability_operational();
        (answer.denominator, answer.calendar)
    };
    assert_eq!(of(&[1]), (168 * HOUR, CalendarUsed::Continuous));
    assert_eq!(of(&[2]), (8 * HOUR, CalendarUsed::Line));
    assert_eq!(of(&[1, 2]), (176 * HOUR, CalendarUsed::Mixed));
    let nowhere = Frames::default();
    assert_eq!(book.measure(&[EquipmentId(1)], &nowhere).err(), Some(BadPlant::NoFrame(EquipmentId(1))));
}

#[test]
fn an_end_that_is_not_known_makes_figures_absent_from_then_on_or_at_most() {
    let unknown = Failure { restored: End::Unknown, ..failure(2, hours(50), hours(0)) };
    let faults = vec![failure(1, hours(10), hours(20)), unknown];
    let with = |window| ask(plant(faults.clone(), vec![]), window, |scope| scope.answers());
    let of = |answers: &[Answer], kpi| answers.iter().find(|answer| answer.kpi == kpi).expect("there").value;
    let after = with(week());
    let end = Value::Absent(Absent::EndUnknown(fault(2)));
    assert_eq!(of(&after, Kpi::Mdt), end);
    assert_eq!(of(&after, Kpi::FailureRate), end);
    assert_eq!(of(&after, Kpi::Mtbf), Value::AtMost(79.0 * 3600.0));
    assert_eq!(of(&after, Kpi::OperatingTime), Value::AtMost(158.0 * 3600.0));
    assert_eq!(of(&after, Kpi::AvailabilityOperational), Value::AtMost(158.0 / 168.0));
    assert_eq!(of(&after, Kpi::AvailabilityFailures), Value::AtMost(158.0 / 168.0));
    // Counts stay, and so does what needs no down time.
    assert_eq!(of(&after, Kpi::Mttr), Value::Exact(36_000.0));
    assert_eq!(of(&after, Kpi::RepeatFailure), Value::Exact(0.0));
    let before = with(span(hours(0), hours(50)));
    assert_eq!(of(&before, Kpi::Mdt), Value::Exact(36_000.0));
    assert_eq!(of(&before, Kpi::Mtbf), Value::Exact(40.0 * 3600.0));
    // An external one could take seconds from failures: no limit would be true.
    let outside = Failure { external: true, ..faults[1].clone() };
    let availability = ask(plant(vec![outside], vec![]), week(), |scope| scope.availability_failures());
    assert_eq!(availability.value, end);
}

#[test]
fn a_meter_decides_operating_time_and_a_roll_up_says_mixed() {
    let reading = |item, at, total| Reading { item: EquipmentId(item), at, total };
    let readings = vec![
        reading(1, hours(-5), 100 * HOUR),
        reading(1, hours(90), 160 * HOUR),
        reading(1, hours(168), 170 * HOUR),
        reading(1, hours(169), 999 * HOUR),
        reading(3, hours(0), 0),
        reading(3, hours(168), 30 * HOUR),
    ];
    let items = (1..=4).map(machine).collect();
    let both = Plant { items, readings, ..plant(vec![failure(1, hours(10), hours(20))], vec![]) };
    let of = |ids: &[i64]| {
        let mtbf = ask_at(both.clone(), week(), hours(900), ids, |scope| scope.mtbf());
        let source = mtbf.notes.iter().find_map(|note| match note {
            Note::OperatingTime(source) => Some(*source),
            _ => None,
        });
        (mtbf.numerator / HOUR, source.expect("said"))
    };
    assert_eq!(of(&[1]), (70, OperatingTime::Metered));
    assert_eq!(of(&[2]), (168, OperatingTime::Inferred));
    assert_eq!(of(&[1, 2]), (238, OperatingTime::Mixed));
    assert_eq!(of(&[1, 3]), (100, OperatingTime::Metered));
    assert_eq!(of(&[2, 4]), (336, OperatingTime::Inferred));
    // A first reading inside of the window says nothing about its start.
    let late = Plant { readings: vec![reading(1, hours(1), 0)], ..both.clone() };
    assert_eq!(ask(late, week(), |scope| scope.mtbf().numerator), 158 * HOUR);
    // With a metered time of 0 there is nothing to divide, and nothing to divide by.
    let still = Plant { readings: vec![reading(1, hours(-1), 50)], ..both };
    assert_eq!(absent(&ask(still.clone(), week(), |scope| scope.mtbf())), Some(Absent::NoOperatingTime));
    assert_eq!(absent(&ask(still, week(), |scope| scope.failure_rate())), Some(Absent::NoOperatingTime));
}

#[test]
fn a_component_stops_its_parent_only_where_every_link_up_says_so() {
    let items = vec![machine(1), component(2, 1, true), component(3, 2, true), component(4, 1, false)];
    let at_item =
        |id, item| Failure { item: EquipmentId(item), ..failure(id, hours(id * 10), hours(id * 10 + 2)) };
    let faults = vec![at_item(1, 1), at_item(2, 2), at_item(3, 3), at_item(4, 4)];
    let tree = Plant { items, ..plant(faults, vec![]) };
    let of = |ids: &[i64]| {
        ask_at(tree.clone(), week(), hours(900), ids, |scope| {
            (counted(&scope.mtbf()).len(), scope.times().unplanned / HOUR, scope.times().required / HOUR)
        })
    };
    assert_eq!(of(&[1]), (3, 6, 168));
    assert_eq!(of(&[2]), (2, 4, 168));
    assert_eq!(of(&[3]), (1, 2, 168));
    assert_eq!(of(&[4]), (1, 2, 168));
    // A roll-up takes the items without an ancestor in the scope.
    assert_eq!(of(&[1, 2, 3, 4]), of(&[1]));
    assert_eq!(of(&[2, 4]), (3, 6, 336));
    let broken = component(2, 1, false);
    let mut items = tree.items.clone();
    items[1] = broken;
    let cut = Plant { items, ..tree.clone() };
    assert_eq!(ask(cut, week(), |scope| counted(&scope.mtbf())), [fault(1)]);
}

#[test]
fn a_roll_up_is_no_mean_of_means() {
    let items = vec![machine(1), machine(2)];
    let at_item = |id, item| Failure { item: EquipmentId(item), ..failure(id, hours(id), hours(id)) };
    let faults = vec![at_item(1, 1), at_item(2, 1), at_item(3, 1), at_item(4, 2)];
    let site = Plant { items, ..plant(faults, vec![]) };
    close(&ask_at(site, week(), hours(900), &[1, 2], |scope| scope.mtbf()), 2.0 * 168.0 / 4.0 * 3600.0);
}

#[test]
fn an_external_failure_is_listed_and_so_is_one_that_ends_before_it_starts() {
    let outside = Failure { external: true, ..failure(1, hours(10), hours(14)) };
    let faults = vec![outside, failure(2, hours(20), hours(18)), failure(3, hours(30), hours(31))];
    let mtbf = ask(plant(faults.clone(), vec![]), week(), |scope| scope.mtbf());
    assert_eq!(counted(&mtbf), [fault(3)]);
    let reasons = [(fault(1), Reason::External), (fault(2), Reason::EndBeforeStart)];
    assert_eq!(left_out(&mtbf), reasons);
    assert_eq!(ask(plant(faults.clone(), vec![]), week(), |scope| scope.times()).unplanned, 5 * HOUR);
    let mttr = ask(plant(faults, vec![]), week(), |scope| scope.mttr());
    assert_eq!((counted(&mttr), left_out(&mttr)), (vec![fault(3)], reasons.to_vec()));
}

#[test]
fn a_failure_with_rows_of_its_own_is_measured_by_them() {
    let row = Downtime { failure: Some(FailureId(1)), ..stop(1, Unplanned, hours(12), hours(13)) };
    let silent = Failure { stops: false, ..failure(2, hours(40), hours(60)) };
    let both = plant(vec![failure(1, hours(10), hours(20)), silent], vec![row.clone()]);
    assert_eq!(ask(both.clone(), week(), |scope| scope.times()).unplanned, HOUR);
    assert_eq!(ask(both, week(), |scope| scope.mtbf().denominator), 2);
    // The rows of an external failure are external.
    let outside = Failure { external: true, ..failure(1, hours(10), hours(20)) };
    assert_eq!(ask(plant(vec![outside], vec![row]), week(), |scope| scope.times()).external, HOUR);
}

#[test]
fn records_that_contradict_each_other_are_refused() {
    let refused = |plant: Plant| Book::new(plant, hours(0)).err();
    let good = plant(vec![failure(1, hours(0), hours(1))], vec![]);
    assert_eq!(refused(good.clone()), None);
    let twice = Plant { items: vec![machine(1), machine(1)], ..good.clone() };
    assert_eq!(refused(twice), Some(BadPlant::SameItem(EquipmentId(1))));
    let again = vec![good.failures[0].clone(), good.failures[0].clone()];
    assert_eq!(refused(Plant { failures: again, ..good.clone() }), Some(BadPlant::SameEvent(fault(1))));
    let orphan = Plant { items: vec![machine(1), component(2, 9, true)], ..good.clone() };
    assert_eq!(refused(orphan), Some(BadPlant::NoItem(EquipmentId(9))));
    let ring = vec![component(1, 2, true), component(2, 1, true), component(3, 1, true)];
    assert_eq!(refused(Plant { items: ring, ..good.clone() }), Some(BadPlant::Cycle(EquipmentId(1))));
    let lost = Downtime { failure: Some(FailureId(8)), ..stop(1, External, hours(0), hours(1)) };
    let lost = Plant { downtimes: vec![lost], ..good.clone() };
    assert_eq!(refused(lost), Some(BadPlant::NoFailure(FailureId(8))));
    let period =
        Period { id: 1, work: InterventionId(5), technician: UserId(1), started: hours(0), ended: End::Open };
    let idle = Plant { periods: vec![period], ..good };
    assert_eq!(refused(idle), Some(BadPlant::NoWork(InterventionId(5))));
    let book = Book::new(plant(vec![], vec![]), hours(0)).expect("a plant");
    let frames = Frames::of_window(week());
    assert_eq!(book.measure(&[EquipmentId(4)], &frames).err(), Some(BadPlant::NoItem(EquipmentId(4))));
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let (first, last) = (Timestamp::new(jiff::Timestamp::MIN), Timestamp::new(jiff::Timestamp::MAX));
    let faults = vec![failure(1, first, last), Failure { restored: End::Open, ..failure(2, last, last) }];
    let whole = plant(faults, vec![stop(1, Planned, first, last)]);
    let answers = ask_at(whole, span(first, last), last, &[1], |scope| scope.answers());
    assert_eq!(answers.len(), 15);
    for grain in Grain::ALL {
        assert_eq!(grain.around(Date(jiff::civil::Date::MAX)), None);
        assert!(grain.before(date("2027-01-01")).is_some());
        assert!(!grain.split(date("9999-12-01"), Date(jiff::civil::Date::MAX)).is_empty());
    }
    assert_eq!(Grain::Day.before(Date(jiff::civil::Date::MIN)), None);
    let west = jiff::tz::TimeZone::fixed(jiff::tz::offset(-12));
    assert_eq!(midnight(Date(jiff::civil::Date::MAX), &west), None);
}

#[test]
fn periods_of_the_calendar_begin_where_people_expect() {
    let around = |grain: Grain, day| grain.around(date(day)).expect("in the calendar");
    assert_eq!(around(Grain::Week, "2027-01-01"), (date("2026-12-28"), date("2027-01-04")));
    assert_eq!(around(Grain::Quarter, "2027-06-30"), (date("2027-04-01"), date("2027-07-01")));
    assert_eq!(around(Grain::Year, "2028-02-29"), (date("2028-01-01"), date("2029-01-01")));
    assert_eq!(Grain::Month.before(date("2027-03-31")), Some((date("2027-02-01"), date("2027-03-01"))));
    let weeks = Grain::Week.split(date("2027-01-01"), date("2027-01-13"));
    let ends = [("2027-01-01", "2027-01-04"), ("2027-01-04", "2027-01-11"), ("2027-01-11", "2027-01-13")];
    assert_eq!(weeks, ends.map(|(from, to)| (date(from), date(to))));
}
