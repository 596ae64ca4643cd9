//! Short ways to write dates, plans and histories.

use domain::{
    Date, Timestamp,
    plan::{
        Generated, History, Meter, Nominal, Occurrence, Plan, Reading, Row, RowState, Site, Trigger, Window,
        occurrences,
    },
    recurrence::{Choice, ClosedDays, Every, MonthEnd, Series, TimeOfDay, Unit, Weekday, Which},
};
use jiff::tz::TimeZone;

pub fn d(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is a date"))
}

pub fn t(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|_| panic!("{text} is an instant"))
}

pub fn at(text: &str) -> Option<TimeOfDay> {
    Some(text.parse().unwrap_or_else(|_| panic!("{text} is a time")))
}

pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| panic!("{name} is bundled"))
}

pub fn paris() -> TimeZone {
    zone("Europe/Paris")
}

pub fn series(anchor: &str, choice: &Choice) -> Series {
    let anchor = d(anchor);
    Series { anchor, time: None, rule: choice.rule(anchor), excluded: vec![] }
}

pub fn days(every: u32) -> Choice {
    Choice::Days { every }
}

pub fn weeks(every: u32) -> Choice {
    Choice::Weeks { every, on: vec![], week_start: Weekday::Monday }
}

pub fn months(every: u32, month_end: MonthEnd) -> Choice {
    Choice::Months { every, month_end }
}

pub fn weekday(which: Which, weekday: Weekday) -> Choice {
    Choice::MonthWeekday { every: 1, which, weekday }
}

pub fn every(n: u32, unit: Unit) -> Every {
    Every::new(n, unit)
}

/// The first dates of a series, as text.
pub fn first(series: &Series, count: usize) -> Vec<String> {
    let far = d("2099-12-31");
    series.dates(&paris(), series.anchor, far).take(count).map(|hit| hit.date.to_string()).collect()
}

/// "2027-03-01 04-01 2028-01-01": a date without a year has that of the one before.
pub fn list(text: &str) -> Vec<String> {
    let mut year = String::new();
    let full = |date: &str| {
        if date.len() == 10 {
            year = date[..5].to_owned();
            return date.to_owned();
        }
        format!("{year}{date}")
    };
    text.split_whitespace().map(full).collect()
}

/// A site in Paris without closed days, and what a plan generates there.
pub struct World {
    pub zone: TimeZone,
    pub closed: ClosedDays,
    pub history: History,
}

impl Default for World {
    fn default() -> Self {
        Self { zone: paris(), closed: ClosedDays::default(), history: History::default() }
    }
}

impl World {
    pub fn site(&self) -> Site<'_> {
        Site { zone: &self.zone, closed: &self.closed }
    }

    pub fn with(rows: Vec<Row>) -> Self {
        Self { history: History { rows, ..History::default() }, ..Self::default() }
    }

    pub fn generate(&self, plan: &Plan, now: &str, from: &str, to: &str) -> Generated {
        let window = Window { now: t(now), from: d(from), to: d(to) };
        occurrences(plan, self.site(), &self.history, window)
    }

    pub fn list(&self, plan: &Plan, now: &str, from: &str, to: &str) -> Vec<Occurrence> {
        self.generate(plan, now, from, to).occurrences
    }
}

pub fn nominal(text: &str) -> Nominal {
    text.parse().unwrap_or_else(|_| panic!("{text} is a nominal"))
}

/// A row due on its nominal date.
pub fn row(date: &str, state: RowState) -> Row {
    Row::new(Nominal::Date(d(date)), d(date), state)
}

pub fn done(at: &str) -> RowState {
    RowState::Done { at: t(at), counter: None }
}

pub fn dues(occurrences: &[Occurrence]) -> Vec<String> {
    occurrences.iter().map(|o| o.due.date.to_string()).collect()
}

pub fn floating(first: &str, every: Every) -> Plan {
    Plan::new(Trigger::Floating { first: d(first), time: None, every })
}

pub fn meter(readings: &[(&str, i64)]) -> Meter {
    let readings = readings.iter().map(|(at, value)| Reading::new(t(at), *value)).collect();
    Meter { unit: "h".into(), readings, ..Meter::default() }
}
