//! Floating plans and what a corrected completion changes.

use crate::support::*;
use domain::plan::{
    Adjustment, Basis, Idle, Nothing, OnTime, OutOfUse, Plan, Row, RowState, Service, State, adjustments,
};
use domain::recurrence::{Unit, civil_day};

#[test]
fn plan_11_floating_counts_from_the_completion() {
    let quarterly = floating("1998-03-01", every(3, Unit::Month));
    let world = World::with(vec![row("1998-06-01", done("1998-06-15T10:00:00Z"))]);
    let found = world.list(&quarterly, "1998-06-16T08:00:00Z", "1998-06-16", "1998-12-31");
    assert_eq!(dues(&found), ["1998-09-15"]);
    let at = t("1998-06-15T10:00:00Z");
    let basis = Basis::Completion { at, day: civil_day(at, &paris()), every: Some(every(3, Unit::Month)) };
    assert_eq!(found[0].why.basis, basis);
    // 92 days from the completion.
    assert_eq!(found[0].on_time, OnTime { from: d("1998-09-06"), to: d("1998-09-24") });
}

#[test]
fn nothing_done_yet_the_first_date_is_that_of_the_plan() {
    let plan = floating("2027-02-01", every(1, Unit::Week));
    let found = World::default().list(&plan, "2027-01-01T08:00:00Z", "2027-01-01", "2027-12-31");
    assert_eq!((dues(&found), &found[0].why.basis), (vec!["2027-02-01".to_owned()], &Basis::FirstDate));
}

/// The plan was every 10 days when it was released: its row is one that the plan no longer leads to.
#[test]
fn released_work_that_the_plan_has_left_has_the_tolerance_of_the_interval() {
    let plan = floating("2027-02-01", every(50, Unit::Day));
    let rows = vec![row("2027-02-11", RowState::Open), row("2027-03-01", done("2027-03-01T10:00:00Z"))];
    let found = World::with(rows).list(&plan, "2027-03-02T08:00:00Z", "2027-02-01", "2027-02-28");
    assert_eq!((dues(&found), &found[0].why.basis), (list("2027-02-11"), &Basis::Recorded));
    assert_eq!(found[0].on_time, OnTime { from: d("2027-02-06"), to: d("2027-02-16") });
}

#[test]
fn the_end_of_a_month_is_explained() {
    let plan = floating("2027-01-01", every(1, Unit::Month));
    let world = World::with(vec![row("2027-01-01", done("2027-01-31T10:00:00Z"))]);
    let found = world.list(&plan, "2027-02-01T08:00:00Z", "2027-01-01", "2027-12-31");
    let next = found.last().expect("a next one");
    assert_eq!((next.due.date, next.why.clamped_from), (d("2027-02-28"), Some(31)));
}

#[test]
fn a_completion_late_in_the_evening_counts_on_the_day_of_the_site() {
    let plan = floating("2027-02-01", every(1, Unit::Week));
    let world = World::with(vec![row("2027-02-01", done("2027-02-01T23:30:00Z"))]);
    let found = world.list(&plan, "2027-02-02T08:00:00Z", "2027-02-02", "2027-02-28");
    assert_eq!(dues(&found), ["2027-02-09"]);
}

#[test]
fn an_occurrence_that_was_given_up_counts_from_its_due_date() {
    let plan = floating("2027-02-01", every(1, Unit::Week));
    let rows = vec![row("2027-02-01", done("2027-02-03T10:00:00Z")), row("2027-02-10", RowState::Cancelled)];
    let found = World::with(rows).list(&plan, "2027-02-11T08:00:00Z", "2027-02-11", "2027-02-28");
    assert_eq!(dues(&found), ["2027-02-17"]);
    assert!(matches!(found[0].why.basis, Basis::LetGo { .. }));
}

#[test]
fn a_service_counts_only_when_it_uses_up_an_occurrence() {
    let plan = floating("2027-02-01", every(1, Unit::Month));
    let mut world = World::with(vec![row("2027-02-01", done("2027-02-01T10:00:00Z"))]);
    for (uses, next) in [(Some(nominal("2027-03-01")), "2027-03-15"), (None, "2027-03-01")] {
        world.history.services = vec![Service { at: t("2027-02-15T10:00:00Z"), counter: None, uses }];
        let found = world.list(&plan, "2027-02-16T08:00:00Z", "2027-02-16", "2027-12-31");
        assert_eq!(dues(&found), [next]);
    }
}

#[test]
fn a_corrected_completion_moves_released_work_that_nobody_touched() {
    let plan = floating("2027-02-01", every(1, Unit::Month));
    // Completed on the 5th as was thought, on the 3rd in truth.
    let first = row("2027-02-01", done("2027-02-03T10:00:00Z"));
    let now = t("2027-03-01T08:00:00Z");
    let asked = |rows: Vec<Row>| {
        let world = World::with(rows);
        adjustments(&plan, world.site(), &world.history, now)
    };
    let (old, new) = (nominal("2027-03-05"), nominal("2027-03-03"));
    let moved = asked(vec![first.clone(), row("2027-03-05", RowState::Open)]);
    let [Adjustment::Move { from, to, due }] = moved[..] else { panic!("{moved:?}") };
    assert_eq!((from, to, due.date), (old, new, d("2027-03-03")));
    let begun = asked(vec![first.clone(), row("2027-03-05", RowState::Begun)]);
    let [Adjustment::Flag { nominal: stays, expected, .. }] = begun[..] else { panic!("{begun:?}") };
    assert_eq!((stays, expected), (old, new));
    assert_eq!(asked(vec![first, row("2027-03-03", RowState::Open)]), []);
}

#[test]
fn a_reopened_completion_counts_no_more() {
    let plan = floating("2027-02-01", every(1, Unit::Month));
    let rows = vec![row("2027-02-01", done("2027-02-01T10:00:00Z")), row("2027-03-01", RowState::Begun)];
    let world = World::with(rows);
    let found = world.list(&plan, "2027-03-10T08:00:00Z", "2027-02-02", "2027-12-31");
    assert_eq!(
        found.iter().map(|o| (o.nominal, o.state)).collect::<Vec<_>>(),
        [(nominal("2027-03-01"), State::Begun)]
    );
    assert_eq!(adjustments(&plan, world.site(), &world.history, t("2027-03-10T08:00:00Z")), []);
}

#[test]
fn dates_before_a_day_are_left_out_of_a_grid_never_of_a_floating_plan() {
    let plan = Plan { since: Some(d("2027-06-01")), ..floating("2027-02-01", every(1, Unit::Month)) };
    let found = World::default().list(&plan, "2027-06-02T08:00:00Z", "2027-01-01", "2027-12-31");
    assert_eq!(dues(&found), ["2027-02-01"]);
}

#[test]
fn equipment_that_comes_back_finds_its_floating_plan_late() {
    let pause = Idle { from: d("2027-01-20"), to: Some(d("2027-03-10")), why: OutOfUse::Inactive };
    let plan = floating("2027-02-01", every(1, Unit::Month));
    let mut world = World::default();
    world.history.idle = vec![pause];
    let during = world.generate(&plan, "2027-03-10T08:00:00Z", "2027-01-01", "2027-12-31");
    assert_eq!((during.occurrences, during.nothing), (vec![], Some(Nothing::Equipment(OutOfUse::Inactive))));
    let after = world.list(&plan, "2027-03-11T08:00:00Z", "2027-01-01", "2027-12-31");
    assert_eq!((dues(&after), after[0].state), (vec!["2027-02-01".to_owned()], State::Release));
}
