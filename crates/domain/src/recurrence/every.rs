//! A plain interval, for plans that count from the last completion: `date(k) = from + k · interval`.

use super::{
    choice::MonthEnd,
    days::{clamped, first_of_month, month_number, plus_days},
};
use crate::{Date, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The unit of an interval.
    pub enum Unit {
        Day = "day",
        Week = "week",
        Month = "month",
        Year = "year",
    }
}

/// `n` days, weeks, months or years. A month is not 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Every {
    pub n: u32,
    pub unit: Unit,
    /// Months and years only; `skip` is the same as `clamp`, because an interval that gave no date would end the plan.
    #[serde(default = "clamp")]
    pub month_end: MonthEnd,
}

const fn clamp() -> MonthEnd {
    MonthEnd::Clamp
}

impl Every {
    pub const fn new(n: u32, unit: Unit) -> Self {
        Self { n, unit, month_end: clamp() }
    }

    /// `k` intervals after `from`; `None` beyond the calendar.
    pub fn date(self, from: Date, k: i64) -> Option<Date> {
        let steps = k.checked_mul(self.n.into())?;
        let months = match self.unit {
            Unit::Day => return plus_days(from, steps),
            Unit::Week => return plus_days(from, steps.checked_mul(7)?),
            Unit::Month => steps,
            Unit::Year => steps.checked_mul(12)?,
        };
        let month = first_of_month(month_number(from).checked_add(months)?)?;
        Some(clamped(month, if self.month_end == MonthEnd::LastDay { 31 } else { from.day() }))
    }

    /// Whether `k` intervals from `from` end on a day moved by the end of a month.
    pub fn is_clamped(self, from: Date, k: i64) -> bool {
        let by_month = matches!(self.unit, Unit::Month | Unit::Year) && self.month_end != MonthEnd::LastDay;
        by_month && self.date(from, k).is_some_and(|date| date.day() != from.day())
    }
}
