//! The effect of a plan's new version, and how a due date explains itself.

use crate::support::*;
use domain::plan::{Basis, Pattern, Plan, RowState, compare};
use domain::recurrence::{ClosedDays, ClosedRule, MonthEnd, Weekday};

const NOW: &str = "2027-03-15T08:00:00Z";

fn texts(nominals: impl IntoIterator<Item = domain::plan::Nominal>) -> Vec<String> {
    nominals.into_iter().map(|nominal| nominal.to_string()).collect()
}

#[test]
fn an_edited_plan_shows_its_dates_before_and_after_and_leaves_released_work_alone() {
    let world = World::with(vec![row("2027-03-01", RowState::Begun), row("2027-04-01", RowState::Open)]);
    let old = Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp)));
    let new = Plan::fixed(series("2027-01-01", &months(2, MonthEnd::Clamp)));
    let list_of = |plan: &Plan| world.generate(plan, NOW, "2027-03-01", "2027-08-31");
    let changes = compare(&list_of(&old), &list_of(&new));
    assert_eq!(texts(changes.removed.iter().map(|(nominal, _)| *nominal)), list("2027-06-01 08-01"));
    assert_eq!(texts(changes.unchanged), list("2027-05-01 07-01"));
    assert_eq!(texts(changes.left_alone), list("2027-03-01 04-01"));
    assert!(changes.added.is_empty() && changes.moved.is_empty());
    let back = compare(&list_of(&new), &list_of(&old));
    assert_eq!(texts(back.added.iter().map(|(nominal, _)| *nominal)), list("2027-06-01 08-01"));
}

#[test]
fn a_new_closed_day_rule_moves_due_dates() {
    let closed = ClosedDays { weekdays: vec![Weekday::Saturday, Weekday::Sunday], closures: vec![] };
    let world = World { closed, ..World::with(vec![row("2027-05-01", RowState::Open)]) };
    let old = Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp)));
    let new = Plan { closed_rule: ClosedRule::After, ..old.clone() };
    let list_of = |plan: &Plan| world.generate(plan, NOW, "2027-05-01", "2027-08-31");
    let changes = compare(&list_of(&old), &list_of(&new));
    let moved: Vec<_> =
        changes.moved.iter().map(|m| (m.before.date.to_string(), m.after.date.to_string())).collect();
    assert_eq!(moved, [("2027-08-01".to_owned(), "2027-08-02".to_owned())]);
    assert_eq!(texts(changes.left_alone), ["2027-05-01"], "a Saturday, but released");
}

#[test]
fn a_due_date_explains_itself() {
    let closed = ClosedDays { weekdays: vec![Weekday::Saturday, Weekday::Sunday], closures: vec![] };
    let world = World { closed, ..World::default() };
    let plan = Plan {
        closed_rule: ClosedRule::Before,
        ..Plan::fixed(series("2027-01-31", &months(1, MonthEnd::Clamp)))
    };
    let found = world.list(&plan, NOW, "2027-02-01", "2027-02-28");
    let why = &found[0].why;
    let pattern = Pattern::Choice(months(1, MonthEnd::Clamp));
    assert_eq!(why.basis, Basis::Series { anchor: d("2027-01-31"), k: 1, pattern });
    assert_eq!(why.clamped_from, Some(31));
    let moved = why.moved.expect("28 February 2027 is a Sunday");
    assert_eq!(
        (moved.from, found[0].due.date, moved.rule),
        (d("2027-02-28"), d("2027-02-26"), ClosedRule::Before)
    );
    let json = serde_json::to_value(&found[0]).expect("it travels");
    assert_eq!(json["why"]["basis"]["pattern"]["choice"]["month_end"], "clamp");
    let back: domain::plan::Occurrence = serde_json::from_value(json).expect("it comes back");
    assert_eq!(back, found[0]);
}

#[test]
fn released_work_that_the_plan_would_not_give_any_more_is_still_listed() {
    let world = World::with(vec![row("2027-04-09", RowState::Open)]);
    let plan = Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp)));
    let found = world.list(&plan, NOW, "2027-04-01", "2027-04-30");
    assert_eq!(dues(&found), list("2027-04-01 04-09"));
    assert_eq!(found[1].why.basis, Basis::Recorded);
}

#[test]
fn a_rule_that_no_form_has_explains_itself_by_its_parts() {
    use domain::recurrence::{Rule, Series};
    let rule = Rule::from_text("FREQ=MONTHLY;BYMONTHDAY=1,15").expect("a rule");
    let twice = Series { anchor: d("2027-01-01"), time: None, rule: rule.clone(), excluded: vec![] };
    let found = World::default().list(&Plan::fixed(twice), NOW, "2027-04-01", "2027-04-30");
    assert_eq!(dues(&found), list("2027-04-01 04-15"));
    let Basis::Series { k: 3, pattern: Pattern::Rule(said), .. } = &found[1].why.basis else {
        panic!("{:?}", found[1].why.basis)
    };
    assert_eq!(*said, rule);
}
