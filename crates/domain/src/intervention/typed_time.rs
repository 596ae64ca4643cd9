//! A time as somebody typed it: an instant with its offset, or what the site's clock shows.

use crate::{Date, LocalDateTime, Timestamp, worktime::instant_of};
use jiff::tz::TimeZone;
use std::str::FromStr;

/// `2026-11-20T08:12:00Z`, `2026-11-20T08:12` on the site's clock, or a day, of which the last minute is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedTime {
    Instant(Timestamp),
    Wall(LocalDateTime),
}

impl TypedTime {
    /// A time that the clock skips is taken an hour later; of one that comes twice, the first is meant.
    pub fn at(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Instant(at) => at,
            Self::Wall(wall) => instant_of(wall, zone),
        }
    }
}

impl FromStr for TypedTime {
    type Err = crate::time::InvalidTimestamp;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(day) = text.parse::<Date>() {
            return Ok(Self::Wall(LocalDateTime(day.0.at(23, 59, 0, 0))));
        }
        match text.parse::<LocalDateTime>() {
            Ok(wall) => Ok(Self::Wall(wall)),
            Err(_) => text.parse().map(Self::Instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_an_offset_or_on_the_sites_clock() {
        let paris = TimeZone::get("Europe/Paris").expect("a zone");
        let read = |text: &str| text.parse::<TypedTime>().map(|t| t.at(&paris).to_string());
        assert_eq!(read("2027-03-10T22:30"), Ok("2027-03-10T21:30:00Z".into()));
        assert_eq!(read("2027-07-10T22:30Z"), Ok("2027-07-10T22:30:00Z".into()));
        assert_eq!(read("2027-07-10"), Ok("2027-07-10T21:59:00Z".into()));
        assert!(read("hier").is_err() && read("22:30").is_err());
    }
}
