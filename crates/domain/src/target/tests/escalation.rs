use super::*;

fn chain() -> Chain {
    let step = |after_minutes, audience| Step { after_minutes, audience };
    let steps = vec![step(0, Audience::OnCall), step(15, Audience::Supervisor), step(30, Audience::Admin)];
    Chain { clock: TargetClock::Wall, steps }
}

fn escalated(chain: &Chain, history: &EscalationHistory, told: &[Told], now: &str) -> Escalation {
    let (calendar, zone) = (office(), paris());
    escalation(chain, history, told, WorkingTime { calendar: &calendar, zone: &zone }, at(now))
        .expect("a history")
}

/// The run, step and time of each.
fn short(steps: &[StepDue]) -> Vec<(u32, usize, Timestamp)> {
    steps.iter().map(|due| (due.run, due.step, due.at)).collect()
}

fn notif_01() -> EscalationHistory {
    EscalationHistory {
        reported_at: at("08:00"),
        charges: vec![Charge { from: at("08:14:59"), until: Some(at("08:40")) }],
        holds: vec![hold("08:50", Some("10:00"), HoldKind::NotOurs)],
        ended_at: None,
    }
}

#[test]
fn notif_01_taking_charge_stops_the_escalation() {
    let at_once = escalated(&chain(), &notif_01(), &[], "08:00");
    assert_eq!(short(&at_once.due_now), [(1, 0, at("08:00"))]);
    let told = [Told { run: 1, step: 0 }];
    for now in ["08:15", "08:30", "08:39"] {
        let got = escalated(&chain(), &notif_01(), &told, now);
        assert_eq!((got.due_now, got.next), (vec![], None), "at {now}");
        assert_eq!(got.state, EscalationState::TakenInCharge { since: at("08:14:59") });
        assert_eq!(short(&got.fallen_due), [(1, 0, at("08:00"))]);
    }
}

#[test]
fn notif_01_unassigned_the_chain_begins_again_at_its_first_step() {
    let got = escalated(&chain(), &notif_01(), &[Told { run: 1, step: 0 }], "08:40");
    assert_eq!((got.state, got.run), (EscalationState::Running, 2));
    assert_eq!(short(&got.due_now), [(2, 0, at("08:40"))]);
    let next = got.next.expect("the supervisor");
    assert_eq!((next.step, next.audience, next.at), (1, Audience::Supervisor, Some(at("08:55"))));
}

#[test]
fn notif_01_a_hold_that_is_not_ours_suspends_the_remaining_minutes() {
    let told = [Told { run: 1, step: 0 }, Told { run: 2, step: 0 }];
    for now in ["08:50", "08:55", "09:59:59"] {
        let got = escalated(&chain(), &notif_01(), &told, now);
        assert_eq!(got.state, EscalationState::Suspended { since: at("08:50") }, "at {now}");
        assert_eq!(got.due_now, []);
        let next = got.next.expect("the supervisor");
        assert_eq!((next.step, next.remaining_seconds, next.at), (1, 300, None));
    }
    let got = escalated(&chain(), &notif_01(), &told, "10:05");
    assert_eq!(short(&got.due_now), [(2, 1, at("10:05"))]);
    assert_eq!(got.next.and_then(|next| next.at), Some(at("10:20")));
}

#[test]
fn notif_01_a_mail_that_is_queued_looks_again_before_it_leaves() {
    let (calendar, zone) = (office(), paris());
    let time = WorkingTime { calendar: &calendar, zone: &zone };
    let mut history = notif_01();
    history.charges[0].from = at("08:15:30");
    let queued = escalated(&chain(), &history, &[Told { run: 1, step: 0 }], "08:15").due_now;
    assert_eq!(short(&queued), [(1, 1, at("08:15"))]);
    let leaves = |now| may_still_tell(&chain(), &history, queued[0], time, at(now)).expect("a history");
    assert!(leaves("08:15:10"));
    assert!(!leaves("08:15:30"));
    // A later run is another chain, and its own hold suspends it too.
    assert!(!leaves("08:56"));
}

#[test]
fn a_step_due_at_the_instant_of_taking_charge_or_of_the_end_is_not_carried_out() {
    let mut history = EscalationHistory { charges: vec![], holds: vec![], ..notif_01() };
    history.charges.push(Charge { from: at("08:15"), until: None });
    assert_eq!(short(&escalated(&chain(), &history, &[], "09:00").fallen_due), [(1, 0, at("08:00"))]);
    let history = EscalationHistory { charges: vec![], ended_at: Some(at("08:30")), ..history };
    let got = escalated(&chain(), &history, &[], "09:00");
    assert_eq!(short(&got.fallen_due), [(1, 0, at("08:00")), (1, 1, at("08:15"))]);
    assert_eq!(
        (got.state, &got.due_now, &got.next),
        (EscalationState::Ended { at: at("08:30") }, &vec![], &None)
    );
    // Nor at the very instant of the end.
    let then = escalated(&chain(), &history, &[], "08:30");
    assert_eq!(short(&then.fallen_due), short(&got.fallen_due));
    assert_eq!(then.state, EscalationState::Ended { at: at("08:30") });
    // Before its end it goes on.
    assert_eq!(escalated(&chain(), &history, &[], "08:20").state, EscalationState::Running);
}

#[test]
fn handing_over_is_no_new_beginning() {
    let mut history = notif_01();
    history.charges.push(Charge { from: at("08:40"), until: None });
    let got = escalated(&chain(), &history, &[], "09:00");
    assert_eq!((got.state, got.run), (EscalationState::TakenInCharge { since: at("08:14:59") }, 1));
}

#[test]
fn a_step_due_at_the_beginning_of_a_hold_waits_for_its_end() {
    let holds = vec![hold("08:15", Some("09:00"), HoldKind::NotOurs)];
    let history = EscalationHistory { charges: vec![], holds, ..notif_01() };
    assert_eq!(escalated(&chain(), &history, &[Told { run: 1, step: 0 }], "08:15").due_now, []);
    let got = escalated(&chain(), &history, &[Told { run: 1, step: 0 }], "09:00");
    assert_eq!(short(&got.due_now), [(1, 1, at("09:00"))]);
    // A hold of ours suspends nothing.
    let holds = vec![hold("08:15", None, HoldKind::Ours)];
    let history = EscalationHistory { holds, ..history };
    assert_eq!(escalated(&chain(), &history, &[], "08:30").due_now.len(), 3);
}

#[test]
fn notif_07_p1_escalates_by_the_clock_and_p3_in_working_hours() {
    let step = |after_minutes| Step { after_minutes, audience: Audience::OnCall };
    let reported =
        |when| EscalationHistory { reported_at: at(when), charges: vec![], holds: vec![], ended_at: None };
    let clock = Chain { clock: TargetClock::Wall, steps: vec![step(15)] };
    let got = escalated(&clock, &reported("2027-03-06T03:00"), &[], "2027-03-06T03:15");
    assert_eq!(short(&got.due_now), [(1, 0, at("2027-03-06T03:15"))]);
    let working = Chain { clock: TargetClock::Working, steps: vec![step(8 * 60)] };
    let got = escalated(&working, &reported("2027-03-05T16:00"), &[], "2027-03-07T12:00");
    let next = got.next.expect("one step");
    assert_eq!((next.at, next.remaining_seconds), (Some(at("2027-03-08T16:00")), 7 * 3600));
}

#[test]
fn before_the_report_nothing_has_begun() {
    let got = escalated(&chain(), &notif_01(), &[], "07:59");
    assert_eq!((got.state, got.run, got.next), (EscalationState::NotBegun, 0, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_step_falls_due_once_per_run_and_what_was_due_stays_due(
        holds in holds(), from in 0_i64..60, length in 1_i64..60, first in 0_i64..400, more in 0_i64..400,
    ) {
        let (calendar, zone) = (office(), paris());
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let minute = |n: i64| at("08:00").plus_seconds(n * 60);
        let charges = vec![Charge { from: minute(from), until: Some(minute(from + length)) }];
        let history = EscalationHistory { reported_at: at("08:00"), charges, holds, ended_at: None };
        let due = |now| escalation(&chain(), &history, &[], time, now).map(|e| e.fallen_due).expect("a history");
        let (before, after) = (due(minute(first)), due(minute(first + more)));
        prop_assert!(before.iter().all(|step| after.contains(step)), "{before:?} {after:?}");
        let mut ids: Vec<(u32, usize)> = after.iter().map(|step| (step.run, step.step)).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), after.len());
    }
}
