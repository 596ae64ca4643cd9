use super::*;

pub(super) const MONDAY: &str = "2027-05-03T00:00";

pub(super) fn plan(world: &World, now: &str) -> Proposal {
    let week = Week { window: span(MONDAY, "2027-05-10T00:00"), seed: 7, rounds: 40 };
    world.with(|board| board.plan_week(week, at(now)))
}

pub(super) fn to(proposal: &Proposal, id: i64) -> Option<Placement> {
    proposal.changes.iter().find(|change| change.task.0 == id).map(|change| change.to.clone())
}

#[test]
fn cal_04_what_was_placed_by_hand_or_has_begun_is_worked_around() {
    let mut by_hand = placed(7, "2027-05-04T14:00", "2027-05-04T16:00", &[1]);
    by_hand.pinned = true;
    let mut begun = placed(8, "2027-05-03T08:00", "2027-05-03T12:00", &[1]);
    begun.status = InterventionStatus::InProgress;
    let machine = placed(9, "2027-05-07T08:00", "2027-05-07T16:00", &[1]);
    let mut urgent = task(10, 540);
    urgent.priority = Priority::Urgent;
    let tasks = vec![by_hand, begun, machine, urgent];
    let mut world = World { technicians: vec![technician(1)], tasks, ..Default::default() };
    let proposal = plan(&world, "2027-05-03T07:00");
    let fixed: Vec<_> = proposal.fixed.iter().map(|f| (f.task.0, f.reason, f.blocked.len())).collect();
    assert_eq!(fixed, [(7, FixedReason::PlacedByHand, 0), (8, FixedReason::InProgress, 0)]);
    // A whole day is free on Wednesday only at the soonest; the work that the machine placed moves forward.
    assert_eq!(to(&proposal, 10), Some(by("2027-05-05T08:00", "2027-05-05T17:00", &[1])));
    assert_eq!(to(&proposal, 9), Some(by("2027-05-06T08:00", "2027-05-06T16:00", &[1])));
    let named: Vec<i64> = proposal.changes.iter().map(|change| change.task.0).collect();
    assert_eq!((named, proposal.unplaced), (vec![10, 9], vec![]));

    // The pin lifted, it may move.
    world.tasks[0].pinned = false;
    let proposal = plan(&world, "2027-05-03T07:00");
    assert_eq!(proposal.fixed.len(), 1);
    assert_eq!(to(&proposal, 10), Some(by("2027-05-04T08:00", "2027-05-04T17:00", &[1])));
}

#[test]
fn cal_04_a_pin_that_breaks_a_hard_rule_is_reported_and_not_moved() {
    let certificate = Some(Certificate { from: None, until: Some(day("2027-05-03")) });
    let welder = Technician {
        skills: vec![SkillHeld { skill: "TIG".into(), level: 1, certificate }],
        ..technician(1)
    };
    let mut pinned = placed(7, "2027-05-04T14:00", "2027-05-04T16:00", &[1]);
    pinned.pinned = true;
    pinned.needs.requires = vec![Requirement { skill: "TIG".into(), level: 1, certificate: true }];
    // Work that the plan placed at the same time gives way, and is no fault of the pin.
    let below = placed(9, "2027-05-04T15:00", "2027-05-04T17:00", &[1]);
    let world = World { technicians: vec![welder], tasks: vec![pinned, below], ..Default::default() };
    let proposal = plan(&world, "2027-05-03T07:00");
    let expires = Fact::CertificateExpires { skill: "TIG".into(), on: day("2027-05-03") };
    let finding = Finding { technician: Some(UserId(1)), fact: expires };
    let expected =
        Fixed { task: InterventionId(7), reason: FixedReason::PlacedByHand, blocked: vec![finding] };
    assert_eq!(proposal.fixed, [expected]);
    let named: Vec<i64> = proposal.changes.iter().map(|change| change.task.0).collect();
    assert_eq!(named, [9]);
}

#[test]
fn a_proposal_is_accepted_whole_or_in_part() {
    let impossible = placed(3, "2027-05-03T08:00", "2027-05-03T09:00", &[2]);
    let tasks = vec![task(1, 60), task(2, 60), impossible];
    let mut person = technician(1);
    person.skills = vec![SkillHeld { skill: "TIG".into(), level: 1, certificate: None }];
    let mut world = World { technicians: vec![person], tasks, ..Default::default() };
    world.tasks[2].needs.requires = vec![Requirement { skill: "HV".into(), level: 1, certificate: false }];
    let proposal = plan(&world, MONDAY);
    let placements = |chosen: &[i64]| {
        let mut tasks = world.tasks.clone();
        proposal.apply(&mut tasks, |id| chosen.contains(&id.0));
        tasks.iter().map(|task| task.placement.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(placements(&[]), [false, false, true]);
    assert_eq!(placements(&[2]), [false, true, true]);
    assert_eq!(placements(&[1, 2, 3]), [true, true, false]);
}

#[test]
fn greedy_is_by_priority_and_due_date() {
    let with = |id, priority, due: &str| Task {
        priority,
        due: Some(Due { day: day(due), time: None }),
        ..task(id, 540)
    };
    let tasks = vec![
        with(1, Priority::Low, "2027-05-03"),
        with(2, Priority::High, "2027-05-07"),
        with(3, Priority::High, "2027-05-06"),
        with(4, Priority::Urgent, "2027-05-07"),
    ];
    let world = World { technicians: vec![technician(1)], tasks, ..Default::default() };
    let week = Week { window: span(MONDAY, "2027-05-10T00:00"), seed: 1, rounds: 0 };
    let proposal = world.with(|board| board.plan_week(week, at(MONDAY)));
    assert_eq!(proposal.costs.proposed, proposal.costs.list.min(proposal.costs.greedy));
    let order: Vec<i64> = proposal.changes.iter().map(|change| change.task.0).collect();
    assert_eq!(order, [1, 2, 3, 4], "in list order only the low one is in time, and nothing else is late");
    // Once the list makes an urgent one late, greedy wins.
    let mut world = world;
    world.tasks[3].due = Some(Due { day: day("2027-05-03"), time: None });
    let proposal = world.with(|board| board.plan_week(week, at(MONDAY)));
    let order: Vec<i64> = proposal.changes.iter().map(|change| change.task.0).collect();
    assert_eq!(order, [4, 3, 2, 1]);
}

#[test]
fn work_for_two_waits_until_both_are_free() {
    let two = Task { people: 2, ..task(5, 120) };
    let mut pinned = placed(1, "2027-05-03T08:00", "2027-05-03T10:00", &[1]);
    pinned.pinned = true;
    let mut other = placed(2, "2027-05-03T11:00", "2027-05-03T16:00", &[2]);
    other.pinned = true;
    let world = World {
        technicians: (1..=2).map(technician).collect(),
        tasks: vec![two, pinned, other],
        ..Default::default()
    };
    let proposal = plan(&world, MONDAY);
    assert_eq!(to(&proposal, 5), Some(by("2027-05-04T08:00", "2027-05-04T10:00", &[1, 2])));
}

#[test]
fn what_has_no_place_says_why() {
    let mut no_parts = task(1, 60);
    no_parts.needs.shortages = vec![Shortage { part: "A".into(), wanted: 1, left: 0, expected: None }];
    let mut unskilled = task(2, 60);
    unskilled.needs.requires = vec![Requirement { skill: "TIG".into(), level: 1, certificate: false }];
    let crowd = Task { people: 2, ..task(3, 60) };
    let tasks = vec![no_parts, unskilled, crowd, task(4, 0), task(5, 600)];
    let mut world = World { technicians: vec![technician(1)], tasks, ..Default::default() };
    let why: Vec<UnplacedReason> =
        plan(&world, MONDAY).unplaced.into_iter().map(|unplaced| unplaced.reason).collect();
    let missing = Fact::PartMissing { part: "A".into(), wanted: 1, left: 0, expected: None };
    let skill = Fact::SkillMissing { skill: "TIG".into() };
    let finding = Finding { technician: Some(UserId(1)), fact: skill };
    let expected = [
        UnplacedReason::PartsMissing(vec![missing]),
        UnplacedReason::TooFewTechnicians { wanted: 1, able: 0, why: vec![finding] },
        UnplacedReason::TooFewTechnicians { wanted: 2, able: 1, why: vec![] },
        UnplacedReason::NoDuration,
        UnplacedReason::LongerThanAnyShift { longest_minutes: 540 },
    ];
    assert_eq!(why, expected);
    world.tasks = (1..=6).map(|id| task(id, 540)).collect();
    let unplaced = plan(&world, MONDAY).unplaced;
    assert_eq!(unplaced.len(), 1);
    assert_eq!(unplaced[0].reason, UnplacedReason::NoFreeTime);
}

#[test]
fn nothing_starts_before_now_a_part_or_the_tolerance() {
    let mut waiting = task(1, 60);
    waiting.needs.shortages =
        vec![Shortage { part: "A".into(), wanted: 1, left: 0, expected: Some(day("2027-05-06")) }];
    let early = Task { tolerance_from: Some(day("2027-05-05")), ..task(2, 60) };
    let left_over = placed(3, "2027-04-26T08:00", "2027-04-26T09:00", &[1]);
    let world = World {
        technicians: vec![technician(1)],
        tasks: vec![waiting, early, left_over],
        ..Default::default()
    };
    let proposal = plan(&world, "2027-05-03T10:20:30");
    let starts: Vec<_> = proposal.changes.iter().map(|c| (c.task.0, c.to.span.start)).collect();
    let expected = [(3, at("2027-05-03T10:21")), (2, at("2027-05-05T08:00")), (1, at("2027-05-06T08:00"))];
    assert_eq!(starts, expected);
}

#[test]
fn work_that_is_under_way_when_the_period_begins_is_not_planned() {
    let over_midnight = placed(1, "2027-05-02T20:00", "2027-05-03T02:00", &[1]);
    let world = World { technicians: vec![technician(1)], tasks: vec![over_midnight], ..Default::default() };
    let proposal = plan(&world, MONDAY);
    assert_eq!((proposal.changes, proposal.unchanged, proposal.unplaced), (vec![], vec![], vec![]));
}

#[test]
fn work_of_one_line_is_kept_together_and_shown_by_line() {
    let on = |id, line| {
        let mut task = task(id, 240);
        task.needs.line = Some(LineId(line));
        task
    };
    let tasks = vec![on(1, 1), on(2, 2), on(3, 1), on(4, 2)];
    let world = World { technicians: (1..=2).map(technician).collect(), tasks, ..Default::default() };
    let proposal = plan(&world, MONDAY);
    let by_line: Vec<_> = proposal
        .lines
        .iter()
        .map(|group| (group.line.map(|line| line.0), group.tasks.len(), group.minutes))
        .collect();
    assert_eq!(by_line, [(Some(1), 2, 480), (Some(2), 2, 480)]);
    let who = |id| to(&proposal, id).expect("placed").technicians;
    assert_eq!((who(1), who(2)), (who(3), who(4)));
    assert_ne!(who(1), who(2));
}

#[test]
fn a_plan_that_is_as_good_is_left_alone() {
    let tasks = vec![
        placed(1, "2027-05-03T08:00", "2027-05-03T12:00", &[1]),
        placed(2, "2027-05-03T08:00", "2027-05-03T12:00", &[2]),
    ];
    let world = World { technicians: (1..=2).map(technician).collect(), tasks, ..Default::default() };
    let proposal = plan(&world, MONDAY);
    assert_eq!((proposal.changes, proposal.unplaced), (vec![], vec![]));
    assert_eq!(proposal.unchanged, [InterventionId(1), InterventionId(2)]);
    assert_eq!(proposal.costs.today, proposal.costs.proposed);
}

#[test]
fn today_s_plan_may_fill_the_period_to_its_ends() {
    let tasks = vec![placed(1, "2027-05-03T08:00", "2027-05-03T17:00", &[1])];
    let world = World { technicians: vec![technician(1)], tasks, ..Default::default() };
    let today = |from, until| {
        let week = Week { window: span(from, until), seed: 7, rounds: 0 };
        world.with(|board| board.plan_week(week, at("2027-05-03T07:00"))).costs.today.unplaced
    };
    assert_eq!(today("2027-05-03T08:00", "2027-05-03T17:00"), 0);
}

#[test]
fn the_ends_of_time_and_huge_numbers_are_no_accident() {
    let first = Timestamp::new(jiff::Timestamp::MIN);
    let last = Timestamp::from_millis(i64::MAX);
    let always = Span::new(first, last).expect("a span");
    let mut endless = task(1, u32::MAX);
    endless.due = Some(Due { day: day("9999-12-31"), time: None });
    endless.people = u8::MAX;
    let moved = Placement {
        span: Span::new(last.plus_seconds(-60), last).expect("a span"),
        technicians: vec![UserId(1)],
    };
    let late = Task { placement: Some(moved.clone()), ..task(2, 1) };
    let mut person = technician(1);
    person.recent_minutes = u32::MAX;
    person.experience = vec![Experience { equipment: EquipmentId(1), jobs: u32::MAX }; 2];
    let world =
        World { technicians: vec![person], tasks: vec![endless.clone(), late.clone()], ..Default::default() };
    for now in [first, last] {
        let week = Week { window: always, seed: 0, rounds: 2 };
        let proposal = world.with(|board| board.plan_week(week, now));
        assert_eq!(proposal.changes.len(), 0);
        let nearly_over = Week { window: moved.span, ..week };
        assert_eq!(world.with(|board| board.plan_week(nearly_over, now)).fixed, []);
    }
    for when in [When::Within(always), When::At(moved.span)] {
        let ranking = world.with(|board| board.rank(&endless, when));
        assert_eq!(ranking.ranked.len() + ranking.excluded.len(), 1);
    }
    assert_eq!(world.verdict(&late, &moved).level, Level::Warning);
}
