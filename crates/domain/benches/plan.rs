//! The cost of a plant's plans for a year: 10,000 plans of all kinds, each on one equipment.

use criterion::Criterion;
use domain::{
    Date, Timestamp,
    plan::{
        CounterRule, Counting, History, Meter, Plan, Reading, Row, RowState, Site, Trigger, WhileOpen,
        Window, occurrences,
    },
    recurrence::{
        Choice, ClosedDays, ClosedRule, Closure, Every, MonthEnd, Series, TimeOfDay, Unit, Weekday, Which,
        plus_days,
    },
};
use jiff::tz::TimeZone;
use std::hint::black_box;

const PLANS: i64 = 10_000;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The n-th plan with its history: one in six daily, weekly, monthly, on a weekday of the month, floating, by counter.
fn plan(n: i64) -> (Plan, History) {
    let anchor = plus_days(date("2020-01-01"), n % 1500).expect("a day");
    let time = (n % 2 == 0).then(|| TimeOfDay::new(8, 30)).flatten();
    let fixed = |choice: Choice| {
        let series = Series { anchor, time, rule: choice.rule(anchor), excluded: vec![] };
        Trigger::Fixed { series, while_open: WhileOpen::Create, shift_percent: 0 }
    };
    let mut history = History::default();
    let trigger = match n % 6 {
        0 => fixed(Choice::Days { every: 1 }),
        1 => fixed(Choice::Weeks {
            every: 2,
            on: vec![Weekday::Tuesday, Weekday::Friday],
            week_start: Weekday::Monday,
        }),
        2 => fixed(Choice::Months { every: 1, month_end: MonthEnd::Clamp }),
        3 => fixed(Choice::MonthWeekday { every: 3, which: Which::Last, weekday: Weekday::Thursday }),
        4 => Trigger::Floating { first: anchor, time, every: Every::new(2, Unit::Month) },
        _ => {
            let monthly = (1..=12).map(|month| format!("2026-{month:02}-01T08:00:00Z"));
            let readings = monthly.zip(0..).map(|(at, n)| Reading::new(instant(&at), n * 200)).collect();
            history.meter = Meter { readings, ..Meter::default() };
            let counter =
                CounterRule { anchor: 500, interval: 500, counting: Counting::Fixed, release_ahead: 20 };
            Trigger::Counter { counter }
        }
    };
    let done = RowState::Done { at: instant("2026-12-10T09:00:00Z"), counter: None };
    history.rows.push(Row::new(domain::plan::Nominal::Date(date("2026-12-10")), date("2026-12-10"), done));
    (Plan { closed_rule: ClosedRule::After, lead_days: 10, ..Plan::new(trigger) }, history)
}

pub fn benches(c: &mut Criterion) {
    let zone = TimeZone::get("Europe/Paris").expect("bundled");
    let closures = [("2027-05-01", "2027-05-01"), ("2027-08-02", "2027-08-15"), ("2027-12-25", "2027-12-31")];
    let closed = ClosedDays {
        weekdays: vec![Weekday::Saturday, Weekday::Sunday],
        closures: closures.map(|(from, to)| Closure { from: date(from), to: date(to) }).to_vec(),
    };
    let plans: Vec<_> = (0..PLANS).map(plan).collect();
    let window =
        Window { now: instant("2027-01-01T05:00:00Z"), from: date("2027-01-01"), to: date("2027-12-31") };
    let a_year = || -> usize {
        let site = Site { zone: &zone, closed: &closed };
        let each =
            |(plan, history): &(Plan, History)| occurrences(plan, site, history, window).occurrences.len();
        black_box(&plans).iter().map(each).sum()
    };
    crate::cpu::once(a_year, |found| format!("plan: {found} occurrences of {PLANS} plans in a year"));
    c.bench_function("plan/10000 plans for a year", |b| b.iter(a_year));
}
