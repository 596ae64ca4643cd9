//! Instants and dates. Thin wrappers of `jiff`, so that one file can map them to the database.

use serde::{Deserialize, Serialize};
use std::{fmt, ops::Deref, str::FromStr};

/// An instant, UTC. Kept to the millisecond: what both databases give back unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The instant, cut to the millisecond.
    pub fn new(at: jiff::Timestamp) -> Self {
        Self::from_millis(at.as_millisecond())
    }

    /// Milliseconds since 1970-01-01T00:00:00Z; out of range is clamped.
    pub fn from_millis(millis: i64) -> Self {
        Self(jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX))
    }

    /// This instant and so many seconds (negative: before it); clamped at the end of time.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_millis(self.0.as_millisecond().saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from `earlier` to this instant; negative when it is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0.as_millisecond() - earlier.0.as_millisecond()).div_euclid(1000)
    }
}

impl Deref for Timestamp {
    type Target = jiff::Timestamp;
    fn deref(&self) -> &jiff::Timestamp {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}

/// The underlying day, for those who format it.
pub use jiff::civil::Date as CivilDate;

/// A day of the calendar, without time or zone: `2026-11-20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub jiff::civil::Date);

impl Deref for Date {
    type Target = jiff::civil::Date;
    fn deref(&self) -> &jiff::civil::Date {
        &self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = InvalidDate;
    /// Only `YYYY-MM-DD`, the one format that forms and the API send.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidDate);
        };
        if y.len() != 4 || m.len() != 2 || d.len() != 2 {
            return Err(InvalidDate);
        }
        let (Ok(y), Ok(m), Ok(d)) = (y.parse(), m.parse(), d.parse()) else { return Err(InvalidDate) };
        jiff::civil::Date::new(y, m, d).map(Date).map_err(|_| InvalidDate)
    }
}

/// Not a day of the calendar in the form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct InvalidDate;

/// What a clock on the wall of the site shows: an instant already turned to the site's zone by the
/// server, because the browser carries no time-zone tables. `2026-11-20T08:12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDateTime(pub jiff::civil::DateTime);

impl Deref for LocalDateTime {
    type Target = jiff::civil::DateTime;
    fn deref(&self) -> &jiff::civil::DateTime {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_only_in_its_one_format() {
        assert_eq!("2024-02-29".parse::<Date>().map(|d| d.to_string()), Ok("2024-02-29".into()));
        for bad in ["2023-02-29", "29/02/2024", "2024-2-29", "", "2024-02-29T00:00", "2024-02-29-1"] {
            assert_eq!(bad.parse::<Date>(), Err(InvalidDate), "{bad}");
        }
    }

    #[test]
    fn an_instant_keeps_its_milliseconds_only() {
        let at: Timestamp = "2026-11-20T08:12:03.123456789Z".parse().expect("valid");
        assert_eq!(at.to_string(), "2026-11-20T08:12:03.123Z");
        assert_eq!(at.plus_seconds(90).seconds_since(at), 90);
    }
}
