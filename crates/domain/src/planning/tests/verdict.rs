use super::*;

fn world() -> World {
    let technicians = (1..=3).map(technician).collect();
    World {
        technicians,
        tasks: vec![placed(1, "2027-05-03T08:00", "2027-05-03T10:00", &[1])],
        ..Default::default()
    }
}

#[test]
fn cal_06_touching_is_not_overlapping() {
    let world = world();
    let two_hours = task(2, 120);
    let verdict = world.verdict(&two_hours, &by("2027-05-03T10:00", "2027-05-03T12:00", &[1]));
    assert_eq!((verdict.level, verdict.findings), (Level::Fine, vec![]));
    let verdict = world.verdict(&two_hours, &by("2027-05-03T09:59", "2027-05-03T11:59", &[1]));
    let other = span("2027-05-03T08:00", "2027-05-03T10:00");
    let overlap = Fact::Overlapping { other: InterventionId(1), span: other };
    assert_eq!(verdict.level, Level::Blocked);
    assert_eq!(verdict.findings, [Finding { technician: Some(UserId(1)), fact: overlap }]);
}

#[test]
fn cal_06_of_three_people_the_busy_one_blocks_and_is_named() {
    let verdict = world().verdict(&task(2, 60), &by("2027-05-03T09:00", "2027-05-03T10:00", &[3, 1, 2]));
    assert!(verdict.is_blocked());
    let named: Vec<_> = verdict.findings.iter().map(|finding| finding.technician).collect();
    assert_eq!(named, [Some(UserId(1))]);
    let free = world().with(|board| {
        board.free_technicians(
            &task(2, 60),
            span("2027-05-03T09:00", "2027-05-03T10:00"),
            &[3, 1, 2, 3].map(UserId),
        )
    });
    assert_eq!(free, [3, 2].map(UserId));
}

#[test]
fn work_is_not_in_its_own_way_and_cancelled_work_in_nobodys() {
    let mut world = world();
    let own = world.tasks[0].clone();
    assert_eq!(world.facts(&own, &by("2027-05-03T09:00", "2027-05-03T11:00", &[1])), []);
    world.tasks[0].status = InterventionStatus::Cancelled;
    assert_eq!(world.facts(&task(2, 60), &by("2027-05-03T09:00", "2027-05-03T10:00", &[1])), []);
    world.tasks[0].status = InterventionStatus::Completed;
    assert!(world.verdict(&task(2, 60), &by("2027-05-03T09:00", "2027-05-03T10:00", &[1])).is_blocked());
}

#[test]
fn somebody_absent_for_a_minute_of_it_blocks() {
    let mut world = world();
    let away = CivilSpan { from: local("2027-05-04T11:59"), until: local("2027-05-04T15:00") };
    world.technicians[0].calendar.absences = vec![away];
    let facts = world.facts(&task(2, 60), &by("2027-05-04T11:00", "2027-05-04T12:00", &[1]));
    let minute = span("2027-05-04T11:59", "2027-05-04T12:00");
    assert_eq!(facts, [Fact::Absent { span: minute }, Fact::OutsideShift { minutes: 1 }]);
    assert_eq!(world.facts(&task(2, 60), &by("2027-05-04T15:00", "2027-05-04T16:00", &[1])), []);
}

fn welder(level: u8, certificate: Option<(Option<&str>, Option<&str>)>) -> Technician {
    let certificate =
        certificate.map(|(from, until)| Certificate { from: from.map(day), until: until.map(day) });
    Technician { skills: vec![SkillHeld { skill: "Soudure".into(), level, certificate }], ..technician(1) }
}

fn welding(level: u8, certificate: bool) -> Task {
    let mut task = task(2, 4 * 60);
    task.needs.requires = vec![Requirement { skill: "soudure".into(), level, certificate }];
    task
}

#[test]
fn a_skill_is_asked_for_at_its_level() {
    let place = by("2027-05-03T10:00", "2027-05-03T14:00", &[1]);
    let facts = |technician, task: &Task| {
        World { technicians: vec![technician], ..Default::default() }.facts(task, &place)
    };
    assert_eq!(facts(welder(2, None), &welding(2, false)), []);
    let low = Fact::LevelTooLow { skill: "soudure".into(), wanted: 3, held: 2 };
    assert_eq!(facts(welder(2, None), &welding(3, false)), [low]);
    let missing = Fact::SkillMissing { skill: "soudure".into() };
    assert_eq!(facts(technician(1), &welding(0, false)), [missing]);
    let without = Fact::CertificateMissing { skill: "soudure".into() };
    assert_eq!(facts(welder(2, None), &welding(2, true)), [without]);
}

#[test]
fn a_certificate_is_valid_for_the_whole_interval() {
    // The night from Monday to Tuesday.
    let place = by("2027-05-03T22:00", "2027-05-04T02:00", &[1]);
    let night = |certificate| {
        let mut technician = welder(2, Some(certificate));
        technician.calendar = shifts(&[("20:00", "04:00")]);
        World { technicians: vec![technician], ..Default::default() }.facts(&welding(2, true), &place)
    };
    assert_eq!(night((None, None)), []);
    assert_eq!(night((Some("2027-05-03"), Some("2027-05-04"))), []);
    let expires = Fact::CertificateExpires { skill: "Soudure".into(), on: day("2027-05-03") };
    assert_eq!(night((None, Some("2027-05-03"))), [expires]);
    let from = Fact::CertificateNotYetValid { skill: "Soudure".into(), from: day("2027-05-04") };
    assert_eq!(night((Some("2027-05-04"), None)), [from]);
    let evening = by("2027-05-03T20:00", "2027-05-04T00:00", &[1]);
    let last_day = welder(2, Some((None, Some("2027-05-03"))));
    let last_day = Technician { calendar: shifts(&[("20:00", "04:00")]), ..last_day };
    let world = World { technicians: vec![last_day], ..Default::default() };
    assert_eq!(world.facts(&welding(2, true), &evening), [], "to the end of its last day");
    // Of a certificate and its renewal, the one that holds counts.
    let mut renewed = welder(2, Some((None, Some("2027-05-03"))));
    renewed.calendar = shifts(&[("20:00", "04:00")]);
    renewed.skills.extend(welder(2, Some((None, Some("2030-05-03")))).skills);
    let world = World { technicians: vec![renewed], ..Default::default() };
    assert_eq!(world.facts(&welding(2, true), &place), []);
}

#[test]
fn of_several_certificates_that_do_not_hold_the_one_that_holds_longest_is_told() {
    let place = by("2027-05-04T10:00", "2027-05-04T14:00", &[1]);
    let told = |certificates: [(Option<&str>, Option<&str>); 2]| {
        let skills = certificates.into_iter().flat_map(|one| welder(2, Some(one)).skills).collect();
        let technicians = vec![Technician { skills, ..technician(1) }];
        World { technicians, ..Default::default() }.facts(&welding(2, true), &place)
    };
    let (older, newer) = ((None, Some("2026-05-03")), (None, Some("2027-05-03")));
    let expires = Fact::CertificateExpires { skill: "Soudure".into(), on: day("2027-05-03") };
    assert_eq!(told([older, newer]), std::slice::from_ref(&expires));
    assert_eq!(told([newer, older]), [expires]);
    // A renewal that is not valid yet holds longer than what has expired.
    let renewal = (Some("2027-05-05"), None);
    let from = Fact::CertificateNotYetValid { skill: "Soudure".into(), from: day("2027-05-05") };
    assert_eq!(told([renewal, newer]), std::slice::from_ref(&from));
    assert_eq!(told([newer, renewal]), [from]);
}

#[test]
fn a_site_that_is_closed_to_somebody_and_somebody_unknown_block() {
    let world = world();
    let mut elsewhere = task(2, 60);
    elsewhere.needs.site = SiteId(2);
    let place = by("2027-05-04T09:00", "2027-05-04T10:00", &[1]);
    assert_eq!(world.facts(&elsewhere, &place), [Fact::NoAccess { site: SiteId(2) }]);
    let place = by("2027-05-04T09:00", "2027-05-04T10:00", &[9]);
    assert_eq!(world.facts(&task(2, 60), &place), [Fact::UnknownTechnician]);
}

#[test]
fn a_machine_that_is_not_released_and_a_part_that_is_not_there_block() {
    let mut world = world();
    let running = span("2027-05-04T06:00", "2027-05-04T09:30");
    world.equipment =
        vec![Equipment { id: EquipmentId(2), unavailable: vec![running], last_technician: None }];
    let mut task = task(2, 60);
    let place = by("2027-05-04T09:00", "2027-05-04T10:00", &[1]);
    let closed = Fact::EquipmentUnavailable { span: span("2027-05-04T09:00", "2027-05-04T09:30") };
    assert_eq!(world.facts(&task, &place), [closed]);
    assert_eq!(world.facts(&task, &by("2027-05-04T09:30", "2027-05-04T10:30", &[1])), []);

    let short = |expected: Option<&str>, left| Shortage {
        part: "SKF-6204".into(),
        wanted: 4,
        left,
        expected: expected.map(day),
    };
    let place = by("2027-05-05T09:00", "2027-05-05T10:00", &[]);
    for (shortage, missing) in [
        (short(None, 1), true),
        (short(Some("2027-05-06"), 1), true),
        (short(Some("2027-05-05"), 1), false),
        (short(None, 4), false),
    ] {
        task.needs.shortages = vec![shortage];
        let verdict = world.verdict(&task, &place);
        assert_eq!(verdict.is_blocked(), missing, "{:?}", task.needs.shortages);
        assert!(verdict.findings.iter().all(|finding| finding.technician.is_none()));
    }
}

#[test]
fn outside_the_shift_and_over_capacity_are_warnings_with_their_minutes() {
    let mut world = world();
    let late = by("2027-05-03T16:30", "2027-05-03T18:00", &[1]);
    assert_eq!(world.facts(&task(2, 90), &late), [Fact::OutsideShift { minutes: 60 }]);
    // Two hours are taken; eight more are one too many for nine.
    let evening = by("2027-05-03T10:00", "2027-05-03T18:00", &[1]);
    let verdict = world.verdict(&task(2, 480), &evening);
    let over = Fact::OverCapacity { day: day("2027-05-03"), load_minutes: 600, capacity_minutes: 540 };
    let facts: Vec<Fact> = verdict.findings.into_iter().map(|finding| finding.fact).collect();
    assert_eq!((verdict.level, facts), (Level::Warning, vec![Fact::OutsideShift { minutes: 60 }, over]));
    // A closed day is outside of every shift, and no block.
    world.technicians[0].calendar.closures = vec![CivilSpan::days(day("2027-05-06"), day("2027-05-06"))];
    let closed = world.verdict(&task(2, 60), &by("2027-05-06T09:00", "2027-05-06T10:00", &[1]));
    assert_eq!((closed.level, closed.findings.len()), (Level::Warning, 2));
}

#[test]
fn a_short_break_is_not_outside_the_shift_for_work_that_began_before_it() {
    let mut world = world();
    world.technicians[1].calendar = shifts(&[("08:00", "12:00"), ("13:00", "17:00")]);
    let facts = |from: &str, until: &str| {
        let place = by(&format!("2027-05-04T{from}"), &format!("2027-05-04T{until}"), &[2]);
        world.facts(&task(2, 60), &place)
    };
    assert_eq!(facts("11:00", "14:00"), []);
    assert_eq!(facts("11:00", "12:30"), []);
    assert_eq!(facts("12:00", "13:00"), [Fact::OutsideShift { minutes: 60 }]);
    assert_eq!(facts("12:30", "14:00"), [Fact::OutsideShift { minutes: 30 }]);
    // Longer than the site's breaks: not a break. Nor is an absence.
    let mut world = World { settings: Settings { break_minutes: 59, ..Default::default() }, ..world };
    let place = by("2027-05-04T11:00", "2027-05-04T14:00", &[2]);
    assert_eq!(world.facts(&task(2, 180), &place), [Fact::OutsideShift { minutes: 60 }]);
    world.settings.break_minutes = 60;
    let away = CivilSpan { from: local("2027-05-04T12:15"), until: local("2027-05-04T12:30") };
    world.technicians[1].calendar.absences = vec![away];
    assert_eq!(world.verdict(&task(2, 180), &place).findings.len(), 2);
}

#[test]
fn after_the_tolerance_is_a_warning_by_the_day_on_which_the_work_ends() {
    let mut late = task(2, 60);
    late.tolerance_from = Some(day("2027-05-04"));
    late.tolerance_until = Some(day("2027-05-05"));
    let facts = |from, until| world().facts(&late, &by(from, until, &[]));
    assert_eq!(facts("2027-05-05T23:00", "2027-05-06T00:00"), []);
    let after = Fact::AfterTolerance { until: day("2027-05-05") };
    assert_eq!(facts("2027-05-05T23:01", "2027-05-06T00:01"), [after]);
    let before = Fact::BeforeTolerance { from: day("2027-05-04") };
    assert_eq!(facts("2027-05-03T23:59", "2027-05-04T00:59"), [before]);
    assert_eq!(facts("2027-05-04T00:00", "2027-05-04T01:00"), [], "the first day is inside");
}

#[test]
fn a_place_that_ends_before_it_begins_is_refused() {
    let (start, end) = (at("2027-05-04T10:00"), at("2027-05-04T09:00"));
    let place = Placement { span: Span { start, end }, technicians: vec![UserId(1)] };
    assert_eq!(world().facts(&task(2, 60), &place), [Fact::NoDuration]);
}
