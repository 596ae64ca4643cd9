use super::*;

fn ids(ranking: &Ranking) -> Vec<i64> {
    ranking.ranked.iter().map(|one| one.technician.0).collect()
}

fn rank(world: &World, task: &Task, when: When) -> Ranking {
    world.with(|board| board.rank(task, when))
}

const MORNING: (&str, &str) = ("2027-05-04T08:00", "2027-05-04T10:00");

#[test]
fn a_score_shows_its_parts_and_what_they_are_made_of() {
    let mut person = technician(1);
    person.experience = vec![Experience { equipment: EquipmentId(9), jobs: 3 }];
    person.recent_minutes = 300;
    let other = Technician { recent_minutes: 900, ..technician(2) };
    let mut work = task(9, 120);
    work.due = Some(Due { day: day("2027-05-03"), time: None });
    let settings = Settings {
        travel: vec![Travel { from: SiteId(2), to: SiteId(1), minutes: 15 }],
        ..Default::default()
    };
    let mut elsewhere = placed(1, "2027-05-04T13:00", "2027-05-04T16:00", &[1]);
    elsewhere.needs.site = SiteId(2);
    elsewhere.needs.line = None;
    let world =
        World { settings, technicians: vec![person, other], tasks: vec![elsewhere], ..Default::default() };
    let ranking = rank(&world, &work, When::At(span(MORNING.0, MORNING.1)));
    let of = |id| ranking.ranked.iter().find(|one| one.technician == UserId(id)).expect("ranked").score;
    let (first, second) = (of(1), of(2));
    // 5 h of 45 h; from home here, then on to the other site, which is where they would have gone anyway.
    assert_eq!((first.load_minutes, first.capacity_minutes, first.load), (300, 2700, 889));
    assert_eq!((first.jobs, first.experience, first.continuity), (3, 500, 0));
    assert_eq!((first.travel_minutes, first.travel), (0, 1000));
    assert_eq!((first.late_minutes, first.lateness), (600, 792));
    // The mean is 600: 300 less of 600, and 300 more of 900.
    assert_eq!((first.fairness, second.fairness), (750, 333));
    assert_eq!((second.load_minutes, second.experience, second.load), (120, 0, 956));
    let total = (30 * 889 + 20 * 500 + 15 * 1000 + 15 * 792 + 10 * 750) / 100;
    assert_eq!(first.total, total);
    assert_eq!(ids(&ranking), [1, 2]);
}

#[test]
fn work_is_late_after_the_time_on_its_due_day_or_after_the_day() {
    let world = World { technicians: vec![technician(1)], ..Default::default() };
    let late = |due_day: &str, time: Option<&str>| {
        let time = time.map(|time| time.parse().expect("a time"));
        let due = Some(Due { day: day(due_day), time });
        let work = Task { due, ..task(9, 120) };
        rank(&world, &work, When::At(span(MORNING.0, MORNING.1))).ranked[0].score.late_minutes
    };
    assert_eq!(late("2027-05-04", Some("09:15")), 45);
    assert_eq!(late("2027-05-04", Some("10:00")), 0);
    assert_eq!(late("2027-05-04", None), 0);
    assert_eq!((late("2027-05-03", None), late("2027-05-03", Some("24:00"))), (600, 600));
}

#[test]
fn work_beside_other_work_of_the_same_day_at_the_same_site_adds_no_way() {
    let mut away = task(9, 60);
    away.needs.site = SiteId(2);
    for (from, until, minutes) in [
        ("2027-05-04T08:00", "2027-05-04T09:00", 0),
        ("2027-05-04T10:00", "2027-05-04T11:00", 0),
        ("2027-05-05T08:00", "2027-05-05T09:00", 120),
    ] {
        let mut other = placed(1, from, until, &[1]);
        other.needs.site = SiteId(2);
        let person = Technician { sites: vec![SiteId(2)], ..technician(1) };
        let world = World { technicians: vec![person], tasks: vec![other], ..Default::default() };
        let there = When::At(span("2027-05-04T09:00", "2027-05-04T10:00"));
        assert_eq!(rank(&world, &away, there).ranked[0].score.travel_minutes, minutes, "{from}");
    }
}

#[test]
fn the_way_there_and_back_counts_what_the_work_adds() {
    let mut away = task(9, 60);
    away.needs.site = SiteId(2);
    let person = Technician { sites: vec![SiteId(2)], ..technician(1) };
    let world = World {
        technicians: vec![person],
        tasks: vec![placed(1, "2027-05-04T08:00", "2027-05-04T09:00", &[1])],
        ..Default::default()
    };
    let score = rank(&world, &away, When::At(span("2027-05-04T09:00", "2027-05-04T10:00"))).ranked[0].score;
    assert_eq!((score.travel_minutes, score.travel), (120, 0));
}

#[test]
fn who_knows_the_machine_or_works_on_its_line_that_day_goes_on() {
    let equipment =
        vec![Equipment { id: EquipmentId(9), unavailable: vec![], last_technician: Some(UserId(2)) }];
    let world = World {
        technicians: (1..=3).map(technician).collect(),
        equipment,
        tasks: vec![placed(1, "2027-05-04T13:00", "2027-05-04T14:00", &[3])],
        ..Default::default()
    };
    let ranking = rank(&world, &task(9, 120), When::At(span(MORNING.0, MORNING.1)));
    let continuity: Vec<_> = ranking.ranked.iter().map(|r| (r.technician.0, r.score.continuity)).collect();
    assert_eq!(continuity, [(2, 1000), (3, 500), (1, 0)]);
}

#[test]
fn those_who_cannot_are_listed_with_the_reason() {
    let mut absent = technician(2);
    absent.calendar.absences = vec![CivilSpan::days(day("2027-05-04"), day("2027-05-04"))];
    let mut work = task(9, 120);
    work.needs.requires = vec![Requirement { skill: "TIG".into(), level: 0, certificate: false }];
    let skilled = |person: Technician| Technician {
        skills: vec![SkillHeld { skill: "tig".into(), level: 1, certificate: None }],
        ..person
    };
    let busy = placed(1, MORNING.0, MORNING.1, &[3]);
    let technicians = vec![technician(4), skilled(technician(3)), skilled(absent), skilled(technician(1))];
    let world = World { technicians, tasks: vec![busy], ..Default::default() };
    let ranking = rank(&world, &work, When::At(span(MORNING.0, MORNING.1)));
    assert_eq!(ids(&ranking), [1]);
    let whole = span(MORNING.0, MORNING.1);
    let expected = [
        (2, vec![Fact::Absent { span: whole }]),
        (3, vec![Fact::Overlapping { other: InterventionId(1), span: whole }]),
        (4, vec![Fact::SkillMissing { skill: "TIG".into() }]),
    ];
    let got: Vec<_> = ranking.excluded.into_iter().map(|one| (one.technician.0, one.why)).collect();
    assert_eq!(got, expected);
    // In a window, the two who have time later come after: their work ends later, and is as good otherwise.
    let ranking = rank(&world, &work, When::Within(span("2027-05-04T08:00", "2027-05-06T17:00")));
    let starts: Vec<_> = ranking.ranked.iter().map(|one| (one.technician.0, one.span.start)).collect();
    assert!(starts.contains(&(3, at("2027-05-04T10:00"))), "{starts:?}");
    assert!(starts.contains(&(2, at("2027-05-05T08:00"))), "{starts:?}");
}

#[test]
fn overtime_is_ranked_after_who_is_in_the_shift() {
    let mut early = technician(1);
    early.calendar = shifts(&[("05:00", "09:00")]);
    early.experience = vec![Experience { equipment: EquipmentId(9), jobs: 50 }];
    let world = World { technicians: vec![early, technician(2)], ..Default::default() };
    let ranking = rank(&world, &task(9, 120), When::At(span(MORNING.0, MORNING.1)));
    assert_eq!(ids(&ranking), [2, 1]);
    assert_eq!(ranking.ranked[1].verdict.level, Level::Warning);
}

#[test]
fn what_blocks_the_work_itself_is_told_once() {
    let mut work = task(9, 120);
    let shortage = Shortage { part: "SKF-6204".into(), wanted: 1, left: 0, expected: None };
    work.needs.shortages = vec![shortage];
    let world = World { technicians: (1..=2).map(technician).collect(), ..Default::default() };
    for when in [When::At(span(MORNING.0, MORNING.1)), When::Within(span(MORNING.0, "2027-05-05T10:00"))] {
        let ranking = rank(&world, &work, when);
        let missing = Fact::PartMissing { part: "SKF-6204".into(), wanted: 1, left: 0, expected: None };
        assert_eq!((ids(&ranking), ranking.blocked), (vec![], vec![missing]));
    }
}

#[test]
fn without_weights_or_differences_the_order_is_by_id() {
    let weights = Weights { load: 0, experience: 0, continuity: 0, travel: 0, lateness: 0, fairness: 0 };
    for settings in [Settings { weights, ..Default::default() }, Settings::default()] {
        let technicians = [3, 1, 2].map(technician).to_vec();
        let world = World { settings, technicians, ..Default::default() };
        assert_eq!(ids(&rank(&world, &task(9, 120), When::At(span(MORNING.0, MORNING.1)))), [1, 2, 3]);
    }
}

#[test]
fn a_window_gives_each_their_first_free_place_outside_of_breaks() {
    let mut person = technician(1);
    person.calendar = shifts(&[("08:00", "12:00"), ("13:00", "17:00")]);
    let world = World {
        technicians: vec![person],
        tasks: vec![placed(1, "2027-05-04T08:00", "2027-05-04T11:30", &[1])],
        ..Default::default()
    };
    let first = |minutes| {
        let ranking =
            rank(&world, &task(9, minutes), When::Within(span("2027-05-04T00:00", "2027-05-06T00:00")));
        ranking.ranked.first().map(|one| one.span.start)
    };
    assert_eq!(first(30), Some(at("2027-05-04T11:30")));
    assert_eq!(first(60), Some(at("2027-05-04T13:00")));
    // Five hours fit into no half day: they go through the break.
    assert_eq!(first(300), Some(at("2027-05-05T08:00")));
    // The day has 8 hours of work; nine would be too many although they fit between its ends.
    assert_eq!(first(480), Some(at("2027-05-05T08:00")));
    assert_eq!(first(540), None);
}
