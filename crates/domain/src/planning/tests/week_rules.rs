//! Rules that hold for every proposal, on workshops drawn at random.

use super::*;
use proptest::prelude::*;

/// A task as drawn: minutes, priority, due day, skill, who has it today and when, pinned, people, line.
type Drawn = (u32, usize, i8, usize, Option<(i64, i64)>, bool, u8, i64);

const SKILLS: [&str; 3] = ["", "TIG", "HV"];

fn drawn_task((minutes, priority, due, skill, today, pinned, people, line): &Drawn, id: i64) -> Task {
    let mut task = task(id, minutes * 30);
    task.priority = Priority::ALL[*priority];
    task.due = Some(Due { day: Date(jiff::civil::date(2027, 5, 3 + *due)), time: None });
    task.people = *people;
    task.needs.line = Some(LineId(*line));
    task.needs.site = SiteId(1 + line % 2);
    if *skill > 0 {
        let skill = SKILLS[*skill].to_owned();
        task.needs.requires = vec![Requirement { skill, level: 2, certificate: true }];
    }
    task.placement = today.and_then(|(who, from)| {
        let start = at(week::MONDAY).plus_seconds(from * 900);
        let end = start.plus_seconds(i64::from(minutes * 30) * 60);
        Some(Placement { span: Span::new(start, end)?, technicians: vec![UserId(who)] })
    });
    task.pinned = *pinned;
    task
}

fn drawn_technician(id: i64, kind: usize, level: u8, until: i8, absent: i8) -> Technician {
    let hours: [&[(&str, &str)]; 3] =
        [&[("08:00", "12:00"), ("13:00", "17:00")], &[("06:00", "14:00")], &[("22:00", "06:00")]];
    let date = |day: i8| Date(jiff::civil::date(2027, 5, 2 + day));
    let certificate = Some(Certificate { from: None, until: Some(date(until)) });
    let mut calendar = shifts(hours[kind]);
    calendar.absences = vec![CivilSpan::days(date(absent), date(absent))];
    let skills = SKILLS[1..].iter().map(|skill| SkillHeld { skill: (*skill).into(), level, certificate });
    Technician { calendar, skills: skills.collect(), sites: vec![SiteId(2)], ..technician(id) }
}

fn worlds() -> impl Strategy<Value = World> {
    let today = prop::option::of((1_i64..5, 0_i64..600));
    let task =
        (1_u32..14, 0_usize..4, 0_i8..7, 0_usize..3, today, prop::bool::weighted(0.2), 1_u8..3, 1_i64..4);
    let person = (0_usize..3, 1_u8..4, 1_i8..8, 1_i8..8);
    (prop::collection::vec(task, 1..16), prop::collection::vec(person, 1..5)).prop_map(|(tasks, people)| {
        let tasks = tasks.iter().zip(1..).map(|(drawn, id)| drawn_task(drawn, id)).collect();
        let person = |((kind, level, until, absent), id)| drawn_technician(id, kind, level, until, absent);
        World { technicians: people.into_iter().zip(1..).map(person).collect(), tasks, ..Default::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_proposal_breaks_no_rule_moves_no_pin_and_is_worth_it(world in worlds(), seed: u64) {
        let week = Week { window: span(week::MONDAY, "2027-05-10T00:00"), seed, rounds: 8 };
        let now = at("2027-05-03T09:00");
        let propose = |world: &World| world.with(|board| board.plan_week(week, now));
        let proposal = propose(&world);
        prop_assert_eq!(&proposal, &propose(&world), "the same input gives the same proposal");

        let costs = proposal.costs;
        prop_assert!(costs.proposed <= costs.list && costs.proposed <= costs.greedy);
        prop_assert!(costs.proposed <= costs.today);

        // Every piece of work is told of once.
        let mut told: Vec<InterventionId> = proposal.changes.iter().map(|change| change.task).collect();
        told.extend(&proposal.unchanged);
        told.extend(proposal.unplaced.iter().map(|unplaced| unplaced.task));
        let planned = told.clone();
        told.extend(proposal.fixed.iter().map(|fixed| fixed.task));
        told.sort_unstable();
        prop_assert!(told.windows(2).all(|pair| pair[0] < pair[1]), "{told:?}");
        for task in &world.tasks {
            let fixed = task.pinned && task.placement.is_some();
            prop_assert!(!(fixed && planned.contains(&task.id)), "{} is pinned", task.id);
        }

        // With everything accepted, what was planned breaks no hard rule, and what moved is inside of shifts.
        let mut after = World { tasks: world.tasks.clone(), technicians: world.technicians.clone(), ..Default::default() };
        proposal.apply(&mut after.tasks, |_| true);
        for task in &after.tasks {
            let Some(place) = task.placement.as_ref().filter(|_| planned.contains(&task.id)) else { continue };
            let verdict = after.verdict(task, place);
            prop_assert!(!verdict.is_blocked(), "{} {verdict:?}", task.id);
            if proposal.changes.iter().any(|change| change.task == task.id) {
                prop_assert_eq!(verdict.level, Level::Fine, "{} {:?}", task.id, verdict);
                prop_assert!(place.span.start >= now && place.span.end <= week.window.end);
                prop_assert_eq!(place.span.seconds(), i64::from(task.needs.minutes) * 60);
                prop_assert_eq!(place.technicians.len(), usize::from(task.people));
            }
        }
    }

    #[test]
    fn a_ranking_names_everybody_once_and_proposes_nothing_that_is_blocked(world in worlds(), from in 0_i64..600) {
        let subject = world.tasks[0].clone();
        let start = at(week::MONDAY).plus_seconds(from * 900);
        let place = Span::new(start, start.plus_seconds(7200));
        let window = When::Within(span(week::MONDAY, "2027-05-10T00:00"));
        for when in [place.map_or(window, When::At), window] {
            let ranking = world.with(|board| board.rank(&subject, when));
            let mut named: Vec<UserId> = ranking.ranked.iter().map(|one| one.technician).collect();
            named.extend(ranking.excluded.iter().map(|one| one.technician));
            named.sort_unstable();
            let everybody: Vec<UserId> = world.technicians.iter().map(|person| person.id).collect();
            prop_assert_eq!(named, everybody);
            for one in &ranking.ranked {
                let place = Placement { span: one.span, technicians: vec![one.technician] };
                prop_assert_eq!(&world.verdict(&subject, &place), &one.verdict);
                prop_assert!(!one.verdict.is_blocked());
                prop_assert!((0..=1000).contains(&one.score.total));
            }
            prop_assert!(ranking.excluded.iter().all(|one| !one.why.is_empty() || !ranking.blocked.is_empty()));
        }
    }
}
