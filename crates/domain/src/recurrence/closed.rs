//! Closed days and seasons: the due date moves, the nominal date does not.

use super::days::{Weekday, plus_days};
use crate::{Date, text_enum};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Longest way, in days, to an open day.
const REACH: i64 = 366;

text_enum! {
    /// Treatment of a date on which nothing can be done.
    pub enum ClosedRule {
        /// It stays: the plan does not look at closed days.
        Keep = "keep",
        /// The last open day before.
        Before = "before",
        /// The first open day after.
        After = "after",
        /// No work for that date.
        Skip = "skip",
    }
}

/// Days on which a site is closed, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Closure {
    pub from: Date,
    pub to: Date,
}

impl Closure {
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The closed days of a site: weekdays, and closures in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosedDays {
    pub weekdays: Vec<Weekday>,
    pub closures: Vec<Closure>,
}

/// A day of every year: `{"month": 10, "day": 1}`. 29 February is 1 March in years without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MonthDay {
    pub month: i8,
    pub day: i8,
}

/// The part of the year in which a plan applies, both days included; it may run over the new year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    pub from: MonthDay,
    pub to: MonthDay,
    /// For nominal dates outside it.
    pub rule: ClosedRule,
}

impl Season {
    pub fn contains(self, day: Date) -> bool {
        let day = MonthDay { month: day.month(), day: day.day() };
        if self.from <= self.to {
            self.from <= day && day <= self.to
        } else {
            self.from <= day || day <= self.to
        }
    }
}

/// Why nothing can be done on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Blocked {
    OutOfSeason,
    Closure { from: Date, to: Date },
    Weekday { weekday: Weekday },
}

/// Where a nominal date leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// Nothing stands in the way.
    Here,
    Moved {
        to: Date,
        rule: ClosedRule,
        because: Blocked,
    },
    Skipped {
        because: Blocked,
    },
    /// No open day within a year.
    Nowhere {
        because: Blocked,
    },
}

/// The site's closed days, with the season and the closed-day rule of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    pub closed: &'a ClosedDays,
    pub season: Option<Season>,
    pub rule: ClosedRule,
}

impl Calendar<'_> {
    /// Why nothing can be done on `day`, as far as the plan looks at it.
    pub fn blocked(&self, day: Date) -> Option<Blocked> {
        if self.season.is_some_and(|season| season.rule != ClosedRule::Keep && !season.contains(day)) {
            return Some(Blocked::OutOfSeason);
        }
        if self.rule == ClosedRule::Keep {
            return None;
        }
        if let Some(closure) = self.closed.closures.iter().find(|closure| closure.contains(day)) {
            return Some(Blocked::Closure { from: closure.from, to: closure.to });
        }
        let weekday = Weekday::of(day);
        self.closed.weekdays.contains(&weekday).then_some(Blocked::Weekday { weekday })
    }

    pub fn place(&self, nominal: Date) -> Placed {
        let Some(because) = self.blocked(nominal) else { return Placed::Here };
        let rule = match (because, self.season) {
            (Blocked::OutOfSeason, Some(season)) => season.rule,
            _ => self.rule,
        };
        let step = match rule {
            ClosedRule::Before => -1,
            ClosedRule::After => 1,
            ClosedRule::Skip | ClosedRule::Keep => return Placed::Skipped { because },
        };
        let mut days = (1..=REACH).map_while(|n| plus_days(nominal, step * n));
        match days.find(|day| self.blocked(*day).is_none()) {
            Some(to) => Placed::Moved { to, rule, because },
            None => Placed::Nowhere { because },
        }
    }

    /// Every nominal date that can lead into `days` lies in the answer.
    pub fn reach(&self, days: RangeInclusive<Date>) -> RangeInclusive<Date> {
        let furthest = |from: Date, step: i64| {
            let beyond = (1..=REACH).map_while(|n| plus_days(from, step * n));
            beyond.take_while(|day| self.blocked(*day).is_some()).last().unwrap_or(from)
        };
        furthest(*days.start(), -1)..=furthest(*days.end(), 1)
    }

    /// The first closure of the site that is longer than `interval` days, so that dates pile up after it.
    pub fn longer_than(&self, interval: i64) -> Option<Closure> {
        let moves = matches!(self.rule, ClosedRule::Before | ClosedRule::After);
        let closures = self.closed.closures.iter().filter(|_| moves);
        closures.copied().find(|closure| super::days_between(closure.from, closure.to) + 1 > interval)
    }

    /// The closed weekdays in a row, when they are more than `interval` days.
    pub fn longer_week_end(&self, interval: i64) -> Option<i64> {
        if !matches!(self.rule, ClosedRule::Before | ClosedRule::After) {
            return None;
        }
        let closed =
            |day: i64| Weekday::ALL.get((day % 7) as usize).is_some_and(|d| self.closed.weekdays.contains(d));
        let run = |from: i64| (0..7).take_while(|n| closed(from + n)).count() as i64;
        (0..7).map(run).max().filter(|run| *run > interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_has_both_its_days_and_may_run_over_the_new_year() {
        let of = |(month, day)| MonthDay { month, day };
        let season = |from, to| Season { from: of(from), to: of(to), rule: ClosedRule::Skip };
        let days = [(4, 14), (4, 15), (7, 1), (9, 30), (10, 1), (1, 1)];
        let within = |season: Season| {
            days.map(|(month, day)| season.contains(Date(jiff::civil::date(2027, month, day))))
        };
        assert_eq!(within(season((4, 15), (9, 30))), [false, true, true, true, false, false]);
        assert_eq!(within(season((10, 1), (4, 14))), [true, false, false, false, true, true]);
    }

    #[test]
    fn closed_weekdays_are_counted_in_a_row_over_the_end_of_the_week() {
        let weekdays = vec![Weekday::Monday, Weekday::Saturday, Weekday::Sunday];
        let closed = ClosedDays { weekdays, closures: vec![] };
        let calendar = |rule| Calendar { closed: &closed, season: None, rule };
        assert_eq!(calendar(ClosedRule::After).longer_week_end(2), Some(3));
        assert_eq!(calendar(ClosedRule::After).longer_week_end(3), None);
        assert_eq!(calendar(ClosedRule::Skip).longer_week_end(2), None, "nothing moves");
    }
}
