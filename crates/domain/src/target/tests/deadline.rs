use super::*;

fn state_with(targets: &Targets, history: &TargetHistory, now: &str) -> TargetState {
    let (calendar, zone) = (office(), paris());
    target(targets, history, WorkingTime { calendar: &calendar, zone: &zone }, at(now)).expect("a history")
}

fn state(history: &TargetHistory, now: &str) -> TargetState {
    state_with(&Targets::default(), history, now)
}

fn p1() -> TargetHistory {
    TargetHistory {
        reported_at: at("08:00"),
        priority: Priority::Urgent,
        changes: vec![],
        holds: vec![],
        restored_at: None,
    }
}

fn raised_to(priority: Priority, when: &str) -> PriorityChange {
    PriorityChange { at: at(when), to: priority }
}

#[test]
fn kpi_12_a_waiting_for_a_part_is_ours_and_the_target_is_missed() {
    let holds = vec![hold("08:30", Some("11:30"), HoldKind::Ours)];
    let got = state(&TargetHistory { holds, restored_at: Some(at("12:00")), ..p1() }, "12:00");
    assert_eq!((got.elapsed_seconds, got.outcome), (14_400, Outcome::Missed));
    assert_eq!((got.deadline, got.remaining_seconds), (Deadline::At(at("10:00")), Some(-7200)));
}

#[test]
fn kpi_12_b_a_hold_that_is_not_ours_stops_the_clock() {
    let holds = vec![hold("08:30", Some("11:30"), HoldKind::NotOurs)];
    let got = state(&TargetHistory { holds, restored_at: Some(at("12:00")), ..p1() }, "12:00");
    assert_eq!((got.elapsed_seconds, got.outcome), (3600, Outcome::Met));
    assert_eq!((got.deadline, got.remaining_seconds), (Deadline::At(at("13:00")), Some(3600)));
    let causes: Vec<_> = got.history.iter().map(|change| (change.deadline, change.cause)).collect();
    assert_eq!(
        causes,
        [
            (Deadline::At(at("10:00")), DeadlineCause::Reported),
            (Deadline::At(at("13:00")), DeadlineCause::HoldEnded { since: at("08:30") }),
        ]
    );
}

#[test]
fn kpi_12_c_raised_the_deadline_is_the_earlier_of_the_old_one_and_change_plus_target() {
    let p3 = TargetHistory { priority: Priority::Medium, ..p1() };
    let changes = vec![raised_to(Priority::Urgent, "10:00")];
    let got = state(&TargetHistory { changes, restored_at: Some(at("11:30")), ..p3.clone() }, "12:30");
    assert_eq!((got.deadline, got.outcome), (Deadline::At(at("12:00")), Outcome::Met));
    assert_eq!((got.elapsed_seconds, got.remaining_seconds), (12_600, Some(1800)));
    let cause = DeadlineCause::Raised { from: Priority::Medium, to: Priority::Urgent };
    assert_eq!(got.history[1], DeadlineChange { at: at("10:00"), deadline: got.deadline, cause });
    // Raised an hour before the old deadline, that one stays.
    let changes = vec![raised_to(Priority::Urgent, "2027-03-13T07:00")];
    let got = state(&TargetHistory { changes, ..p3 }, "2027-03-13T07:30");
    assert_eq!(got.deadline, Deadline::At(at("2027-03-13T08:00")));
    assert_eq!(got.history.len(), 1);
}

#[test]
fn kpi_12_d_lowered_the_deadline_is_report_plus_target() {
    let changes = vec![raised_to(Priority::Medium, "09:00")];
    let got = state(&TargetHistory { changes, ..p1() }, "09:30");
    assert_eq!(got.deadline, Deadline::At(at("2027-03-13T08:00")));
    assert_eq!((got.priority, got.outcome), (Priority::Medium, Outcome::Running));
    let cause = DeadlineCause::Lowered { from: Priority::Urgent, to: Priority::Medium };
    assert_eq!(got.history[1].cause, cause);
}

#[test]
fn kpi_12_the_deadline_shown_moves_with_the_hold() {
    let history = TargetHistory { holds: vec![hold("08:30", None, HoldKind::NotOurs)], ..p1() };
    for (now, deadline) in [("08:30", "10:00"), ("09:00", "10:30"), ("20:00", "21:30")] {
        let got = state(&history, now);
        assert_eq!(got.deadline, Deadline::At(at(deadline)), "at {now}");
        assert_eq!((got.remaining_seconds, got.suspended_since), (Some(5400), Some(at("08:30"))));
        assert_eq!(got.outcome, Outcome::Running);
    }
}

#[test]
fn holds_that_touch_are_one_standstill_and_overlapping_ones_count_once() {
    let first = hold("08:30", Some("09:00"), HoldKind::NotOurs);
    let holds = vec![first, hold("09:00", None, HoldKind::NotOurs)];
    assert_eq!(state(&TargetHistory { holds, ..p1() }, "09:30").suspended_since, Some(at("08:30")));
    let holds = vec![first, hold("08:45", Some("09:15"), HoldKind::NotOurs)];
    assert_eq!(state(&TargetHistory { holds, ..p1() }, "09:30").deadline, Deadline::At(at("10:45")));
}

#[test]
fn restored_exactly_at_the_deadline_is_met_and_a_moment_later_missed() {
    let restored = |when| TargetHistory { restored_at: Some(at(when)), ..p1() };
    assert_eq!(state(&restored("10:00"), "11:00").outcome, Outcome::Met);
    assert_eq!(state(&restored("10:00:01"), "11:00").outcome, Outcome::Missed);
    assert_eq!(state(&p1(), "10:00").outcome, Outcome::Running);
    assert_eq!(state(&p1(), "10:00:01").outcome, Outcome::Missed);
    // Restored later than now is not restored yet.
    assert_eq!(state(&restored("10:00"), "09:00").remaining_seconds, Some(3600));
}

#[test]
fn a_target_in_working_time_counts_the_hours_of_the_site() {
    let target = Some(Target { minutes: 8 * 60, clock: TargetClock::Working });
    let targets = Targets { medium: target, low: None, ..Targets::default() };
    let friday = TargetHistory { reported_at: at("2027-03-05T16:00"), priority: Priority::Medium, ..p1() };
    let got = state_with(&targets, &friday, "2027-03-08T09:00");
    assert_eq!(got.deadline, Deadline::At(at("2027-03-08T16:00")));
    assert_eq!((got.elapsed_seconds, got.remaining_seconds), (2 * 3600, Some(6 * 3600)));
    // Due on Friday at 17:00, restored on Monday at 08:00: late, though by no working time.
    let targets = Targets { medium: target.map(|t| Target { minutes: 60, ..t }), ..targets };
    let restored_at = Some(at("2027-03-08T08:00"));
    let got = state_with(&targets, &TargetHistory { restored_at, ..friday.clone() }, "2027-03-09T08:00");
    assert_eq!((got.outcome, got.remaining_seconds), (Outcome::Missed, Some(0)));
    // No target, no deadline; a site that never works has none either.
    let low = TargetHistory { priority: Priority::Low, ..friday.clone() };
    assert_eq!(state_with(&targets, &low, "2027-03-09T08:00").deadline, Deadline::NoTarget);
    let (closed, zone) = (WorkCalendar::default(), paris());
    let time = WorkingTime { calendar: &closed, zone: &zone };
    let got = super::target(&targets, &friday, time, at("2027-03-09T08:00")).expect("a history");
    assert_eq!((got.deadline, got.outcome), (Deadline::NoWorkingTime, Outcome::NoDeadline));
    assert_eq!(got.remaining_seconds, None);
}

#[test]
fn a_history_that_cannot_have_been_is_refused() {
    let (calendar, zone) = (office(), paris());
    let time = WorkingTime { calendar: &calendar, zone: &zone };
    let fault = |history: TargetHistory| {
        target(&Targets::default(), &history, time, at("12:00")).expect_err("refused")
    };
    let reversed = vec![hold("09:00", Some("08:59"), HoldKind::Ours)];
    assert_eq!(fault(TargetHistory { holds: reversed, ..p1() }), HistoryFault::Reversed { at: at("09:00") });
    let early = HistoryFault::BeforeReport { at: at("07:00") };
    assert_eq!(fault(TargetHistory { changes: vec![raised_to(Priority::Low, "07:00")], ..p1() }), early);
    assert_eq!(fault(TargetHistory { restored_at: Some(at("07:00")), ..p1() }), early);
    assert_eq!(fault(TargetHistory { holds: vec![hold("07:00", None, HoldKind::Ours)], ..p1() }), early);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn elapsed_and_remaining_are_the_whole_target(holds in holds(), after in 0_i64..2000) {
        let (calendar, zone) = (office(), paris());
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let history = TargetHistory { holds, ..p1() };
        let now = at("08:00").plus_seconds(after * 60);
        let got = target(&Targets::default(), &history, time, now).expect("a history");
        prop_assert_eq!(got.remaining_seconds.map(|left| left + got.elapsed_seconds), Some(7200));
        // A hold never brings the deadline forward.
        prop_assert!(matches!(got.deadline, Deadline::At(end) if end >= at("10:00")));
        prop_assert!(got.history.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }
}
