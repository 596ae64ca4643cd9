//! The days that one period of a rule gives, as RFC 5545 (section 3.3.10, table of expansions and limits) says.

use super::{
    days::{Weekday, clamped, date_of, days_between, first_of_month, month_number, plus_days},
    rule::{ByDay, Freq, Rule},
};
use crate::Date;

/// A rule with its start: period `k` begins at `anchor + k · interval`, counted in days, weeks, months or years.
pub(super) struct Periods {
    rule: Rule,
    anchor: Date,
}

impl Periods {
    pub fn new(rule: &Rule, anchor: Date) -> Self {
        Self { rule: rule.spelled_out(anchor), anchor }
    }

    fn week_of_anchor(&self) -> Date {
        let back = Weekday::of(self.anchor).days_after(self.rule.week_start);
        plus_days(self.anchor, -back).unwrap_or(self.anchor)
    }

    /// The first day of period `k`; `None` beyond the calendar.
    pub fn start(&self, k: i64) -> Option<Date> {
        let steps = k.checked_mul(self.rule.interval.into())?;
        match self.rule.freq {
            Freq::Daily => plus_days(self.anchor, steps),
            Freq::Weekly => plus_days(self.week_of_anchor(), steps.checked_mul(7)?),
            Freq::Monthly => first_of_month(month_number(self.anchor).checked_add(steps)?),
            Freq::Yearly => date_of(i64::from(self.anchor.year()).checked_add(steps)?, 1, 1),
        }
    }

    /// The period that `date` lies in or, where intervals leave gaps, the last one before it; 0 before the anchor.
    pub fn index(&self, date: Date) -> i64 {
        let steps = match self.rule.freq {
            Freq::Daily => days_between(self.anchor, date),
            Freq::Weekly => days_between(self.week_of_anchor(), date).div_euclid(7),
            Freq::Monthly => month_number(date) - month_number(self.anchor),
            Freq::Yearly => i64::from(date.year() - self.anchor.year()),
        };
        steps.div_euclid(self.rule.interval.max(1).into()).max(0)
    }

    /// Puts the days of period `k` into `days`, in order. `false` beyond the calendar.
    pub fn fill(&self, k: i64, days: &mut Vec<Date>) -> bool {
        days.clear();
        let Some(start) = self.start(k) else { return false };
        match self.rule.freq {
            Freq::Daily => days.extend(self.passes(start).then_some(start)),
            Freq::Weekly => {
                let week = (0..7).filter_map(|day| plus_days(start, day));
                days.extend(week.filter(|day| self.passes(*day)));
            }
            Freq::Monthly => self.month(start, days),
            Freq::Yearly => self.year(start, days),
        }
        days.sort_unstable();
        days.dedup();
        self.keep_positions(days);
        days.retain(|day| *day >= self.anchor);
        true
    }

    /// The limits of a day alone, without numbered weekdays.
    fn passes(&self, day: Date) -> bool {
        let rule = &self.rule;
        self.in_months(day)
            && (rule.by_month_day.is_empty()
                || rule.by_month_day.iter().any(|d| in_month(day, *d) == Some(day)))
            && (rule.by_day.is_empty() || rule.by_day.iter().any(|d| d.weekday == Weekday::of(day)))
    }

    fn in_months(&self, day: Date) -> bool {
        self.rule.by_month.is_empty() || self.rule.by_month.contains(&day.month())
    }

    fn month(&self, first: Date, days: &mut Vec<Date>) {
        if !self.in_months(first) {
            return;
        }
        let last = clamped(first, 31);
        if self.rule.by_month_day.is_empty() {
            self.rule.by_day.iter().for_each(|by| weekdays(*by, first, last, days));
            return;
        }
        let by_number = self.rule.by_month_day.iter().filter_map(|day| in_month(first, *day));
        days.extend(by_number.filter(|day| self.is_by_day(*day, first, last)));
    }

    fn year(&self, first: Date, days: &mut Vec<Date>) {
        let year = i64::from(first.year());
        let whole_year = self.rule.by_month.is_empty();
        if whole_year && self.rule.by_month_day.is_empty() {
            let last = date_of(year, 12, 31).unwrap_or(first);
            self.rule.by_day.iter().for_each(|by| weekdays(*by, first, last, days));
            return;
        }
        for month in (1..=12).filter_map(|month| date_of(year, month, 1)) {
            let before = days.len();
            self.month(month, days);
            // A numbered weekday counts within the year unless months are named.
            if whole_year && self.rule.by_day.iter().any(|by| by.nth.is_some()) {
                days.truncate(before);
                let last = date_of(year, 12, 31).unwrap_or(first);
                let by_number = self.rule.by_month_day.iter().filter_map(|day| in_month(month, *day));
                days.extend(by_number.filter(|day| self.is_by_day(*day, first, last)));
            }
        }
    }

    /// Whether `BYDAY`, when there is one, allows `day` in the month or year from `first` to `last`.
    fn is_by_day(&self, day: Date, first: Date, last: Date) -> bool {
        let allows = |by: &ByDay| {
            by.weekday == Weekday::of(day)
                && by.nth.is_none_or(|nth| match nth {
                    1.. => days_between(first, day) / 7 + 1 == i64::from(nth),
                    _ => days_between(day, last) / 7 + 1 == -i64::from(nth),
                })
        };
        self.rule.by_day.is_empty() || self.rule.by_day.iter().any(allows)
    }

    fn keep_positions(&self, days: &mut Vec<Date>) {
        if self.rule.by_set_pos.is_empty() {
            return;
        }
        let length = days.len() as i64;
        let mut position = 0;
        days.retain(|_| {
            position += 1;
            self.rule.by_set_pos.iter().any(|p| match i64::from(*p) {
                p @ 1.. => p == position,
                p => length + p + 1 == position,
            })
        });
    }
}

/// Day `day` of the month of `date`, counted from its end when negative.
fn in_month(date: Date, day: i8) -> Option<Date> {
    let length = i64::from(date.days_in_month());
    let day = if day > 0 { i64::from(day) } else { length + 1 + i64::from(day) };
    (1..=length).contains(&day).then(|| date_of(date.year().into(), date.month().into(), day))?
}

/// The weekdays that `by` names from `first` to `last`.
fn weekdays(by: ByDay, first: Date, last: Date, days: &mut Vec<Date>) {
    let to_first = by.weekday.days_after(Weekday::of(first));
    let count = (days_between(first, last) - to_first) / 7 + 1;
    let numbers = match by.nth.map(i64::from) {
        None => 0..count,
        Some(nth @ 1..) if nth <= count => nth - 1..nth,
        Some(nth) if nth < 0 && -nth <= count => count + nth..count + nth + 1,
        Some(_) => 0..0,
    };
    days.extend(numbers.filter_map(|number| plus_days(first, to_first + 7 * number)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_monday_from_the_end_is_in_months_with_five_of_them() {
        let monday = |nth| ByDay { weekday: Weekday::Monday, nth };
        let found = |month: i8, last: i8, nth| {
            let day = |day| Date(jiff::civil::date(2027, month, day));
            let mut days = vec![];
            weekdays(monday(nth), day(1), day(last), &mut days);
            days.into_iter().map(|day| day.day()).collect::<Vec<_>>()
        };
        assert_eq!(found(3, 31, None), [1, 8, 15, 22, 29]);
        assert_eq!((found(3, 31, Some(-5)), found(3, 31, Some(5))), (vec![1], vec![29]));
        assert_eq!((found(2, 28, Some(-5)), found(2, 28, Some(5))), (vec![], vec![]));
        assert_eq!((found(2, 28, Some(-4)), found(2, 28, Some(-1))), (vec![1], vec![22]));
    }
}
