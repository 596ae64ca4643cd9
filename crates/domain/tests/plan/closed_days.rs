//! Closed days and seasons.

use crate::support::*;
use domain::{
    Date,
    plan::{Cover, Notice, Plan, SkipReason, State, notices},
    recurrence::{
        Blocked, Calendar, ClosedDays, ClosedRule, Closure, MonthDay, MonthEnd, Placed, Season, Weekday,
    },
};

fn closed(closures: &[(&str, &str)]) -> ClosedDays {
    ClosedDays {
        weekdays: vec![Weekday::Saturday, Weekday::Sunday],
        closures: closures.iter().map(|(from, to)| Closure { from: d(from), to: d(to) }).collect(),
    }
}

fn plan(anchor: &str, choice: &domain::recurrence::Choice, rule: ClosedRule) -> Plan {
    Plan { closed_rule: rule, ..Plan::fixed(series(anchor, choice)) }
}

#[test]
fn plan_08_dates_moved_onto_one_day_make_one_intervention() {
    let world = World { closed: closed(&[]), ..World::default() };
    let daily = plan("2027-03-01", &days(1), ClosedRule::After);
    let found = world.list(&daily, "2027-03-04T08:00:00Z", "2027-03-05", "2027-03-08");
    let by = Cover { plan: None, nominal: nominal("2027-03-08") };
    let seen: Vec<_> =
        found.iter().map(|o| (o.nominal.to_string(), o.due.date.to_string(), o.state)).collect();
    let monday = "2027-03-08".to_owned();
    assert_eq!(
        seen,
        [
            ("2027-03-05".to_owned(), "2027-03-05".to_owned(), State::Forecast),
            ("2027-03-06".to_owned(), monday.clone(), State::Covered { by }),
            ("2027-03-07".to_owned(), monday.clone(), State::Covered { by }),
            (monday.clone(), monday, State::Forecast),
        ]
    );
    let warned = notices(&daily, world.site(), d("2027-03-01"));
    assert_eq!(warned, [Notice::ShorterThanWeekEnd { closed_days: 2 }]);
    // The proposal.
    let skipping = plan("2027-03-01", &days(1), ClosedRule::Skip);
    assert_eq!(notices(&skipping, world.site(), d("2027-03-01")), []);
    let found = world.list(&skipping, "2027-03-04T08:00:00Z", "2027-03-05", "2027-03-08");
    let saturday = SkipReason::Closed { day: Blocked::Weekday { weekday: Weekday::Saturday } };
    assert_eq!(found[1].state, State::Skipped { reason: saturday });
}

#[test]
fn plan_08_a_window_that_begins_on_monday_knows_what_monday_covers() {
    let world = World { closed: closed(&[]), ..World::default() };
    let daily = plan("2027-03-01", &days(1), ClosedRule::After);
    let found = world.list(&daily, "2027-03-04T08:00:00Z", "2027-03-08", "2027-03-08");
    assert_eq!(
        found.iter().map(|o| o.nominal.to_string()).collect::<Vec<_>>(),
        list("2027-03-06 03-07 03-08")
    );
}

#[test]
fn plan_08_the_due_date_moves_before_or_after_a_closure_and_the_nominal_date_stays() {
    let world = World { closed: closed(&[("2027-08-02", "2027-08-15")]), ..World::default() };
    for (rule, due) in [(ClosedRule::Before, "2027-07-30"), (ClosedRule::After, "2027-08-16")] {
        let monthly = plan("2027-01-10", &months(1, MonthEnd::Clamp), rule);
        let found = world.list(&monthly, "2027-07-01T08:00:00Z", "2027-07-20", "2027-09-30");
        let seen: Vec<_> = found.iter().map(|o| (o.nominal.to_string(), o.due.date.to_string())).collect();
        let expected = [("2027-08-10", due), ("2027-09-10", "2027-09-10")];
        assert_eq!(seen, expected.map(|(nominal, due)| (nominal.to_owned(), due.to_owned())), "{rule}");
        let moved = found[0].why.moved.expect("an explanation");
        assert_eq!((moved.from, moved.rule), (d("2027-08-10"), rule));
        let day = Blocked::Closure { from: d("2027-08-02"), to: d("2027-08-15") };
        assert_eq!(moved.day, day);
    }
}

#[test]
fn plan_08_before_goes_on_to_the_next_open_day() {
    let world = World { closed: closed(&[("2027-04-30", "2027-04-30")]), ..World::default() };
    let monthly = plan("2027-05-01", &months(1, MonthEnd::Clamp), ClosedRule::Before);
    assert_eq!(
        dues(&world.list(&monthly, "2027-04-01T08:00:00Z", "2027-04-01", "2027-05-20")),
        ["2027-04-29"]
    );
}

#[test]
fn plan_08_compliance_is_judged_on_the_due_date_after_the_rule() {
    use domain::plan::{Row, RowState};
    let mut world = World { closed: closed(&[("2027-08-02", "2027-08-15")]), ..World::default() };
    let monthly = plan("2027-01-10", &months(1, MonthEnd::Clamp), ClosedRule::After);
    world.history.rows = vec![Row::new(nominal("2027-08-10"), d("2027-08-16"), RowState::Open)];
    let found = world.list(&monthly, "2027-08-16T08:00:00Z", "2027-08-01", "2027-08-31");
    assert_eq!(found[0].judged_on(), Some(d("2027-08-16")));
    assert!(!found[0].due.is_late(t("2027-08-16T20:00:00Z")));
    let world = World { closed: closed(&[]), ..World::default() };
    let daily = plan("2027-03-01", &days(1), ClosedRule::After);
    let found = world.list(&daily, "2027-03-09T08:00:00Z", "2027-03-08", "2027-03-08");
    assert_eq!(found[0].judged_on(), None, "covered");
}

#[test]
fn plan_08_a_weekly_plan_after_a_long_closure_keeps_the_nearest_date() {
    let world = World { closed: closed(&[("2027-08-02", "2027-08-15")]), ..World::default() };
    let weekly = plan("2027-07-07", &weeks(1), ClosedRule::After);
    let found = world.list(&weekly, "2027-07-30T08:00:00Z", "2027-08-01", "2027-08-18");
    let by = Cover { plan: None, nominal: nominal("2027-08-11") };
    assert_eq!(found[0].state, State::Covered { by });
    assert_eq!(dues(&found), list("2027-08-16 08-16 08-18"));
    let warned = notices(&weekly, world.site(), d("2027-07-01"));
    let closure = Closure { from: d("2027-08-02"), to: d("2027-08-15") };
    assert_eq!(warned, [Notice::ShorterThanClosure { closure }]);
}

#[test]
fn a_season_that_runs_over_the_new_year_leaves_the_summer_out() {
    let (october, april) = (MonthDay { month: 10, day: 1 }, MonthDay { month: 4, day: 15 });
    let season = |rule| Some(Season { from: october, to: april, rule });
    let monthly = |rule| Plan {
        season: season(rule),
        ..Plan::fixed(series("2027-01-20", &months(1, MonthEnd::Clamp)))
    };
    let world = World::default();
    let standing = |plan: &Plan| {
        let found = world.list(plan, "2027-01-01T08:00:00Z", "2027-01-01", "2027-12-31");
        let open: Vec<_> = found.into_iter().filter(|o| o.is_standing()).collect();
        dues(&open)
    };
    assert_eq!(standing(&monthly(ClosedRule::Skip)), list("2027-01-20 02-20 03-20 10-20 11-20 12-20"));
    assert_eq!(standing(&monthly(ClosedRule::After)), list("2027-01-20 02-20 03-20 10-01 10-20 11-20 12-20"));
    assert_eq!(standing(&monthly(ClosedRule::Keep)).len(), 12);
}

#[test]
fn without_an_open_day_within_a_year_the_date_is_left_out_with_the_reason() {
    let always = closed(&[("2027-01-01", "2029-12-31")]);
    let calendar = Calendar { closed: &always, season: None, rule: ClosedRule::After };
    let because = Blocked::Closure { from: d("2027-01-01"), to: d("2029-12-31") };
    assert_eq!(calendar.place(d("2027-02-01")), Placed::Nowhere { because });
    assert_eq!(
        calendar.place(d("2029-12-31")),
        Placed::Moved { to: d("2030-01-01"), rule: ClosedRule::After, because }
    );
    assert_eq!(calendar.place(d("2026-12-31")), Placed::Here);
    let at_the_end = Calendar { closed: &always, season: None, rule: ClosedRule::After };
    assert_eq!(at_the_end.place(Date(jiff::civil::Date::MAX)), Placed::Here);
}
