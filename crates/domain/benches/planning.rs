//! The automatic plan of a week, the verdict while dragging, and the conflicts of a month.

use criterion::Criterion;
use domain::{
    Date, EquipmentId, InterventionId, LineId, SiteId, Timestamp, UserId,
    intervention::{InterventionStatus, Priority},
    planning::{
        Board, Due, Equipment, Experience, Needs, Placement, Requirement, Settings, SkillHeld, Task,
        Technician, Week, When,
    },
    span::Span,
    worktime::{CivilSpan, Rota, Shift, Weekday, WorkCalendar},
};
use jiff::{ToSpan, tz::TimeZone};
use std::hint::black_box;

const SKILLS: [&str; 4] = ["Mécanique", "Électricité", "Hydraulique", "Soudure TIG"];

fn calendar(hours: &[(&str, &str)], absent: Option<Date>) -> WorkCalendar {
    let time = |text: &str| text.parse().expect("a time");
    let shift = |day: &Weekday, (starts, ends): &(&str, &str)| Shift {
        day: *day,
        starts: time(starts),
        ends: time(ends),
    };
    let week = Weekday::ALL[..5].iter().flat_map(|day| hours.iter().map(move |hours| shift(day, hours)));
    WorkCalendar {
        rotas: vec![Rota::weekly(week.collect())],
        absences: absent.map(|day| CivilSpan::days(day, day)).into_iter().collect(),
        ..Default::default()
    }
}

fn day(n: i64) -> Date {
    Date(jiff::civil::date(2027, 5, 3).saturating_add(n.days()))
}

fn technicians(count: i64) -> Vec<Technician> {
    let hours: [&[(&str, &str)]; 3] =
        [&[("08:00", "12:00"), ("13:00", "17:00")], &[("06:00", "14:00")], &[("14:00", "22:00")]];
    let skills = |id: i64| {
        let held = SKILLS.iter().zip(0..).filter(move |(_, n)| *n == 0 || id % 3 == n % 3);
        held.map(|(skill, _)| SkillHeld { skill: (*skill).into(), level: 2, certificate: None }).collect()
    };
    let one = |id| Technician {
        id: UserId(id),
        home: SiteId(1 + id % 2),
        sites: vec![SiteId(1), SiteId(2)],
        skills: skills(id),
        calendar: calendar(hours[usize::try_from(id % 3).unwrap_or(0)], (id % 7 == 0).then(|| day(id % 5))),
        experience: vec![Experience { equipment: EquipmentId(id), jobs: 4 }],
        recent_minutes: 0,
    };
    (1..=count).map(one).collect()
}

fn task(id: i64, minutes: u32) -> Task {
    let skill = SKILLS[usize::try_from(id % 4).unwrap_or(0)];
    Task {
        id: InterventionId(id),
        needs: Needs {
            equipment: EquipmentId(id % 80),
            site: SiteId(1 + id % 2),
            line: Some(LineId(id % 12)),
            minutes,
            requires: vec![Requirement {
                skill: skill.into(),
                level: 1 + u8::from(id % 9 == 0),
                certificate: false,
            }],
            shortages: vec![],
        },
        status: InterventionStatus::Open,
        priority: Priority::ALL[usize::try_from(id * 7 % 4).unwrap_or(0)],
        due: Some(Due { day: day(id * 11 % 7), time: None }),
        tolerance_from: None,
        tolerance_until: None,
        people: 1 + u8::from(id % 20 == 0),
        pinned: false,
        started_at: None,
        placement: None,
    }
}

/// 40 to 280 minutes each: about what 30 people have in a week.
fn week_of_tasks() -> Vec<Task> {
    (1..=300).map(|id| task(id, 40 + u32::try_from(id * 37 % 9).unwrap_or(0) * 30)).collect()
}

/// Items of an hour over four weeks, each with one technician, some overlapping.
fn month_of_tasks(lanes: i64, items: i64) -> Vec<Task> {
    let start = domain::worktime::first_instant(day(0), &TimeZone::UTC);
    let place = |id: i64| {
        let start = start.plus_seconds((id * 7919 % (28 * 96)) * 900);
        Some(Placement {
            span: Span::new(start, start.plus_seconds(3600))?,
            technicians: vec![UserId(1 + id % lanes)],
        })
    };
    (1..=items).map(|id| Task { placement: place(id), ..task(id, 60) }).collect()
}

fn window(days: i64, zone: &TimeZone) -> Span {
    let instant = |n| domain::worktime::first_instant(day(n), zone);
    Span::new(instant(0), instant(days)).expect("a window")
}

pub fn benches(c: &mut Criterion) {
    let zone = TimeZone::get("Europe/Paris").expect("a zone");
    let settings = Settings::default();
    let equipment: Vec<Equipment> = vec![];

    let (people, tasks) = (technicians(30), week_of_tasks());
    let board = Board::new(&zone, &settings, &people, &equipment, &tasks);
    let week = Week { window: window(7, &zone), seed: 1, rounds: 300 };
    let now: Timestamp = week.window.start;
    crate::cpu::once(
        || board.plan_week(week, now),
        |proposal| {
            let (placed, not, costs) = (proposal.changes.len(), proposal.unplaced.len(), &proposal.costs);
            format!(
                "planning: a week of 300 tasks for 30 technicians, {} rounds, {placed} placed, {not} not; list {:?}, greedy {:?}, \
                 proposed {:?}",
                week.rounds, costs.list, costs.greedy, costs.proposed
            )
        },
    );
    c.bench_function("planning: week of 300 tasks for 30 technicians", |b| {
        b.iter(|| black_box(board.plan_week(black_box(week), now)));
    });
    c.bench_function("planning: rank 30 technicians in a week", |b| {
        b.iter(|| black_box(board.rank(black_box(&tasks[7]), When::Within(week.window))));
    });

    let (people, tasks) = (technicians(200), month_of_tasks(200, 5000));
    let board = Board::new(&zone, &settings, &people, &equipment, &tasks);
    let place =
        Placement { span: tasks[5].placement.as_ref().expect("placed").span, technicians: vec![UserId(8)] };
    c.bench_function("planning: verdict of a move, 200 lanes and 5000 items", |b| {
        b.iter(|| black_box(board.verdict(black_box(&tasks[9]), black_box(&place))));
    });
    c.bench_function("planning: conflicts of 4 weeks, 200 lanes and 5000 items", |b| {
        b.iter(|| black_box(board.conflicts(black_box(window(28, &zone)))));
    });
}
