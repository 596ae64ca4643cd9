//! Dates and times as other systems write them.

use crate::{LocalDateTime, Timestamp, text, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Which number of a date is the day.
    pub enum DateOrder {
        /// As the column's own values tell; the day first where they do not.
        Auto = "auto",
        /// 2004-07-01, 20040701
        Ymd = "ymd",
        /// 01/07/2004, 1.7.04
        Dmy = "dmy",
        /// 07/01/2004
        Mdy = "mdy",
    }
}

/// A moment: on the wall clock of the site, or an instant when the text carried its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    Instant(Timestamp),
    Wall(LocalDateTime),
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Instant(at) => at.fmt(f),
            Self::Wall(at) => at.0.fmt(f),
        }
    }
}

/// What a date's text tells of the order of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The year comes first, or the month is a word: there is no doubt.
    Clear,
    DayFirst,
    MonthFirst,
    /// 03/04/2020
    Either,
}

/// A text that begins as a date does; none when it is something else.
pub(super) fn evidence(raw: &str) -> Option<Evidence> {
    let (parts, _) = split(raw)?;
    match parts {
        Parts::Year(..) | Parts::Word(..) => Some(Evidence::Clear),
        Parts::Numbers(a, b, _) => match (a, b) {
            (1..=12, 1..=12) => Some(Evidence::Either),
            (13..=31, 1..=12) => Some(Evidence::DayFirst),
            (1..=12, 13..=31) => Some(Evidence::MonthFirst),
            _ => None,
        },
    }
}

/// Reads a date with or without a time. `order` decides only where the text leaves a doubt.
pub(super) fn parse(raw: &str, order: DateOrder) -> Option<When> {
    let (parts, rest) = split(raw)?;
    let (year, month, day) = match parts {
        Parts::Year(y, m, d) => (y, m, d),
        Parts::Word(d, m, y) => (full_year(y), m, d),
        Parts::Numbers(a, b, y) => match order {
            // A month of 13 or more settles it, whatever the order.
            DateOrder::Mdy if b <= 31 && a <= 12 => (full_year(y), a, b),
            _ if b > 12 && a <= 12 => (full_year(y), a, b),
            _ => (full_year(y), b, a),
        },
    };
    if !(1900..=2100).contains(&year) {
        return None;
    }
    let date =
        jiff::civil::Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let (time, offset) = parse_time(rest)?;
    let wall = date.to_datetime(time);
    match offset {
        None => Some(When::Wall(LocalDateTime(wall))),
        Some(seconds) => {
            let utc = wall.checked_sub(jiff::SignedDuration::from_secs(seconds)).ok()?;
            let at = jiff::tz::Offset::UTC.to_timestamp(utc).ok()?;
            Some(When::Instant(Timestamp::new(at)))
        }
    }
}

enum Parts {
    Year(i32, u32, u32),
    /// Day, month by its name, year.
    Word(u32, u32, i32),
    /// Two numbers in doubt, and a year.
    Numbers(u32, u32, i32),
}

fn full_year(year: i32) -> i32 {
    match year {
        0..=69 => 2000 + year,
        70..=99 => 1900 + year,
        _ => year,
    }
}

/// The numbers of the date, and what follows it.
fn split(raw: &str) -> Option<(Parts, &str)> {
    let raw = raw.trim();
    if raw.len() > 64 {
        return None;
    }
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 || digits == 14 {
        let (date, rest) = raw.split_at(8);
        let number = |s: &str| s.parse::<u32>().ok();
        let year = date[..4].parse().ok()?;
        return Some((Parts::Year(year, number(&date[4..6])?, number(&date[6..])?), rest));
    }
    let (a, rest) = raw.split_at(digits);
    let (b, rest) = part(rest)?;
    let (c, rest) = part(rest)?;
    let first: i32 = a.parse().ok()?;
    if a.len() == 4 {
        return Some((Parts::Year(first, number_or_month(b)?, c.parse().ok()?), rest));
    }
    let year: i32 = c.parse().ok()?;
    if a.len() > 2 || !(c.len() == 4 || c.len() == 2) {
        return None;
    }
    let day = u32::try_from(first).ok()?;
    Some(match b.parse::<u32>() {
        Ok(second) => (Parts::Numbers(day, second, year), rest),
        Err(_) => (Parts::Word(day, month(b)?, year), rest),
    })
}

/// The next number or word after its separator.
fn part(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(['-', '/', '.', ' ', '\u{a0}']);
    if rest.len() == text.len() {
        return None;
    }
    let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    let end = rest
        .find(|c: char| if is_digit { !c.is_ascii_digit() } else { !c.is_alphabetic() })
        .unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

fn number_or_month(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| month(text))
}

fn month(name: &str) -> Option<u32> {
    let name = text::fold(name);
    const NAMES: [&[&str]; 12] = [
        &["jan"],
        &["feb", "fev"],
        &["mar"],
        &["apr", "avr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aou"],
        &["sep"],
        &["oct"],
        &["nov"],
        &["dec"],
    ];
    let at = NAMES.iter().position(|names| names.iter().any(|n| name.starts_with(n)))?;
    u32::try_from(at + 1).ok()
}

/// The time after a date (`T08:15:30.250+02:00`, ` 8:15 PM`, `081530`) and its offset in seconds.
fn parse_time(rest: &str) -> Option<(jiff::civil::Time, Option<i64>)> {
    let rest = rest.trim_start_matches(['T', 't', ' ', '\u{a0}', ',']).trim();
    if rest.is_empty() {
        return Some((jiff::civil::Time::midnight(), None));
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | 'h' | 'H')))
        .unwrap_or(rest.len());
    let (clock, suffix) = rest.split_at(end);
    let compact = clock.len() == 6 && clock.bytes().all(|b| b.is_ascii_digit());
    let spaced = compact.then(|| format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]));
    let clock = spaced.as_deref().unwrap_or(clock);
    let mut parts = clock.split([':', 'h', 'H']);
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = match parts.next()? {
        "" => 0,
        text => text.parse().ok()?,
    };
    let second: i8 = match parts.next() {
        None | Some("") => 0,
        // The fraction does not matter to maintenance.
        Some(text) => text.split(['.', ',']).next()?.parse().ok()?,
    };
    if parts.next().is_some() {
        return None;
    }
    let suffix = suffix.trim();
    let offset = match suffix.to_ascii_uppercase().as_str() {
        "" => None,
        "AM" | "A.M." if (1..=12).contains(&hour) => {
            hour %= 12;
            None
        }
        "PM" | "P.M." if (1..=12).contains(&hour) => {
            hour = hour % 12 + 12;
            None
        }
        "Z" | "UTC" | "GMT" => Some(0),
        other => Some(parse_offset(other)?),
    };
    Some((jiff::civil::Time::new(hour, minute, second, 0).ok()?, offset))
}

/// `+02:00`, `-0330`, `+02` in seconds.
fn parse_offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(raw: &str, order: DateOrder) -> Option<String> {
        parse(raw, order).map(|w| w.to_string())
    }

    #[test]
    fn dates_are_read_in_the_ways_systems_write_them() {
        use DateOrder::{Auto, Dmy, Mdy, Ymd};
        for (raw, order, expected) in [
            ("2004-07-01", Ymd, "2004-07-01T00:00:00"),
            ("2004/7/1 8:15", Dmy, "2004-07-01T08:15:00"),
            ("20040701", Mdy, "2004-07-01T00:00:00"),
            ("20040701081530", Auto, "2004-07-01T08:15:30"),
            ("03/04/2020", Dmy, "2020-04-03T00:00:00"),
            ("03/04/2020", Auto, "2020-04-03T00:00:00"),
            ("03/04/2020", Mdy, "2020-03-04T00:00:00"),
            ("12/31/2020", Dmy, "2020-12-31T00:00:00"),
            ("31.12.99 23h05", Dmy, "1999-12-31T23:05:00"),
            ("01-JUL-04", Dmy, "2004-07-01T00:00:00"),
            ("1 août 2004", Dmy, "2004-08-01T00:00:00"),
            ("3/4/2020 12:30 AM", Mdy, "2020-03-04T00:30:00"),
            ("3/4/2020 1:05:09 PM", Mdy, "2020-03-04T13:05:09"),
            ("2024-03-31T10:00:00.123+02:00", Ymd, "2024-03-31T08:00:00Z"),
            ("2024-03-31T10:00:00Z", Ymd, "2024-03-31T10:00:00Z"),
        ] {
            assert_eq!(read(raw, order).as_deref(), Some(expected), "{raw}");
        }
        for bad in [
            "",
            "PM01",
            "2004-13-01",
            "31/31/2020",
            "2023-02-29",
            "12",
            "2004-07-01 25:00",
            "1/2/3",
            "9999-01-01",
        ] {
            assert_eq!(read(bad, Dmy), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in "\\PC{0,30}", numbers in "[0-9:/.+ TZhAPM-]{0,30}") {
            for order in DateOrder::ALL {
                let _ = parse(&raw, *order);
                let _ = parse(&numbers, *order);
            }
            let _ = evidence(&raw);
        }

        #[test]
        fn an_iso_date_is_read_back(days in 0i64..50_000) {
            let day = jiff::civil::date(1950, 1, 1) + jiff::ToSpan::days(days);
            prop_assert_eq!(read(&day.to_string(), DateOrder::Auto), Some(format!("{day}T00:00:00")));
        }
    }
}
