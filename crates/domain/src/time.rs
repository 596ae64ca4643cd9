//! Instants and dates. Thin wrappers of `jiff`, so that one file can map them to the database.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::{fmt, marker::PhantomData, ops::Deref, str::FromStr};

/// An instant, UTC. Kept to the millisecond: what both databases give back unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
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
    type Err = InvalidTimestamp;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (wall, offset) = match text.strip_suffix('Z') {
            Some(wall) => (wall, 0),
            None => {
                let (wall, offset) =
                    text.split_at_checked(text.len().wrapping_sub(6)).ok_or(InvalidTimestamp)?;
                (wall, offset_seconds(offset).ok_or(InvalidTimestamp)?)
            }
        };
        let wall = civil(wall).ok_or(InvalidTimestamp)?;
        let utc = jiff::tz::Offset::UTC.to_timestamp(wall).map_err(|_| InvalidTimestamp)?;
        Ok(Self::new(utc).plus_seconds(-offset))
    }
}

/// `+02:00` in seconds.
fn offset_seconds(text: &str) -> Option<i64> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours < 24 && minutes < 60).then(|| i64::from(sign * (hours * 3600 + minutes * 60)))
}

/// `2026-11-20T08:12`, with seconds and their fraction or without. Written out because the browser reads instants all
/// the time, and `jiff`'s parser would bring all its sentences about every possible mistake.
fn civil(text: &str) -> Option<jiff::civil::DateTime> {
    let (date, time) = text.split_once('T')?;
    let date: Date = date.parse().ok()?;
    let (clock, fraction) = match time.split_once('.') {
        Some((clock, fraction)) if clock.len() == 8 => (clock, fraction),
        Some(_) => return None,
        None => (time, "0"),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| digits(second, 2))?;
    let nanos = digits(fraction, fraction.len())?.checked_mul(10_i32.pow(9 - fraction.len() as u32))?;
    if parts.next().is_some() {
        return None;
    }
    let time = jiff::civil::Time::new(hour as i8, minute as i8, second as i8, nanos).ok()?;
    Some(date.to_datetime(time))
}

/// A number of exactly so many digits, nine at most.
fn digits(text: &str, length: usize) -> Option<i32> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits && text.len() == length && (1..=9).contains(&length)).then(|| text.parse().ok())?
}

/// Not an instant with its offset: `2026-11-20T08:12:03Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an instant")]
pub struct InvalidTimestamp;

/// The underlying day, for those who format it.
pub use jiff::civil::Date as CivilDate;

/// A day of the calendar, without time or zone: `2026-11-20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct LocalDateTime(pub jiff::civil::DateTime);

impl Deref for LocalDateTime {
    type Target = jiff::civil::DateTime;
    fn deref(&self) -> &jiff::civil::DateTime {
        &self.0
    }
}

impl LocalDateTime {
    /// Days from another day of the same calendar to this one; negative before it.
    pub fn days_after(self, other: Self) -> i32 {
        let hours = self.0.date().duration_since(other.0.date()).as_hours();
        i32::try_from(hours / 24).unwrap_or(i32::MAX)
    }
}

impl FromStr for LocalDateTime {
    type Err = InvalidDate;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        civil(text).map(Self).ok_or(InvalidDate)
    }
}

/// Reads text as a value, without `jiff`'s own sentences about what is wrong with it: they would make a tenth of
/// what the browser loads, and nobody reads them there.
struct FromText<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date or an instant")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! deserialize_from_text {
    ($($name:ident),*) => {
        $(
            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_str(FromText(PhantomData))
                }
            }
        )*
    };
}

deserialize_from_text!(Timestamp, Date, LocalDateTime);

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
    fn an_instant_is_read_with_its_offset() {
        let read = |text: &str| text.parse::<Timestamp>().map(|at| at.to_string());
        for (text, utc) in [
            ("2026-11-20T08:12:03Z", "2026-11-20T08:12:03Z"),
            ("2026-11-20T08:12Z", "2026-11-20T08:12:00Z"),
            ("2026-11-20T08:12:03.1Z", "2026-11-20T08:12:03.1Z"),
            ("2026-11-20T08:12:03+02:00", "2026-11-20T06:12:03Z"),
            ("2026-12-31T20:00:00.250-05:30", "2027-01-01T01:30:00.25Z"),
        ] {
            assert_eq!(read(text), Ok(utc.to_owned()), "{text}");
        }
        for bad in [
            "",
            "Z",
            "é",
            "2026-11-20",
            "2026-11-20T08:12:03",
            "2026-11-20T24:00Z",
            "2026-02-29T08:12Z",
            "2026-11-20T08Z",
            "2026-11-20T08:12:03.Z",
            "2026-11-20T08:12:03.1234567890Z",
            "2026-11-20T08:12.5Z",
            "2026-11-20T8:12:03Z",
            "2026-11-20T08:12:03:04Z",
            "2026-11-20T08:12:03+2:00",
            "2026-11-20T08:12:03+24:00",
            "2026-11-20T+8:12:03Z",
        ] {
            assert_eq!(read(bad), Err(InvalidTimestamp), "{bad}");
        }
    }

    #[test]
    fn what_travels_as_text_comes_back() {
        for at in
            [Timestamp::from_millis(0), Timestamp::from_millis(1_795_162_323_007), Timestamp::from_millis(-1)]
        {
            let json = serde_json::to_string(&at).expect("serializes");
            assert_eq!(serde_json::from_str::<Timestamp>(&json).expect("deserializes"), at, "{json}");
        }
        let wall = LocalDateTime(jiff::civil::date(2026, 11, 20).at(8, 12, 0, 0));
        let json = serde_json::to_string(&wall).expect("serializes");
        assert_eq!(serde_json::from_str::<LocalDateTime>(&json).expect("deserializes"), wall);
        assert!(serde_json::from_str::<Date>("\"20/11/2026\"").is_err());
    }

    #[test]
    fn an_instant_keeps_its_milliseconds_only() {
        let at: Timestamp = "2026-11-20T08:12:03.123456789Z".parse().expect("valid");
        assert_eq!(at.to_string(), "2026-11-20T08:12:03.123Z");
        assert_eq!(at.plus_seconds(90).seconds_since(at), 90);
    }
}
