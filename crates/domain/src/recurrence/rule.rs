//! The parts of an RFC 5545 recurrence rule that plans know, and what is wrong with one.

use super::days::Weekday;
use crate::{Date, LocalDateTime, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The period that is repeated.
    pub enum Freq {
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Yearly = "yearly",
    }
}

/// A weekday of `BYDAY`, with its place in the month or year: 1 is the first, -1 the last, absent every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ByDay {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<i8>,
    pub weekday: Weekday,
}

impl ByDay {
    pub const fn every(weekday: Weekday) -> Self {
        Self { nth: None, weekday }
    }

    pub const fn nth(nth: i8, weekday: Weekday) -> Self {
        Self { nth: Some(nth), weekday }
    }
}

/// The last moment at which an occurrence may lie; that moment belongs to the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// The whole day, in the zone of the series.
    Day(Date),
    /// A time on the clock of the series.
    Local(LocalDateTime),
    Instant(Timestamp),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    #[default]
    Never,
    /// So many occurrences, those excluded afterwards among them.
    Count(u32),
    Until(Until),
}

/// A recurrence rule without its start. Lists are sets: their order says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub freq: Freq,
    /// Every so many periods; 1 or more.
    #[serde(default = "one")]
    pub interval: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_day: Vec<ByDay>,
    /// 1 to 31, or -1 (the last) to -31.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_month_day: Vec<i8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_month: Vec<i8>,
    /// Which days of a period's set are kept: 1 the first, -1 the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_set_pos: Vec<i16>,
    #[serde(default)]
    pub end: End,
    #[serde(default = "monday")]
    pub week_start: Weekday,
}

const fn one() -> u32 {
    1
}

const fn monday() -> Weekday {
    Weekday::Monday
}

/// A fault of a rule or of its text. Parts bear the names of RFC 5545.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum RuleError {
    #[error("{part} is not supported")]
    Unsupported { part: String },
    #[error("{part} stands twice")]
    Repeated { part: String },
    #[error("{part} is missing")]
    Missing { part: String },
    #[error("{part} cannot be {value}")]
    Malformed { part: String, value: String },
    #[error("{part} does not go with {other}")]
    NotTogether { part: String, other: String },
    /// The text is in another zone than the site.
    #[error("the text is in the zone {read}, the site in {site}")]
    ZoneDiffers { read: String, site: String },
    /// An excluded time at which the series has no occurrence.
    #[error("EXDATE {value} excludes nothing")]
    ExcludesNothing { value: String },
}

impl RuleError {
    pub(super) fn malformed(part: &str, value: impl ToString) -> Self {
        Self::Malformed { part: part.into(), value: value.to_string() }
    }

    fn not_together(part: &str, other: &str) -> Self {
        Self::NotTogether { part: part.into(), other: other.into() }
    }
}

impl Rule {
    /// Every `interval` periods, with nothing else said.
    pub fn every(interval: u32, freq: Freq) -> Self {
        Self {
            freq,
            interval,
            by_day: vec![],
            by_month_day: vec![],
            by_month: vec![],
            by_set_pos: vec![],
            end: End::Never,
            week_start: monday(),
        }
    }

    /// The limits of RFC 5545, section 3.3.10.
    pub fn check(&self) -> Result<(), RuleError> {
        if self.interval == 0 {
            return Err(RuleError::malformed("INTERVAL", 0));
        }
        if self.end == End::Count(0) {
            return Err(RuleError::malformed("COUNT", 0));
        }
        let weeks = if self.freq == Freq::Yearly && self.by_month.is_empty() { 53 } else { 5 };
        for day in self.by_day.iter().filter_map(|day| day.nth) {
            if matches!(self.freq, Freq::Daily | Freq::Weekly) {
                return Err(RuleError::not_together("BYDAY with a number", self.freq_text()));
            }
            if day == 0 || day.unsigned_abs() > weeks {
                return Err(RuleError::malformed("BYDAY", day));
            }
        }
        if self.freq == Freq::Weekly && !self.by_month_day.is_empty() {
            return Err(RuleError::not_together("BYMONTHDAY", self.freq_text()));
        }
        if let Some(day) = self.by_month_day.iter().find(|day| **day == 0 || day.unsigned_abs() > 31) {
            return Err(RuleError::malformed("BYMONTHDAY", day));
        }
        if let Some(month) = self.by_month.iter().find(|month| !(1..=12).contains(*month)) {
            return Err(RuleError::malformed("BYMONTH", month));
        }
        if let Some(position) = self.by_set_pos.iter().find(|p| **p == 0 || p.unsigned_abs() > 366) {
            return Err(RuleError::malformed("BYSETPOS", position));
        }
        let alone = self.by_day.is_empty() && self.by_month_day.is_empty() && self.by_month.is_empty();
        if !self.by_set_pos.is_empty() && alone {
            return Err(RuleError::Missing { part: "BYDAY, BYMONTHDAY or BYMONTH for BYSETPOS".into() });
        }
        Ok(())
    }

    pub(super) const fn freq_text(&self) -> &'static str {
        match self.freq {
            Freq::Daily => "FREQ=DAILY",
            Freq::Weekly => "FREQ=WEEKLY",
            Freq::Monthly => "FREQ=MONTHLY",
            Freq::Yearly => "FREQ=YEARLY",
        }
    }

    /// The same rule with what RFC 5545 takes from the start written out, and its lists in order.
    pub(super) fn spelled_out(&self, anchor: Date) -> Self {
        let mut rule = self.clone();
        if rule.by_day.is_empty() && rule.by_month_day.is_empty() {
            match rule.freq {
                Freq::Daily => {}
                Freq::Weekly => rule.by_day = vec![ByDay::every(Weekday::of(anchor))],
                Freq::Monthly => rule.by_month_day = vec![anchor.day()],
                Freq::Yearly => rule.by_month_day = vec![anchor.day()],
            }
            if rule.freq == Freq::Yearly && rule.by_month.is_empty() {
                rule.by_month = vec![anchor.month()];
            }
        }
        rule.by_day.sort_unstable();
        rule.by_day.dedup();
        rule.by_month_day.sort_unstable();
        rule.by_month_day.dedup();
        rule.by_month.sort_unstable();
        rule.by_month.dedup();
        rule.by_set_pos.sort_unstable();
        rule.by_set_pos.dedup();
        rule
    }
}
