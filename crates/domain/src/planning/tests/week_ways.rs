//! Who gets the work of a week: lines and ways.

use super::{
    week::{MONDAY, plan, to},
    *,
};

fn greedy(world: &World) -> Proposal {
    let week = Week { window: span(MONDAY, "2027-05-10T00:00"), seed: 7, rounds: 0 };
    world.with(|board| board.plan_week(week, at(MONDAY)))
}

/// Who is free first comes from another site, the other begins an hour later and is there.
#[test]
fn the_search_gives_work_to_somebody_who_is_free_later_and_has_no_way() {
    let near = Technician { home: SiteId(2), calendar: shifts(&[("10:00", "17:00")]), ..technician(2) };
    let far = Technician { sites: vec![SiteId(2)], ..technician(1) };
    let before = Task { pinned: true, ..placed(2, "2027-05-03T08:00", "2027-05-03T09:00", &[1]) };
    let mut there = task(1, 60);
    there.needs.site = SiteId(2);
    let world = World { technicians: vec![far, near], tasks: vec![there, before], ..Default::default() };
    assert_eq!(to(&greedy(&world), 1), Some(by("2027-05-03T09:00", "2027-05-03T10:00", &[1])));
    assert_eq!(to(&plan(&world, MONDAY), 1), Some(by("2027-05-03T10:00", "2027-05-03T11:00", &[2])));
}

#[test]
fn work_goes_to_somebody_who_is_on_the_line_that_day() {
    let on = |line, task: Task| Task { needs: Needs { line: Some(LineId(line)), ..task.needs }, ..task };
    let pinned = |id| placed(id, "2027-05-03T08:00", "2027-05-03T09:00", &[id]);
    let mut tasks = vec![on(1, pinned(1)), on(5, pinned(2)), on(5, task(3, 60))];
    tasks[..2].iter_mut().for_each(|task| task.pinned = true);
    let mut world = World { technicians: (1..=2).map(technician).collect(), tasks, ..Default::default() };
    assert_eq!(to(&greedy(&world), 3), Some(by("2027-05-03T09:00", "2027-05-03T10:00", &[2])));
    // On the next day everybody begins anew.
    world.tasks[2].tolerance_from = Some(day("2027-05-04"));
    assert_eq!(to(&greedy(&world), 3), Some(by("2027-05-04T08:00", "2027-05-04T09:00", &[1])));
}

#[test]
fn work_goes_to_who_did_it_last_or_has_done_it_more_often() {
    let equipment =
        vec![Equipment { id: EquipmentId(3), unavailable: vec![], last_technician: Some(UserId(2)) }];
    let technicians = (1..=2).map(technician).collect();
    let mut world = World { technicians, equipment, tasks: vec![task(3, 60)], ..Default::default() };
    let who = |world: &World| to(&greedy(world), 3).expect("placed").technicians;
    assert_eq!(who(&world), [UserId(2)]);
    // The last one counts as three more jobs.
    for (jobs, expected) in [(2, 2), (4, 1)] {
        world.technicians[0].experience = vec![Experience { equipment: EquipmentId(3), jobs }];
        assert_eq!(who(&world), [UserId(expected)], "{jobs}");
    }
}

/// The second piece is placed last of the day: the machine is free from 11:00. Minutes until each end, over 4, and one way.
#[test]
fn ways_are_counted_in_the_order_of_the_day() {
    let mut tasks = vec![task(1, 60), task(2, 60), task(3, 60)];
    tasks[1].needs.site = SiteId(2);
    let unavailable = vec![span("2027-05-03T08:00", "2027-05-03T11:00")];
    let equipment = vec![Equipment { id: EquipmentId(2), unavailable, last_technician: None }];
    let technicians = vec![Technician { sites: vec![SiteId(2)], ..technician(1) }];
    let world = World { technicians, equipment, tasks, ..Default::default() };
    let rest = (9 * 60 + 12 * 60 + 10 * 60) / 4 + 20 * 60;
    assert_eq!(greedy(&world).costs.list, Cost { unplaced: 0, late: 0, rest });
}

#[test]
fn a_way_is_as_long_back_and_one_that_is_not_listed_has_a_length_of_its_own() {
    let way = |from, to, minutes| Travel { from: SiteId(from), to: SiteId(to), minutes };
    let settings = Settings { travel: vec![way(1, 2, 10), way(3, 1, 25)], ..Default::default() };
    let minutes = |from, to| settings.travel_minutes(SiteId(from), SiteId(to));
    assert_eq!([minutes(1, 2), minutes(2, 1), minutes(1, 3), minutes(3, 1)], [10, 10, 25, 25]);
    assert_eq!([minutes(2, 3), minutes(2, 2)], [60, 0]);
}

#[test]
fn work_without_an_estimate_counts_as_a_minute_without_a_place() {
    let world = World { technicians: vec![technician(1)], tasks: vec![task(1, 0)], ..Default::default() };
    assert_eq!(greedy(&world).costs.list, Cost { unplaced: 2, ..Cost::default() });
}
