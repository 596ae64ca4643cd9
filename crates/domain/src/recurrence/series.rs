//! A rule with its start, and the dates that it gives.

use super::{
    clock::{TimeOfDay, civil_day, resolve},
    days::plus_days,
    expand::Periods,
    rule::{End, Rule, RuleError, Until},
};
use crate::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Dates in the civil time of a site: `nominal(k) = anchor + k · interval`, never the previous date plus an interval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Where counting begins. It is a date of the series only when the rule gives it.
    pub anchor: Date,
    /// Absent: a date is a whole day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    pub rule: Rule,
    /// Dates taken out, after `COUNT` has counted them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Date>,
}

/// A date of a series, and the number of intervals between the anchor and its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub k: i64,
    pub date: Date,
}

impl Series {
    pub fn check(&self) -> Result<(), RuleError> {
        self.rule.check()
    }

    /// The dates from `from` to `to`, both included, in order. Only an end by an instant asks for the zone.
    pub fn dates<'a>(&'a self, zone: &'a TimeZone, from: Date, to: Date) -> Dates<'a> {
        let periods = Periods::new(&self.rule, self.anchor);
        let counted = matches!(self.rule.end, End::Count(_));
        let next = if counted { 0 } else { periods.index(from) };
        Dates { series: self, zone, periods, from, to, next, found: 0, days: vec![], at: 0, over: false }
    }

    /// Whether `date` is not after the end of the series.
    fn has_not_ended(&self, date: Date, zone: &TimeZone) -> bool {
        match (self.rule.end, self.time) {
            (End::Never | End::Count(_), _) => true,
            (End::Until(Until::Day(last)), _) => date <= last,
            (End::Until(Until::Local(last)), Some(time)) => date.0.to_datetime(time.0) <= last.0,
            (End::Until(Until::Local(last)), None) => date.0 <= last.0.date(),
            (End::Until(Until::Instant(last)), None) => date <= civil_day(last, zone),
            (End::Until(Until::Instant(last)), Some(time)) => resolve(date, time, zone).at <= last,
        }
    }
}

/// Iterator over the dates of a [`Series`].
pub struct Dates<'a> {
    series: &'a Series,
    zone: &'a TimeZone,
    periods: Periods,
    from: Date,
    to: Date,
    next: i64,
    /// Dates before this one, where `COUNT` must know them.
    found: u32,
    days: Vec<Date>,
    at: usize,
    over: bool,
}

impl Dates<'_> {
    /// The next day of the rule, whatever the window and the end are.
    fn next_day(&mut self) -> Option<Hit> {
        while self.at == self.days.len() {
            self.at = 0;
            let start = self.periods.start(self.next)?;
            // A period may begin before the anchor, never after one of its own days.
            if start > self.to || !self.periods.fill(self.next, &mut self.days) {
                return None;
            }
            self.next += 1;
        }
        let date = *self.days.get(self.at)?;
        self.at += 1;
        Some(Hit { k: self.next - 1, date })
    }
}

impl Iterator for Dates<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        while !self.over {
            let hit = self.next_day().filter(|hit| hit.date <= self.to);
            let Some(hit) = hit.filter(|hit| self.series.has_not_ended(hit.date, self.zone)) else { break };
            if let End::Count(count) = self.series.rule.end {
                if self.found >= count {
                    break;
                }
                self.found += 1;
            }
            if hit.date >= self.from && !self.series.excluded.contains(&hit.date) {
                return Some(hit);
            }
        }
        self.over = true;
        None
    }
}

/// Why a series has no date in a span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoDate {
    /// No day is ever as the rule wants it: 30 February.
    Impossible,
    /// The series ends before the span.
    Ended { last: Option<Date> },
    /// Every date is excluded.
    Excluded,
    /// The next date is later.
    TooFar { next: Date },
}

impl Series {
    /// The first date from `from` to `to`, or why there is none.
    pub fn first_between(&self, zone: &TimeZone, from: Date, to: Date) -> Result<Date, NoDate> {
        if let Some(hit) = self.dates(zone, from, to).next() {
            return Ok(hit.date);
        }
        let endless =
            Self { rule: Rule { end: End::Never, ..self.rule.clone() }, excluded: vec![], ..self.clone() };
        // The calendar repeats itself after 400 years; an interval of n periods may ask for n times as long, but a
        // plan that comes once in 400 years is none.
        let far = plus_days(from.max(self.anchor), 146_097).unwrap_or(Date(jiff::civil::Date::MAX));
        let Some(next) = endless.dates(zone, from, far).next() else { return Err(NoDate::Impossible) };
        if !self.has_not_ended(next.date, zone) || matches!(self.rule.end, End::Count(_)) {
            let counted = Self { excluded: vec![], ..self.clone() };
            let all = counted.dates(zone, self.anchor, far);
            let reaches =
                matches!(self.rule.end, End::Count(_)) && counted.dates(zone, from, far).next().is_some();
            if !reaches {
                return Err(NoDate::Ended { last: all.last().map(|hit| hit.date) });
            }
        }
        match self.dates(zone, from, far).next() {
            Some(hit) => Err(NoDate::TooFar { next: hit.date }),
            None => Err(NoDate::Excluded),
        }
    }
}
