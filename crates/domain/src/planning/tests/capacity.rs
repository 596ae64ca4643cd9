use super::*;
use proptest::prelude::*;

#[test]
fn capacity_is_shifts_and_overtime_less_absences_by_day_of_the_site() {
    let mut person = technician(1);
    let saturday = CivilSpan { from: local("2027-05-08T08:00"), until: local("2027-05-08T12:00") };
    person.calendar.overtime = vec![saturday];
    person.calendar.absences = vec![CivilSpan::days(day("2027-05-06"), day("2027-05-06"))];
    let tasks = vec![
        placed(1, "2027-05-07T16:00", "2027-05-07T18:00", &[1]),
        placed(2, "2027-05-07T17:00", "2027-05-07T18:00", &[1]),
        Task {
            status: InterventionStatus::Cancelled,
            ..placed(3, "2027-05-07T08:00", "2027-05-07T09:00", &[1])
        },
    ];
    let world = World { technicians: vec![person], tasks, ..Default::default() };
    let days = world
        .with(|board| board.capacity(&world.technicians[0], span("2027-05-06T00:00", "2027-05-09T00:00")));
    let hours: Vec<_> = days.iter().map(|d| (d.capacity_seconds / 3600, d.load_seconds / 3600)).collect();
    assert_eq!(hours, [(0, 0), (9, 3), (4, 0)]);
    let free = world.with(|board| board.free_time(UserId(1), span("2027-05-07T00:00", "2027-05-08T00:00")));
    assert_eq!(free.as_slice(), [span("2027-05-07T08:00", "2027-05-07T16:00")]);
}

#[test]
fn conflicts_of_a_period_name_each_overlap_once() {
    let tasks = vec![
        placed(1, "2027-05-03T09:00", "2027-05-03T11:00", &[1, 2]),
        placed(2, "2027-05-03T10:00", "2027-05-03T12:00", &[2, 1]),
        placed(3, "2027-05-04T16:30", "2027-05-04T17:30", &[1]),
        placed(4, "2027-05-10T16:30", "2027-05-10T17:30", &[1]),
        placed(5, "2027-05-05T09:00", "2027-05-05T11:00", &[1]),
        placed(6, "2027-05-05T10:00", "2027-05-05T12:00", &[1]),
    ];
    let world = World { technicians: (1..=2).map(technician).collect(), tasks, ..Default::default() };
    let conflicts = world.with(|board| board.conflicts(span("2027-05-03T00:00", "2027-05-08T00:00")));
    let other = span("2027-05-03T10:00", "2027-05-03T12:00");
    let later = span("2027-05-05T10:00", "2027-05-05T12:00");
    let expected = [
        (1, Some(1), Fact::Overlapping { other: InterventionId(2), span: other }),
        (1, Some(2), Fact::Overlapping { other: InterventionId(2), span: other }),
        (3, Some(1), Fact::OutsideShift { minutes: 30 }),
        (5, Some(1), Fact::Overlapping { other: InterventionId(6), span: later }),
    ];
    let got: Vec<_> = conflicts
        .into_iter()
        .map(|c| (c.task.0, c.finding.technician.map(|t| t.0), c.finding.fact))
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn cal_05_work_outside_of_any_hours_counts_in_capacity_and_in_conflicts() {
    let tasks = vec![
        placed(1, "2027-05-04T04:00", "2027-05-04T05:30", &[1]),
        placed(2, "2027-05-04T19:30", "2027-05-04T22:00", &[1]),
    ];
    let world = World { technicians: vec![technician(1)], tasks, ..Default::default() };
    let day = span("2027-05-04T00:00", "2027-05-05T00:00");
    let (days, conflicts) =
        world.with(|board| (board.capacity(&world.technicians[0], day), board.conflicts(day)));
    assert_eq!(days[0].load_seconds, 4 * 3600);
    let outside: Vec<_> = conflicts.into_iter().map(|conflict| conflict.finding.fact).collect();
    assert_eq!(outside, [Fact::OutsideShift { minutes: 90 }, Fact::OutsideShift { minutes: 150 }]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_parts_of_a_period_add_up_to_it(
        starts in prop::collection::vec((0_i64..10 * 24 * 60, 1_i64..900), 0..8), cut in 1_i64..10 * 24 * 60,
    ) {
        let begin = at("2027-03-22T00:00");
        let minute = |n: i64| begin.plus_seconds(n * 60);
        let tasks = starts.iter().zip(1..).map(|((from, length), id)| {
            let span = Span::new(minute(*from), minute(from + length)).expect("a span");
            Task { placement: Some(Placement { span, technicians: vec![UserId(1)] }), ..task(id, 1) }
        });
        let world = World { technicians: vec![technician(1)], tasks: tasks.collect(), ..Default::default() };
        let sums = |from: Timestamp, to: Timestamp| {
            let period = Span::new(from, to).expect("a period");
            let days = world.with(|board| board.capacity(&world.technicians[0], period));
            days.iter().fold((0, 0), |(c, l), day| (c + day.capacity_seconds, l + day.load_seconds))
        };
        let end = minute(11 * 24 * 60);
        let (whole, first, second) = (sums(begin, end), sums(begin, minute(cut)), sums(minute(cut), end));
        prop_assert_eq!(whole, (first.0 + second.0, first.1 + second.1));
        prop_assert_eq!(whole.1, starts.iter().map(|(from, length)| (*length).min(11 * 24 * 60 - from) * 60).sum::<i64>());
    }

    #[test]
    fn the_verdict_of_all_is_the_worst_of_each(
        starts in prop::collection::vec((0_i64..4 * 24 * 60, 30_i64..600, 1_i64..5), 0..12),
        from in 0_i64..4 * 24 * 60, length in 30_i64..600,
    ) {
        let begin = at("2027-05-03T00:00");
        let minutes = |from: i64, length: i64| {
            Span::new(begin.plus_seconds(from * 60), begin.plus_seconds((from + length) * 60)).expect("a span")
        };
        let tasks = starts.iter().zip(1..).map(|((from, length, who), id)| {
            let place = Placement { span: minutes(*from, *length), technicians: vec![UserId(*who)] };
            Task { placement: Some(place), ..task(id, 1) }
        });
        let technicians = (1..=4).map(technician).collect();
        let world = World { technicians, tasks: tasks.collect(), ..Default::default() };
        let of = |people: &[i64]| {
            let place = Placement { span: minutes(from, length), technicians: people.iter().map(|p| UserId(*p)).collect() };
            world.verdict(&task(99, 1), &place)
        };
        let all = of(&[1, 2, 3, 4]);
        let each: Vec<Verdict> = (1..=4).map(|who| of(&[who])).collect();
        prop_assert_eq!(Some(all.level), each.iter().map(|verdict| verdict.level).max());
        let count: usize = each.iter().map(|verdict| verdict.findings.len()).sum();
        prop_assert_eq!(all.findings.len(), count);
        prop_assert!(each.iter().flat_map(|verdict| &verdict.findings).all(|f| all.findings.contains(f)));
    }
}
