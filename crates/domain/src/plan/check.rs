//! Refusals when a plan is saved, and warnings of its form.

use super::{
    generate::Site,
    meter::Meter,
    record::{CounterRule, Plan, Side, Trigger},
};
use crate::{
    Date,
    recurrence::{
        Blocked, Calendar, Closure, Every, NoDate, NotEveryMonth, Placed, RuleError, Series, Unit,
        days_between, plus_days_clamped,
    },
};
use serde::{Deserialize, Serialize};

/// A plan must have a date within so many years: a later one is a slip of the keyboard.
///
/// Plans of ten years are common (requalification of pressure equipment in France, order of 20 November 2017,
/// article 18). The longest interval that a published rule asks for is 50 years (sprinklers, NFPA 25, section 5.3.1).
const YEARS: Every = Every::new(50, Unit::Year);
/// Days in which the next date of a plan is looked for.
pub(super) const LONGEST_INTERVAL: i64 = 50 * 366;
/// Closed days are known for some years ahead, so that later dates look open: for these years they are looked at,
const KNOWN_YEARS: Every = Every::new(5, Unit::Year);
/// and for so many dates where these years have fewer.
const DATES: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Refusal {
    Rule {
        error: RuleError,
    },
    /// No date within 50 years.
    NoDate {
        why: NoDate,
    },
    /// Every date within 5 years, and each of the first five, falls on days that are left out.
    AlwaysClosed {
        day: Blocked,
    },
    /// An interval of nothing.
    NoInterval,
    /// More than 100 percent.
    ShiftTooLarge {
        percent: u8,
    },
    /// The plan counts in one unit, the meter in another.
    UnitDiffers {
        plan: String,
        meter: String,
    },
    /// The condition would rearm beyond its threshold.
    RearmBeyondThreshold {
        threshold: i64,
        rearm: i64,
    },
}

/// The reason why a plan cannot be saved on `today`.
pub fn check(plan: &Plan, site: Site<'_>, meter: Option<&Meter>, today: Date) -> Result<(), Refusal> {
    if let (Some(meter), Some(unit)) = (meter, &plan.unit)
        && *unit != meter.unit
    {
        return Err(Refusal::UnitDiffers { plan: unit.clone(), meter: meter.unit.clone() });
    }
    let to = end_of(YEARS, today);
    let calendar = Calendar { closed: site.closed, season: plan.season, rule: plan.closed_rule };
    match &plan.trigger {
        Trigger::Fixed { series, shift_percent, .. } => {
            series.check().map_err(|error| Refusal::Rule { error })?;
            if *shift_percent > 100 {
                return Err(Refusal::ShiftTooLarge { percent: *shift_percent });
            }
            has_open_date(series, site, &calendar, today, to)
        }
        Trigger::Floating { first, every, .. } => starts(*first, *every, to),
        Trigger::Counter { counter } => counts(counter),
        Trigger::First { first, every, counter, .. } => {
            starts(*first, *every, to).and_then(|()| counts(counter))
        }
        Trigger::Condition { condition } => {
            let (threshold, rearm) = (condition.threshold, condition.rearm);
            let wrong = match condition.side {
                Side::Above => rearm > threshold,
                Side::Below => rearm < threshold,
            };
            if wrong { Err(Refusal::RearmBeyondThreshold { threshold, rearm }) } else { Ok(()) }
        }
    }
}

fn end_of(years: Every, today: Date) -> Date {
    years.date(today, 1).unwrap_or(Date(jiff::civil::Date::MAX))
}

fn has_open_date(
    series: &Series,
    site: Site<'_>,
    calendar: &Calendar<'_>,
    today: Date,
    to: Date,
) -> Result<(), Refusal> {
    series.first_between(site.zone, today, to).map_err(|why| Refusal::NoDate { why })?;
    let known = end_of(KNOWN_YEARS, today);
    let dates = series.dates(site.zone, today, to).enumerate();
    let mut left_out = None;
    for (_, hit) in dates.take_while(|(n, hit)| *n < DATES || hit.date <= known) {
        match calendar.place(hit.date) {
            Placed::Here | Placed::Moved { .. } => return Ok(()),
            Placed::Skipped { because } | Placed::Nowhere { because } => left_out = Some(because),
        }
    }
    left_out.map_or(Ok(()), |day| Err(Refusal::AlwaysClosed { day }))
}

fn starts(first: Date, every: Every, to: Date) -> Result<(), Refusal> {
    if every.n == 0 {
        return Err(Refusal::NoInterval);
    }
    if first > to { Err(Refusal::NoDate { why: NoDate::TooFar { next: first } }) } else { Ok(()) }
}

const fn counts(counter: &CounterRule) -> Result<(), Refusal> {
    if counter.interval <= 0 { Err(Refusal::NoInterval) } else { Ok(()) }
}

/// Said by a form before a plan is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Not every month has a fifth weekday.
    NotEveryMonth { months: NotEveryMonth },
    /// Dates pile up on one day after this closure: "skip" is proposed.
    ShorterThanClosure { closure: Closure },
    /// The same with closed weekdays in a row.
    ShorterThanWeekEnd { closed_days: i64 },
    /// The first date is in the past: what to do with the dates since?
    PastDates { first: Date, last: Date, count: u32 },
}

pub fn notices(plan: &Plan, site: Site<'_>, today: Date) -> Vec<Notice> {
    let Trigger::Fixed { series, .. } = &plan.trigger else { return vec![] };
    let mut found = vec![];
    if let Some(months) = series.rule.choice(series.anchor).and_then(|c| c.not_every_month(series.anchor)) {
        found.push(Notice::NotEveryMonth { months });
    }
    let calendar = Calendar { closed: site.closed, season: plan.season, rule: plan.closed_rule };
    if let Some(interval) = shortest_interval(series, site) {
        found.extend(calendar.longer_than(interval).map(|closure| Notice::ShorterThanClosure { closure }));
        let week_end = calendar.longer_week_end(interval);
        found.extend(week_end.map(|closed_days| Notice::ShorterThanWeekEnd { closed_days }));
    }
    let since = plan.since.unwrap_or(series.anchor).max(series.anchor);
    let past: Vec<_> = series.dates(site.zone, since, plus_days_clamped(today, -1)).collect();
    if let (Some(first), Some(last)) = (past.first(), past.last()) {
        let count = u32::try_from(past.len()).unwrap_or(u32::MAX);
        found.push(Notice::PastDates { first: first.date, last: last.date, count });
    }
    found
}

/// Days between the two nearest of the first dates.
fn shortest_interval(series: &Series, site: Site<'_>) -> Option<i64> {
    let far = plus_days_clamped(series.anchor, LONGEST_INTERVAL);
    let dates: Vec<_> = series.dates(site.zone, series.anchor, far).take(60).map(|hit| hit.date).collect();
    dates.windows(2).map(|pair| days_between(pair[0], pair[1])).min()
}
