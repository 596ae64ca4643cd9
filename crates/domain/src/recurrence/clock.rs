//! From a civil date and time of a site to an instant: the last step of every schedule.

use super::days::plus_days;
use crate::{Date, LocalDateTime, Timestamp};
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A time on the clock of the site, to the second: `08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(pub jiff::civil::Time);

impl TimeOfDay {
    /// `None` unless 0 to 23 and 0 to 59.
    pub fn new(hour: i8, minute: i8) -> Option<Self> {
        jiff::civil::Time::new(hour, minute, 0, 0).ok().map(Self)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())?;
        if self.0.second() == 0 { Ok(()) } else { write!(f, ":{:02}", self.0.second()) }
    }
}

/// Not a time in the form `HH:MM` or `HH:MM:SS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time of day")]
pub struct InvalidTime;

impl FromStr for TimeOfDay {
    type Err = InvalidTime;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let two = |text: &str| -> Option<i8> {
            (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
        };
        let mut parts = text.split(':').map(two);
        let (Some(Some(hour)), Some(Some(minute))) = (parts.next(), parts.next()) else {
            return Err(InvalidTime);
        };
        let second = parts.next().unwrap_or(Some(0)).ok_or(InvalidTime)?;
        if parts.next().is_some() {
            return Err(InvalidTime);
        }
        jiff::civil::Time::new(hour, minute, second, 0).map(Self).map_err(|_| InvalidTime)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

crate::text_enum! {
    /// The clock was changed at the very time that was asked for.
    pub enum ClockChange {
        /// That time did not exist: it moved forward by the length of the gap, on that day only.
        Missing = "missing",
        /// That time existed twice: the first was taken.
        Twice = "twice",
    }
}

/// An instant, what the clock of the site shows then, and whether a clock change had a part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub at: Timestamp,
    pub shown: LocalDateTime,
    pub change: Option<ClockChange>,
}

/// The instant of a civil date and time in `zone`. At the very ends of the calendar the instant is clamped.
pub fn resolve(date: Date, time: TimeOfDay, zone: &TimeZone) -> Resolved {
    let wanted = date.0.to_datetime(time.0);
    let ambiguous = zone.to_ambiguous_timestamp(wanted);
    let change = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => Some(ClockChange::Missing),
        AmbiguousOffset::Fold { .. } => Some(ClockChange::Twice),
    };
    let end = if date.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    let at = ambiguous.compatible().unwrap_or(end);
    let shown = if change == Some(ClockChange::Missing) { zone.to_datetime(at) } else { wanted };
    Resolved { at: Timestamp::new(at), shown: LocalDateTime(shown), change }
}

/// The first instant of a civil day.
pub fn start_of_day(date: Date, zone: &TimeZone) -> Timestamp {
    resolve(date, TimeOfDay(jiff::civil::Time::midnight()), zone).at
}

/// The first instant after a civil day.
pub fn end_of_day(date: Date, zone: &TimeZone) -> Timestamp {
    plus_days(date, 1).map_or(Timestamp::new(jiff::Timestamp::MAX), |next| start_of_day(next, zone))
}

/// The civil day of an instant in `zone`.
pub fn civil_day(at: Timestamp, zone: &TimeZone) -> Date {
    Date(zone.to_datetime(*at).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_two_digits_for_each_part_and_seconds_where_there_are_some() {
        for text in ["08:30", "08:30:15", "00:00"] {
            assert_eq!(text.parse::<TimeOfDay>().map(|time| time.to_string()), Ok(text.to_owned()));
        }
        for text in ["8:30", "+8:30", "08:3a", "08", "08:30:", "08:30:00:00", "24:00"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(InvalidTime), "{text}");
        }
    }
}
