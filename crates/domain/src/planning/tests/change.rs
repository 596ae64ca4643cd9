use super::*;

fn moved(task: &Task, to: &str, technicians: &[i64]) -> Trial {
    let world = World { technicians: (1..=2).map(technician).collect(), ..Default::default() };
    let technicians = technicians.iter().map(|id| UserId(*id)).collect();
    let change = Change::Place { start: local(to), technicians };
    world.with(|board| board.try_change(task, &change, at("2027-03-01T12:00")))
}

fn utc(trial: &Trial) -> (String, String) {
    let span = trial.placement.as_ref().expect("placed").span;
    (span.start.to_string(), span.end.to_string())
}

#[test]
fn cal_01_a_move_keeps_the_civil_start_and_the_minutes_of_work() {
    let friday = placed(1, "2027-03-26T22:00", "2027-03-27T06:00", &[1]);
    assert_eq!(friday.needs.minutes, 480);
    let first = friday.placement.clone().expect("placed");

    let saturday = moved(&friday, "2027-03-27T22:00", &[1]);
    assert_eq!(utc(&saturday), ("2027-03-27T21:00:00Z".into(), "2027-03-28T05:00:00Z".into()));
    let place = saturday.placement.clone().expect("placed");
    assert_eq!(place.span, span("2027-03-27T22:00", "2027-03-28T07:00"));
    assert_eq!(saturday.minutes, 480);

    // Undo is the move back to the civil start that it had.
    let there = Task { placement: saturday.placement.clone(), ..friday.clone() };
    assert_eq!(moved(&there, "2027-03-26T22:00", &[1]).placement, Some(first));
    assert_eq!(moved(&friday, "2027-03-27T22:00", &[1]), saturday);

    let october = moved(&there, "2027-10-30T22:00", &[1]).placement.expect("placed");
    assert_eq!(october.span, span("2027-10-30T22:00", "2027-10-31T05:00"));
}

#[test]
fn cal_01_the_capacity_taken_is_eight_hours() {
    let world = World {
        technicians: vec![technician(1)],
        tasks: vec![placed(1, "2027-03-27T22:00", "2027-03-28T07:00", &[1])],
        ..Default::default()
    };
    let days = world
        .with(|board| board.capacity(&world.technicians[0], span("2027-03-27T00:00", "2027-03-29T00:00")));
    assert_eq!(days.iter().map(|day| day.load_seconds).collect::<Vec<_>>(), [2 * 3600, 6 * 3600]);
}

#[test]
fn cal_08_late_work_is_moved_anywhere_and_its_due_date_stays() {
    let mut late = placed(1, "2027-02-01T08:00", "2027-02-01T09:00", &[1]);
    late.due = Some(Due { day: day("2027-02-02"), time: None });
    assert_eq!(handle(&late), Handle::Free);
    for to in ["2027-01-04T08:00", "2027-06-01T08:00"] {
        let trial = moved(&late, to, &[1]);
        assert_eq!(trial.verdict.level, Level::Fine);
        assert_eq!(trial.placement.expect("placed").span.start, at(to));
    }
}

#[test]
fn cal_08_work_in_progress_keeps_its_start_and_ends_no_sooner_than_now() {
    let mut begun = placed(1, "2027-03-01T08:00", "2027-03-01T11:00", &[1]);
    begun.status = InterventionStatus::InProgress;
    begun.started_at = Some(at("2027-03-01T08:00"));
    let since = at("2027-03-01T08:00");
    assert_eq!(handle(&begun), Handle::EndOnly { since });
    let facts = |trial: &Trial| trial.verdict.findings.iter().map(|f| f.fact.clone()).collect::<Vec<_>>();
    let refused = moved(&begun, "2027-03-01T09:00", &[1]);
    assert_eq!((refused.placement.clone(), facts(&refused)), (None, vec![Fact::InProgress { since }]));
    // Somebody else may go on with it.
    let handed_over = moved(&begun, "2027-03-01T08:00", &[2]);
    assert_eq!(handed_over.placement, Some(by("2027-03-01T08:00", "2027-03-01T11:00", &[2])));

    let world = World { technicians: vec![technician(1)], ..Default::default() };
    let now = at("2027-03-01T12:00");
    let resized =
        |end: &str| world.with(|board| board.try_change(&begun, &Change::Resize { end: local(end) }, now));
    assert_eq!(facts(&resized("2027-03-01T11:59")), [Fact::EndBeforeNow { now }]);
    let longer = resized("2027-03-01T12:00");
    assert_eq!((longer.minutes, longer.verdict.level), (240, Level::Fine));
    assert_eq!(longer.placement, Some(by("2027-03-01T08:00", "2027-03-01T12:00", &[1])));
    let back = world.with(|board| board.try_change(&begun, &Change::Unschedule, now));
    assert_eq!(facts(&back), [Fact::InProgress { since }]);
    // On hold, it has begun all the same.
    begun.status = InterventionStatus::OnHold;
    assert_eq!(handle(&begun), Handle::EndOnly { since });
}

#[test]
fn cal_08_what_is_finished_or_cancelled_has_no_handle() {
    use InterventionStatus as S;
    for status in [S::Completed, S::Closed, S::Archived, S::Cancelled] {
        let done = Task { status, ..placed(1, "2027-03-01T08:00", "2027-03-01T11:00", &[1]) };
        assert_eq!(handle(&done), Handle::Locked { status });
        let trial = moved(&done, "2027-03-02T08:00", &[1]);
        assert_eq!(trial.placement, None);
        assert_eq!(trial.verdict.findings[0].fact, Fact::Finished { status });
    }
}

#[test]
fn what_takes_no_time_is_refused_and_the_backlog_takes_everything_back() {
    let trial = moved(&task(1, 0), "2027-03-02T08:00", &[1]);
    assert_eq!((trial.placement, trial.verdict.findings[0].fact.clone()), (None, Fact::NoDuration));
    let world = World::default();
    let planned = placed(1, "2027-03-02T08:00", "2027-03-02T11:00", &[1]);
    let now = at("2027-03-01T12:00");
    let change = |change| world.with(|board| board.try_change(&planned, &change, now));
    let backwards = change(Change::Resize { end: local("2027-03-02T08:00") });
    assert_eq!(backwards.verdict.findings[0].fact, Fact::NoDuration);
    let back = change(Change::Unschedule);
    assert_eq!((back.placement, back.verdict.level), (None, Level::Fine));
}

fn forecast() -> Forecast {
    Forecast {
        plan: 4,
        nominal: day("2027-05-12"),
        due: day("2027-05-12"),
        tolerance_from: day("2027-05-09"),
        tolerance_until: day("2027-05-15"),
        needs: task(1, 60).needs,
    }
}

fn dropped(start: &str) -> Result<Release, Verdict> {
    let world = World { technicians: vec![technician(1)], ..Default::default() };
    world.with(|board| board.release(&forecast(), local(start), &[UserId(1)]))
}

#[test]
fn cal_09_a_forecast_dropped_inside_its_tolerance_keeps_its_dates() {
    let release = dropped("2027-05-14T10:00").expect("released");
    assert_eq!((release.plan, release.nominal, release.due), (4, day("2027-05-12"), day("2027-05-12")));
    assert_eq!(release.placement, by("2027-05-14T10:00", "2027-05-14T11:00", &[1]));
    assert_eq!(release.verdict.level, Level::Fine);
    // 15 May is a Saturday: inside the tolerance, outside the shift.
    let saturday = dropped("2027-05-15T10:00").expect("released");
    assert_eq!(saturday.verdict.level, Level::Warning);
    // Again gives the same occurrence, so that one index keeps it single.
    assert_eq!(dropped("2027-05-14T10:00"), Ok(release));
}

#[test]
fn cal_09_outside_its_tolerance_a_forecast_is_blocked() {
    let why = |start| dropped(start).expect_err("blocked").findings[0].fact.clone();
    assert_eq!(why("2027-05-16T10:00"), Fact::ForecastAfterTolerance { until: day("2027-05-15") });
    assert_eq!(why("2027-05-15T23:30"), Fact::ForecastAfterTolerance { until: day("2027-05-15") });
    assert_eq!(why("2027-05-08T10:00"), Fact::ForecastBeforeTolerance { from: day("2027-05-09") });
}

#[test]
fn cal_02_a_day_and_a_time_are_those_of_the_site() {
    // No browser's zone is ever asked.
    let may_3 = placed(1, "2027-05-03T14:15", "2027-05-03T15:15", &[1]);
    let trial = moved(&may_3, "2027-05-12T14:15", &[1]);
    assert_eq!(utc(&trial).0, "2027-05-12T12:15:00Z");
}
