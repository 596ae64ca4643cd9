//! A meter's readings: its total through replacements and roll-overs, and the rate at which it grows.

use super::occurrence::NoRate;
use crate::{
    Date, Timestamp,
    recurrence::{civil_day, plus_days},
    text_enum,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const DAY: i64 = 86_400;

/// The value that the meter showed, in its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub at: Timestamp,
    pub value: i64,
    /// Found to be wrong: kept, and not counted.
    #[serde(default)]
    pub withdrawn: bool,
    /// Why it was taken although it looked wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced_because: Option<String>,
}

impl Reading {
    pub const fn new(at: Timestamp, value: i64) -> Self {
        Self { at, value, withdrawn: false, forced_because: None }
    }
}

/// The meter was changed for another one, or set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    pub at: Timestamp,
    pub last_of_old: i64,
    pub first_of_new: i64,
}

/// Readings and replacements, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meter {
    pub unit: String,
    pub readings: Vec<Reading>,
    pub replacements: Vec<Replacement>,
    /// The number of different values: 100,000 for a meter that goes from 99,999 to 0.
    pub rollover: Option<i64>,
    /// More than this in a day cannot be: 24 for hours.
    pub most_per_day: Option<i64>,
}

/// The total of a meter at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub at: Timestamp,
    pub total: i64,
}

text_enum! {
    /// Which readings gave a rate.
    pub enum RateBasis {
        /// Those of the 90 days up to the last one.
        Last90Days = "last_90_days",
        /// The last five: there were fewer than two in 90 days.
        Last5Readings = "last_5_readings",
    }
}

/// `gained` units in `seconds`: the answer names the readings, so that anybody can check it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub basis: RateBasis,
    pub readings: u32,
    pub from: Total,
    pub to: Total,
}

impl Rate {
    pub const fn gained(&self) -> i64 {
        self.to.total.saturating_sub(self.from.total)
    }

    pub fn seconds(&self) -> i64 {
        self.to.at.seconds_since(self.from.at)
    }

    /// Units a day, for display.
    pub fn per_day(&self) -> f64 {
        self.gained() as f64 * DAY as f64 / self.seconds() as f64
    }

    /// The day on which the meter shows `value`: the day of the last reading + units to go / rate, rounded down to a
    /// day. `None` beyond the calendar.
    pub fn day_of(&self, value: i64, zone: &TimeZone) -> Option<Date> {
        if self.gained() <= 0 || self.seconds() <= 0 {
            return None;
        }
        let to_go = i128::from(value) - i128::from(self.to.total);
        let days =
            (to_go * i128::from(self.seconds())).div_euclid(i128::from(self.gained()) * i128::from(DAY));
        plus_days(civil_day(self.to.at, zone), days.try_into().ok()?)
    }
}

impl Meter {
    /// The totals in order of time, without withdrawn readings. A replacement gives one too.
    pub fn totals(&self) -> Vec<Total> {
        enum Shown {
            Value(i64),
            Change(Replacement),
        }
        let readings = self.readings.iter().filter(|reading| !reading.withdrawn);
        let mut shown: Vec<(Timestamp, u8, Shown)> =
            readings.map(|reading| (reading.at, 1, Shown::Value(reading.value))).collect();
        shown.extend(self.replacements.iter().map(|change| (change.at, 0, Shown::Change(*change))));
        shown.sort_by_key(|(at, order, _)| (*at, *order));
        let (mut offset, mut before, mut totals) = (0_i64, None, Vec::with_capacity(shown.len()));
        for (at, _, shown) in shown {
            let value = match shown {
                Shown::Value(value) => value,
                Shown::Change(change) => change.last_of_old,
            };
            // A smaller value on a meter that rolls over is a new turn.
            if let (Some(before), Some(turn)) = (before, self.rollover)
                && value < before
            {
                offset = offset.saturating_add(turn);
            }
            totals.push(Total { at, total: value.saturating_add(offset) });
            before = Some(value);
            if let Shown::Change(change) = shown {
                offset = offset.saturating_add(change.last_of_old).saturating_sub(change.first_of_new);
                before = Some(change.first_of_new);
            }
        }
        totals
    }

    /// The rate of the readings of the last 90 days or, when there are fewer than two, of the last five. Both are
    /// counted back from the last reading, so that no date moves because time passes.
    pub fn rate(totals: &[Total]) -> Result<Rate, NoRate> {
        let last = *totals.last().ok_or(NoRate::TooFew)?;
        let recent = totals.partition_point(|total| total.at < last.at.plus_seconds(-90 * DAY));
        let (basis, first) = if totals.len() - recent >= 2 {
            (RateBasis::Last90Days, recent)
        } else {
            (RateBasis::Last5Readings, totals.len().saturating_sub(5))
        };
        let from = *totals.get(first).ok_or(NoRate::TooFew)?;
        let readings = u32::try_from(totals.len() - first).unwrap_or(u32::MAX);
        let rate = Rate { basis, readings, from, to: last };
        if readings < 2 || rate.seconds() <= 0 {
            return Err(NoRate::TooFew);
        }
        if rate.gained() <= 0 { Err(NoRate::NotMoving) } else { Ok(rate) }
    }

    /// The total at `at`: that of the last reading before or, without one, of the first after.
    pub fn total_at(totals: &[Total], at: Timestamp) -> Option<i64> {
        let after = totals.partition_point(|total| total.at <= at);
        totals.get(after.saturating_sub(1)).map(|total| total.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_of_a_time_is_that_of_the_reading_before_it() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let totals = [(10, 100), (20, 250)].map(|(seconds, total)| Total { at: at(seconds), total });
        let found = [5, 10, 19, 20, 99].map(|seconds| Meter::total_at(&totals, at(seconds)));
        assert_eq!(found, [Some(100), Some(100), Some(100), Some(250), Some(250)]);
        assert_eq!(Meter::total_at(&[], at(5)), None);
    }
}
