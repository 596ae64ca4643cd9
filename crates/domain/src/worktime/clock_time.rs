//! The two small values that shifts are written with.

use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

text_enum! {
    /// A day of the week; weeks begin on Monday (ISO 8601).
    pub enum Weekday {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl From<jiff::civil::Weekday> for Weekday {
    fn from(day: jiff::civil::Weekday) -> Self {
        use jiff::civil::Weekday as W;
        match day {
            W::Monday => Self::Monday,
            W::Tuesday => Self::Tuesday,
            W::Wednesday => Self::Wednesday,
            W::Thursday => Self::Thursday,
            W::Friday => Self::Friday,
            W::Saturday => Self::Saturday,
            W::Sunday => Self::Sunday,
        }
    }
}

/// A time of the day to the minute, `00:00` to `24:00`. `24:00` is the midnight that ends the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(u16);

impl ClockTime {
    /// `None` after 24:00 or with a minute over 59.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        let minutes = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && minutes <= 24 * 60).then_some(Self(minutes))
    }

    /// Minutes after midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for ClockTime {
    type Err = InvalidClockTime;
    /// Only `HH:MM`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |part: &str| {
            let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten()
        };
        let (hour, minute) = text.split_once(':').ok_or(InvalidClockTime)?;
        number(hour).zip(number(minute)).and_then(|(h, m)| Self::new(h, m)).ok_or(InvalidClockTime)
    }
}

impl TryFrom<String> for ClockTime {
    type Error = InvalidClockTime;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

/// Not a time of the day in the form `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time of the day")]
pub struct InvalidClockTime;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_day_is_read_only_in_its_one_format() {
        for text in ["00:00", "08:05", "23:59", "24:00"] {
            assert_eq!(text.parse::<ClockTime>().map(|t| t.to_string()), Ok(text.to_owned()));
        }
        for bad in ["", "8:00", "08:0", "08:60", "24:01", "25:00", "08-00", "+8:00", "08:00:00", "é8:00"] {
            assert_eq!(bad.parse::<ClockTime>(), Err(InvalidClockTime), "{bad}");
        }
        assert_eq!(ClockTime::new(u16::MAX, 0), None);
        assert_eq!(serde_json::from_str::<ClockTime>("\"22:30\"").ok(), ClockTime::new(22, 30));
        assert!(serde_json::from_str::<ClockTime>("\"22h30\"").is_err());
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let names = (2..9).map(|day| Weekday::from(jiff::civil::date(2026, 11, day).weekday()));
        assert!(names.eq(Weekday::ALL.iter().copied()));
    }
}
