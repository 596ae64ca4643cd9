//! The choices that a form offers, and the RFC 5545 rules that they stand for.

use super::{
    days::Weekday,
    rule::{ByDay, Freq, Rule},
};
use crate::{Date, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Treatment of a monthly date in a month that lacks its day.
    pub enum MonthEnd {
        /// The last day that the month has: 31 January, 28 February, 31 March.
        Clamp = "clamp",
        /// Always the last day of the month, whatever the day of the first date.
        LastDay = "last_day",
        /// No date in that month.
        Skip = "skip",
    }
}

text_enum! {
    /// Which of a month's Mondays. The fourth is not the last.
    pub enum Which {
        First = "first",
        Second = "second",
        Third = "third",
        Fourth = "fourth",
        Fifth = "fifth",
        Last = "last",
    }
}

impl Which {
    const fn number(self) -> i8 {
        match self {
            Self::Last => -1,
            numbered => numbered as i8 + 1,
        }
    }

    /// The place that `date` has among the same weekdays of its month.
    fn of(date: Date) -> Self {
        Self::ALL[usize::from((date.day().unsigned_abs() - 1) / 7).min(4)]
    }
}

/// A recurrence as people choose it. Days, months and weekdays that are not said are those of the anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum Choice {
    Days { every: u32 },
    Weeks { every: u32, on: Vec<Weekday>, week_start: Weekday },
    Months { every: u32, month_end: MonthEnd },
    MonthWeekday { every: u32, which: Which, weekday: Weekday },
    Years { every: u32, month_end: MonthEnd },
    YearWeekday { every: u32, which: Which, weekday: Weekday },
}

impl Choice {
    /// The rule of this choice from `anchor` on, without an end.
    pub fn rule(&self, anchor: Date) -> Rule {
        let every = |interval: u32, freq| Rule::every(interval, freq);
        match self {
            Self::Days { every: n } => every(*n, Freq::Daily),
            Self::Weeks { every: n, on, week_start } => {
                let mut on: Vec<_> = if on.is_empty() { vec![Weekday::of(anchor)] } else { on.clone() };
                on.sort_unstable();
                on.dedup();
                let by_day = on.into_iter().map(ByDay::every).collect();
                Rule { by_day, week_start: *week_start, ..every(*n, Freq::Weekly) }
            }
            Self::Months { every: n, month_end } => {
                on_day(every(*n, Freq::Monthly), anchor.day(), *month_end)
            }
            Self::Years { every: n, month_end } => {
                // Only 29 February is not there every year.
                let clamp = *month_end == MonthEnd::Clamp && (anchor.month(), anchor.day()) != (2, 29);
                let month_end = if clamp { MonthEnd::Skip } else { *month_end };
                let rule = on_day(every(*n, Freq::Yearly), anchor.day(), month_end);
                Rule { by_month: vec![anchor.month()], ..rule }
            }
            Self::MonthWeekday { every: n, which, weekday } => {
                Rule { by_day: vec![ByDay::nth(which.number(), *weekday)], ..every(*n, Freq::Monthly) }
            }
            Self::YearWeekday { every: n, which, weekday } => Rule {
                by_day: vec![ByDay::nth(which.number(), *weekday)],
                by_month: vec![anchor.month()],
                ..every(*n, Freq::Yearly)
            },
        }
    }

    /// The choices that a form offers when a date could mean several things: 25 February 2027 is the 25th of the month, its fourth
    /// and its last Thursday.
    pub fn monthly(anchor: Date, every: u32) -> Vec<Self> {
        let weekday = Weekday::of(anchor);
        let is_last = anchor.day() + 7 > anchor.days_in_month();
        let mut choices = vec![Self::Months { every, month_end: MonthEnd::Clamp }];
        if anchor.day() > 28 {
            choices.push(Self::Months { every, month_end: MonthEnd::Skip });
        }
        if anchor.day() >= 28 {
            choices.push(Self::Months { every, month_end: MonthEnd::LastDay });
        }
        choices.push(Self::MonthWeekday { every, which: Which::of(anchor), weekday });
        if is_last {
            choices.push(Self::MonthWeekday { every, which: Which::Last, weekday });
        }
        choices
    }
}

/// The day of a month with its month-end rule, in the parts that RFC 5545 has.
fn on_day(rule: Rule, day: i8, month_end: MonthEnd) -> Rule {
    match month_end {
        MonthEnd::LastDay => Rule { by_month_day: vec![-1], ..rule },
        // RFC 5545 drops what does not exist; the last of "28, 29, 30 and 31, as far as they exist" is the clamp.
        MonthEnd::Clamp if day > 28 => {
            Rule { by_month_day: (28..=day).collect(), by_set_pos: vec![-1], ..rule }
        }
        MonthEnd::Clamp | MonthEnd::Skip => Rule { by_month_day: vec![day], ..rule },
    }
}

impl Rule {
    /// The choice that this rule stands for; `None` when no form has it. Its end does not matter.
    pub fn choice(&self, anchor: Date) -> Option<Choice> {
        let rule = self.spelled_out(anchor);
        let every = rule.interval;
        let month_ends = [MonthEnd::Clamp, MonthEnd::Skip, MonthEnd::LastDay];
        let by_day = rule.by_day.first().and_then(|by| {
            let which = Which::ALL.iter().find(|which| by.nth == Some(which.number()))?;
            Some((*which, by.weekday))
        });
        let offered: Vec<Choice> = match rule.freq {
            Freq::Daily => vec![Choice::Days { every }],
            Freq::Weekly => {
                let on = rule.by_day.iter().map(|by| by.weekday).collect();
                vec![Choice::Weeks { every, on, week_start: rule.week_start }]
            }
            Freq::Monthly => {
                let days = month_ends.map(|month_end| Choice::Months { every, month_end });
                let weekday = by_day.map(|(which, weekday)| Choice::MonthWeekday { every, which, weekday });
                days.into_iter().chain(weekday).collect()
            }
            Freq::Yearly => {
                let days = month_ends.map(|month_end| Choice::Years { every, month_end });
                let weekday = by_day.map(|(which, weekday)| Choice::YearWeekday { every, which, weekday });
                days.into_iter().chain(weekday).collect()
            }
        };
        offered.into_iter().find(|choice| {
            let same = Self { end: rule.end, week_start: rule.week_start, ..choice.rule(anchor) };
            same.spelled_out(anchor) == rule
        })
    }
}

/// Some months lack a fifth weekday: of `months` months from the one of the anchor, `found` have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotEveryMonth {
    pub found: u32,
    pub months: u32,
    /// Offered by the form instead.
    pub instead: Choice,
}

impl Choice {
    /// The warning that goes with a fifth weekday.
    pub fn not_every_month(&self, anchor: Date) -> Option<NotEveryMonth> {
        const MONTHS: u32 = 11;
        let Self::MonthWeekday { every, which: Which::Fifth, weekday } = self else { return None };
        let first = super::days::month_number(anchor);
        let months = (first..first + i64::from(MONTHS)).filter_map(super::days::first_of_month);
        let found = months.filter(|first| {
            let to_first = weekday.days_after(Weekday::of(*first));
            to_first + 29 <= i64::from(first.days_in_month())
        });
        let found = found.count();
        let instead = Self::MonthWeekday { every: *every, which: Which::Last, weekday: *weekday };
        Some(NotEveryMonth { found: u32::try_from(found).unwrap_or(MONTHS), months: MONTHS, instead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seventh_is_the_first_of_its_weekday_and_the_eighth_the_second() {
        let which = [1, 7, 8, 14, 15, 28, 29, 31].map(|day| Which::of(Date(jiff::civil::date(2027, 3, day))));
        use Which::{Fifth, First, Fourth, Second, Third};
        assert_eq!(which, [First, First, Second, Second, Third, Fourth, Fifth, Fifth]);
    }

    #[test]
    fn every_month_has_a_28th() {
        assert_eq!(on_day(Rule::every(1, Freq::Monthly), 28, MonthEnd::Clamp).by_set_pos, [0; 0]);
        let clamped = on_day(Rule::every(1, Freq::Monthly), 29, MonthEnd::Clamp);
        assert_eq!((clamped.by_month_day, clamped.by_set_pos), (vec![28, 29], vec![-1]));
        let leaves_out = |day| {
            let choices = Choice::monthly(Date(jiff::civil::date(2027, 3, day)), 1);
            choices.contains(&Choice::Months { every: 1, month_end: MonthEnd::Skip })
        };
        assert_eq!((leaves_out(28), leaves_out(29)), (false, true));
    }
}
