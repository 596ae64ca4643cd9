//! Condition triggers.

use crate::support::*;
use domain::plan::{Basis, Condition, Plan, Refusal, Row, RowState, Side, State, Trigger, check};

/// Bearing temperature: 80 degrees and more triggers, 75 and less rearms.
fn hot() -> Condition {
    Condition { side: Side::Above, threshold: 80, rearm: 75, due_in_days: 2 }
}

fn world(values: &[i64], rows: Vec<Row>) -> World {
    let days: Vec<_> =
        (1..).zip(values).map(|(day, value)| (format!("2027-03-{day:02}T10:00:00Z"), *value)).collect();
    let readings: Vec<_> = days.iter().map(|(at, value)| (at.as_str(), *value)).collect();
    let mut world = World::with(rows);
    world.history.meter = meter(&readings);
    world
}

fn seen(world: &World) -> Vec<(String, State)> {
    let plan = Plan::new(Trigger::Condition { condition: hot() });
    let found = world.list(&plan, "2027-03-20T10:00:00Z", "2027-03-01", "2027-03-31");
    found.iter().map(|o| (o.nominal.to_string(), o.state)).collect()
}

fn edge(day: &str) -> String {
    format!("!2027-03-{day}T10:00:00Z")
}

#[test]
fn a_condition_fires_on_the_edge_and_rearms_below_its_hysteresis() {
    let done_row = |day: &str| {
        let at = format!("2027-03-{day}T12:00:00Z");
        Row::new(nominal(&edge(day)), d("2027-03-10"), RowState::Done { at: t(&at), counter: None })
    };
    let world = world(&[70, 80, 85, 78, 81, 75, 79, 82], vec![done_row("02")]);
    let done_at = State::Done { at: t("2027-03-02T12:00:00Z") };
    assert_eq!(seen(&world), [(edge("02"), done_at), (edge("08"), State::Release)]);
}

#[test]
fn the_work_of_a_trigger_is_due_some_days_after_the_reading() {
    let plan = Plan::new(Trigger::Condition { condition: hot() });
    let found = world(&[70, 83], vec![]).list(&plan, "2027-03-20T10:00:00Z", "2027-03-01", "2027-03-31");
    assert_eq!(found[0].due.date, d("2027-03-04"));
    assert_eq!(found[0].why.basis, Basis::Edge { at: t("2027-03-02T10:00:00Z"), value: 83, threshold: 80 });
}

#[test]
fn a_trigger_has_one_open_intervention() {
    let open = Row::new(nominal(&edge("02")), d("2027-03-04"), RowState::Open);
    let busy = world(&[70, 80, 70, 90], vec![open.clone()]);
    assert_eq!(seen(&busy), [(edge("02"), State::Open)]);
    let unwritten = world(&[70, 80, 70, 90], vec![]);
    assert_eq!(seen(&unwritten), [(edge("02"), State::Release)], "two edges before the first row make one");
    let finished = Row { state: done("2027-03-03T12:00:00Z"), ..open.clone() };
    assert_eq!(seen(&world(&[70, 80, 70, 90], vec![finished])).len(), 2);
    let given_up = Row { state: RowState::Cancelled, ..open };
    assert_eq!(seen(&world(&[70, 80, 70, 90], vec![given_up])).len(), 2);
}

#[test]
fn a_first_reading_beyond_the_threshold_fires_and_a_withdrawn_one_does_not() {
    assert_eq!(seen(&world(&[90], vec![])), [(edge("01"), State::Release)]);
    let mut wrong = world(&[90], vec![]);
    wrong.history.meter.readings[0].withdrawn = true;
    assert_eq!(seen(&wrong), []);
}

#[test]
fn a_condition_below_its_threshold_mirrors_the_other() {
    let low = Condition { side: Side::Below, threshold: 3, rearm: 5, due_in_days: 0 };
    let readings = world(&[6, 3, 4, 2, 5, 3], vec![]).history.meter.readings;
    let edges: Vec<_> = low.edges(&readings).iter().map(|edge| edge.value).collect();
    assert_eq!(edges, [3, 3]);
}

#[test]
fn without_hysteresis_the_next_value_on_the_good_side_rearms() {
    let flat = Condition { rearm: 80, ..hot() };
    let readings = world(&[80, 80, 79, 80], vec![]).history.meter.readings;
    assert_eq!(flat.edges(&readings).len(), 2);
}

#[test]
fn a_condition_that_rearms_beyond_its_threshold_is_refused() {
    let world = World::default();
    let saved = |side, rearm| {
        let condition = Condition { side, rearm, ..hot() };
        check(&Plan::new(Trigger::Condition { condition }), world.site(), None, d("2027-01-01"))
    };
    assert_eq!(saved(Side::Above, 80), Ok(()));
    assert_eq!(saved(Side::Above, 81), Err(Refusal::RearmBeyondThreshold { threshold: 80, rearm: 81 }));
    assert_eq!(saved(Side::Below, 80), Ok(()));
    assert_eq!(saved(Side::Below, 79), Err(Refusal::RearmBeyondThreshold { threshold: 80, rearm: 79 }));
}
