//! Refusals when a plan is saved, and warnings of its form.

use crate::support::*;
use domain::plan::{CounterRule, Counting, Notice, Plan, Refusal, Trigger, WhileOpen, check, notices};
use domain::recurrence::{
    Blocked, Choice, ClosedDays, ClosedRule, Closure, MonthDay, MonthEnd, NoDate, Rule, RuleError, Season,
    Series, Unit, Weekday, Which, days_between,
};

const TODAY: &str = "2027-03-15";

fn text_plan(anchor: &str, rule: &str) -> Plan {
    let rule = Rule::from_text(rule).expect("a rule");
    Plan::fixed(Series { anchor: d(anchor), time: None, rule, excluded: vec![] })
}

fn refusal(plan: &Plan) -> Option<Refusal> {
    check(plan, World::default().site(), None, d(TODAY)).err()
}

#[test]
fn a_plan_without_a_date_within_fifty_years_is_refused_with_the_reason() {
    for (anchor, rule, why) in [
        ("2027-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NoDate::Impossible),
        ("2027-01-01", "FREQ=MONTHLY;UNTIL=20270301", NoDate::Ended { last: Some(d("2027-03-01")) }),
        ("2027-01-01", "FREQ=MONTHLY;COUNT=2", NoDate::Ended { last: Some(d("2027-02-01")) }),
        ("2027-01-01", "FREQ=MONTHLY;UNTIL=20261231", NoDate::Ended { last: None }),
        ("2027-01-01", "FREQ=YEARLY;INTERVAL=51", NoDate::TooFar { next: d("2078-01-01") }),
        ("2077-03-16", "FREQ=YEARLY", NoDate::TooFar { next: d("2077-03-16") }),
        ("2207-01-01", "FREQ=MONTHLY;COUNT=2", NoDate::TooFar { next: d("2207-01-01") }),
    ] {
        assert_eq!(refusal(&text_plan(anchor, rule)), Some(Refusal::NoDate { why }), "{anchor} {rule}");
    }
    for rule in ["FREQ=YEARLY;INTERVAL=50", "FREQ=MONTHLY;COUNT=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"] {
        assert_eq!(refusal(&text_plan("2027-03-15", rule)), None, "{rule}");
    }
    assert_eq!(refusal(&text_plan("2077-03-15", "FREQ=YEARLY")), None);
    let mut all_out = series("2027-03-20", &months(1, MonthEnd::Clamp));
    all_out.rule.end = domain::recurrence::End::Count(2);
    all_out.excluded = vec![d("2027-03-20"), d("2027-04-20")];
    assert_eq!(refusal(&Plan::fixed(all_out)), Some(Refusal::NoDate { why: NoDate::Excluded }));
    let rare = Rule::from_text("FREQ=YEARLY;INTERVAL=300").expect("a rule");
    let rare = Series { rule: rare, excluded: vec![d("2327-01-01")], ..series("2027-01-01", &days(1)) };
    assert_eq!(refusal(&Plan::fixed(rare)), Some(Refusal::NoDate { why: NoDate::Excluded }));
}

/// The requalification of pressure equipment, the internal inspection of a storage tank, the test of sprinklers.
#[test]
fn plan_of_ten_twenty_or_fifty_years_is_accepted_and_has_its_next_date() {
    for (years, last, next, tenth) in [
        (10, "2026-06-15", "2036-06-15", 365),
        (20, "2020-02-29", "2040-02-29", 730),
        (50, "2026-12-01", "2076-12-01", 1826),
    ] {
        let fixed = text_plan(last, &format!("FREQ=YEARLY;INTERVAL={years}"));
        let by_choice = Choice::Years { every: years, month_end: MonthEnd::Clamp };
        for plan in [fixed, Plan::fixed(series(last, &by_choice)), floating(next, every(years, Unit::Year))] {
            assert_eq!(refusal(&plan), None, "{years}");
            let found = World::default().list(&plan, "2027-03-15T08:00:00Z", TODAY, "2077-03-15");
            assert_eq!(dues(&found)[0], next, "{years}");
            assert_eq!(
                days_between(found[0].on_time.from, d(next)),
                tenth,
                "of the interval of {years} years"
            );
        }
    }
}

#[test]
fn a_plan_of_ten_years_may_miss_a_closed_day_but_not_all_of_them() {
    let closed = ClosedDays { weekdays: vec![Weekday::Monday], closures: vec![] };
    let world = World { closed, ..World::default() };
    // 15 June: a Monday in 2037, a Saturday in 2047.
    let once = Plan { closed_rule: ClosedRule::Skip, ..text_plan("2027-06-15", "FREQ=YEARLY;INTERVAL=10") };
    assert_eq!(check(&once, world.site(), None, d("2030-01-01")), Ok(()));
    let mondays = text_plan("2037-06-15", "FREQ=YEARLY;INTERVAL=10;BYMONTH=6;BYDAY=3MO");
    let always = Plan { closed_rule: ClosedRule::Skip, ..mondays };
    let day = Blocked::Weekday { weekday: Weekday::Monday };
    assert_eq!(check(&always, world.site(), None, d(TODAY)), Err(Refusal::AlwaysClosed { day }));
}

/// Closures are known for some years; a date beyond them is no reason to accept a plan that finds every one closed.
#[test]
fn a_yearly_plan_is_refused_when_every_date_of_the_next_five_years_is_closed() {
    let closure = |year| Closure { from: d(&format!("{year}-08-01")), to: d(&format!("{year}-08-31")) };
    let until = |last| {
        let closures = (2027..=last).map(closure).collect();
        World { closed: ClosedDays { weekdays: vec![], closures }, ..World::default() }
    };
    let yearly = Plan { closed_rule: ClosedRule::Skip, ..text_plan("2027-08-10", "FREQ=YEARLY") };
    let Closure { from, to } = closure(2031);
    let refused = check(&yearly, until(2031).site(), None, d(TODAY));
    assert_eq!(refused, Err(Refusal::AlwaysClosed { day: Blocked::Closure { from, to } }));
    assert_eq!(check(&yearly, until(2030).site(), None, d(TODAY)), Ok(()));
}

#[test]
fn a_plan_whose_dates_are_all_closed_is_refused() {
    let sundays = Plan { closed_rule: ClosedRule::Skip, ..text_plan("2027-03-21", "FREQ=WEEKLY;BYDAY=SU") };
    let closed = ClosedDays { weekdays: vec![Weekday::Sunday], closures: vec![] };
    let world = World { closed, ..World::default() };
    let day = Blocked::Weekday { weekday: Weekday::Sunday };
    assert_eq!(check(&sundays, world.site(), None, d(TODAY)), Err(Refusal::AlwaysClosed { day }));
    let moved = Plan { closed_rule: ClosedRule::After, ..sundays };
    assert_eq!(check(&moved, world.site(), None, d(TODAY)), Ok(()));
    let may = MonthDay { month: 5, day: 1 };
    let season = Season { from: may, to: MonthDay { month: 5, day: 31 }, rule: ClosedRule::Skip };
    let yearly = Plan { season: Some(season), ..text_plan("2027-06-01", "FREQ=YEARLY") };
    assert_eq!(refusal(&yearly), Some(Refusal::AlwaysClosed { day: Blocked::OutOfSeason }));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let bad_rule = Plan::fixed(Series {
        rule: Rule { interval: 0, ..series("2027-01-01", &days(1)).rule },
        ..series("2027-01-01", &days(1))
    });
    let error = RuleError::Malformed { part: "INTERVAL".into(), value: "0".into() };
    assert_eq!(refusal(&bad_rule), Some(Refusal::Rule { error }));
    let shifted = |shift_percent| {
        Plan::new(Trigger::Fixed {
            series: series("2027-01-01", &days(1)),
            while_open: WhileOpen::Create,
            shift_percent,
        })
    };
    assert_eq!(refusal(&shifted(100)), None);
    assert_eq!(refusal(&shifted(101)), Some(Refusal::ShiftTooLarge { percent: 101 }));
    assert_eq!(refusal(&floating("2027-01-01", every(0, Unit::Day))), Some(Refusal::NoInterval));
    assert_eq!(refusal(&floating("2027-01-01", every(10, Unit::Year))), None);
    let next = d("2077-03-16");
    assert_eq!(refusal(&floating("2077-03-15", every(1, Unit::Day))), None);
    assert_eq!(
        refusal(&floating("2077-03-16", every(1, Unit::Day))),
        Some(Refusal::NoDate { why: NoDate::TooFar { next } })
    );
    for (interval, expected) in [(0, Some(Refusal::NoInterval)), (-5, Some(Refusal::NoInterval)), (1, None)] {
        let counter = CounterRule { anchor: 0, interval, counting: Counting::Fixed, release_ahead: 0 };
        assert_eq!(refusal(&Plan::new(Trigger::Counter { counter })), expected);
        let first = Trigger::First { first: d(TODAY), time: None, every: every(1, Unit::Month), counter };
        assert_eq!(refusal(&Plan::new(first)), expected);
    }
}

#[test]
fn a_form_warns_before_a_plan_is_saved() {
    let warned = |plan: &Plan, world: &World| notices(plan, world.site(), d(TODAY));
    let since = Plan::fixed(series("2027-01-01", &months(1, MonthEnd::Clamp)));
    let past = Notice::PastDates { first: d("2027-01-01"), last: d("2027-03-01"), count: 3 };
    assert_eq!(warned(&since, &World::default()), [past]);
    assert_eq!(warned(&Plan { since: Some(d(TODAY)), ..since.clone() }, &World::default()), []);
    let fifth = Plan::fixed(series("2027-03-29", &weekday(Which::Fifth, Weekday::Monday)));
    let found = warned(&fifth, &World::default());
    assert!(matches!(found[..], [Notice::NotEveryMonth { .. }]), "{found:?}");
    let closure = Closure { from: d("2027-08-01"), to: d("2027-08-31") };
    let closed = ClosedDays { weekdays: vec![], closures: vec![closure] };
    let world = World { closed, ..World::default() };
    let monthly =
        Plan { closed_rule: ClosedRule::After, ..Plan::fixed(series(TODAY, &months(1, MonthEnd::Clamp))) };
    assert_eq!(warned(&monthly, &world), [Notice::ShorterThanClosure { closure }]);
    let quarterly =
        Plan { closed_rule: ClosedRule::After, ..Plan::fixed(series(TODAY, &months(3, MonthEnd::Clamp))) };
    assert_eq!(warned(&quarterly, &world), []);
    // Eight days are longer than a week, seven are not.
    let weekly = Plan { closed_rule: ClosedRule::After, ..Plan::fixed(series(TODAY, &weeks(1))) };
    for (to, expected) in [("2027-08-08", 0), ("2027-08-09", 1)] {
        let closures = vec![Closure { from: d("2027-08-02"), to: d(to) }];
        let world = World { closed: ClosedDays { weekdays: vec![], closures }, ..World::default() };
        assert_eq!(warned(&weekly, &world).len(), expected, "{to}");
    }
}
