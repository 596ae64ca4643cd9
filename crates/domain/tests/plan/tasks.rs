//! Dependencies between tasks.

use crate::support::t;
use domain::plan::{Cycle, Dependency, Task, TaskError, earliest_starts};

fn task(key: i64, earliest: &str, minutes: u32) -> Task {
    Task { key, earliest: t(earliest), minutes }
}

fn after(before: i64, after: i64, lag_minutes: u32) -> Dependency {
    Dependency { before, after, lag_minutes }
}

const EIGHT: &str = "2027-03-01T08:00:00Z";

#[test]
fn a_task_begins_when_those_before_it_are_finished_with_their_lag() {
    let tasks =
        [task(3, EIGHT, 30), task(1, EIGHT, 60), task(2, EIGHT, 20), task(4, "2027-03-01T12:00:00Z", 5)];
    let starts =
        earliest_starts(&tasks, &[after(1, 3, 15), after(2, 3, 0), after(3, 4, 0)]).expect("no loop");
    assert_eq!(starts[&1], t(EIGHT));
    assert_eq!(starts[&3], t("2027-03-01T09:15:00Z"));
    assert_eq!(starts[&4], t("2027-03-01T12:00:00Z"), "not before its own earliest start");
}

#[test]
fn a_loop_is_refused_and_named() {
    let tasks: Vec<_> = (1..=5).map(|key| task(key, EIGHT, 10)).collect();
    let found = earliest_starts(
        &tasks,
        &[after(1, 4, 0), after(4, 3, 0), after(3, 2, 0), after(2, 4, 0), after(4, 5, 0)],
    );
    assert_eq!(found, Err(TaskError::Cycle { cycle: Cycle { keys: vec![2, 4, 3] } }));
    let own = earliest_starts(&tasks, &[after(5, 5, 0)]);
    assert_eq!(own, Err(TaskError::Cycle { cycle: Cycle { keys: vec![5] } }));
}

#[test]
fn an_unknown_task_and_one_that_stands_twice_are_refused() {
    let tasks = [task(1, EIGHT, 10), task(2, EIGHT, 10)];
    assert_eq!(earliest_starts(&tasks, &[after(1, 7, 0)]), Err(TaskError::Unknown { key: 7 }));
    assert_eq!(earliest_starts(&[tasks[0], tasks[0]], &[]), Err(TaskError::Twice { key: 1 }));
    let twice_the_same = earliest_starts(&tasks, &[after(1, 2, 0), after(1, 2, 30)]).expect("no loop");
    assert_eq!(twice_the_same[&2], t("2027-03-01T08:40:00Z"));
}
