//! Dates and times as other systems write them.

use super::clock::parse_time;
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

/// Why a text is not the date of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateProblem {
    NotADate,
    /// Day and month stand in another order than was said.
    OtherOrder,
    /// A year alone, or a month of a year.
    Imprecise,
}

/// A text that begins as a date does; none when it is something else. Plain numbers are not taken for dates here.
pub(super) fn evidence(raw: &str) -> Option<Evidence> {
    let (parts, _) = split(raw)?;
    match parts {
        Parts::Year(..) | Parts::Word(..) | Parts::Month => Some(Evidence::Clear),
        Parts::Serial(_) | Parts::YearAlone => None,
        Parts::Numbers(a, b, _) => match (a, b) {
            (1..=12, 1..=12) if a != b => Some(Evidence::Either),
            // The day is the month: either order gives the same date.
            (1..=12, 1..=12) => Some(Evidence::Clear),
            (13..=31, 1..=12) => Some(Evidence::DayFirst),
            (1..=12, 13..=31) => Some(Evidence::MonthFirst),
            _ => None,
        },
    }
}

/// Reads a date with or without a time. A text that contradicts the order is refused; [`DateOrder::Auto`] takes what
/// leaves no doubt, and the day first where both are possible.
pub(super) fn parse(raw: &str, order: DateOrder) -> Result<When, DateProblem> {
    let (parts, rest) = split(raw).ok_or(DateProblem::NotADate)?;
    let (year, month, day) = match parts {
        Parts::Year(y, m, d) => (y, m, d),
        Parts::Word(d, m, y) => (full_year(y), m, d),
        Parts::YearAlone | Parts::Month => return Err(DateProblem::Imprecise),
        Parts::Serial(days) => return serial(days).ok_or(DateProblem::NotADate),
        Parts::Numbers(a, b, c) => {
            let day_first = (full_year(c), b, a);
            let month_first = (full_year(c), a, b);
            let fits = |(_, month, day): (i32, u32, u32)| month <= 12 && day <= 31;
            match order {
                // 04/07/01: the year in two digits, first.
                DateOrder::Ymd if c <= 31 => {
                    let year = i32::try_from(a).unwrap_or(0);
                    (full_year(year), b, c.unsigned_abs())
                }
                DateOrder::Ymd => return Err(DateProblem::OtherOrder),
                DateOrder::Dmy if !fits(day_first) && fits(month_first) => {
                    return Err(DateProblem::OtherOrder);
                }
                DateOrder::Mdy if !fits(month_first) && fits(day_first) => {
                    return Err(DateProblem::OtherOrder);
                }
                DateOrder::Mdy => month_first,
                DateOrder::Auto if !fits(day_first) => month_first,
                DateOrder::Dmy | DateOrder::Auto => day_first,
            }
        }
    };
    day_with_time((year, month, day), rest).ok_or(DateProblem::NotADate)
}

/// The two days that a text such as 03/04/2020 can be, the one with the day first before the other.
pub(super) fn two_readings(raw: &str) -> Option<(String, String)> {
    let day = |order| match parse(raw, order) {
        Ok(When::Wall(at)) => Some(at.date().to_string()),
        Ok(When::Instant(at)) => Some(jiff::tz::Offset::UTC.to_datetime(*at).date().to_string()),
        Err(_) => None,
    };
    (evidence(raw) == Some(Evidence::Either)).then(|| day(DateOrder::Dmy).zip(day(DateOrder::Mdy))).flatten()
}

fn day_with_time((year, month, day): (i32, u32, u32), rest: &str) -> Option<When> {
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

/// Days since 30 December 1899 and the part of the day, as spreadsheets count them.
fn serial(days: f64) -> Option<When> {
    let seconds = (days * 86_400.0).round() as i64;
    let start = jiff::civil::date(1899, 12, 30).to_datetime(jiff::civil::Time::midnight());
    let wall = start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    Some(When::Wall(LocalDateTime(wall)))
}

enum Parts {
    Year(i32, u32, u32),
    /// Day, month by its name, year.
    Word(u32, u32, i32),
    /// Two numbers in doubt, and a third that usually is the year.
    Numbers(u32, u32, i32),
    YearAlone,
    /// A month of a year.
    Month,
    /// Days since the beginning of a spreadsheet's time.
    Serial(f64),
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
    if raw.starts_with(char::is_alphabetic) {
        return month_first(raw);
    }
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 || digits == 14 {
        let (date, rest) = raw.split_at(8);
        let number = |s: &str| s.parse::<u32>().ok();
        let year = date[..4].parse().ok()?;
        return Some((Parts::Year(year, number(&date[4..6])?, number(&date[6..])?), rest));
    }
    if digits == raw.len() && digits == 4 {
        return year_of(raw).map(|_| (Parts::YearAlone, ""));
    }
    if digits == 5 {
        let days: f64 = raw.replacen(',', ".", 1).parse().ok()?;
        // 1954 to 2119: other numbers of five digits are no dates.
        return (20_000.0..80_500.0).contains(&days).then_some((Parts::Serial(days), ""));
    }
    let (a, rest) = raw.split_at(digits);
    let rest = after_ordinal(rest);
    let (b, rest) = part(rest)?;
    let third = part(rest).filter(|(c, _)| c.starts_with(|d: char| d.is_ascii_digit()));
    let Some((c, rest)) = third else {
        // 2024-03, 03/2024: what follows must be nothing.
        let month = match (a.len(), b.len()) {
            (4, _) => year_of(a).and(number_or_month(b))?,
            (1 | 2, 4) => year_of(b).and(a.parse().ok())?,
            _ => return None,
        };
        return ((1..=12).contains(&month) && rest.trim().is_empty()).then_some((Parts::Month, ""));
    };
    let first: i32 = a.parse().ok()?;
    if a.len() == 4 {
        return Some((Parts::Year(first, number_or_month(b)?, c.parse().ok()?), rest));
    }
    let year: i32 = c.parse().ok()?;
    if a.is_empty() || a.len() > 2 || !(c.len() == 4 || c.len() == 2) {
        return None;
    }
    let day = u32::try_from(first).ok()?;
    Some(match b.parse::<u32>() {
        Ok(second) => (Parts::Numbers(day, second, year), rest),
        Err(_) => (Parts::Word(day, month(b)?, year), rest),
    })
}

/// `July 1, 2004`, `mars 2024`, `Mon 3 Mar 2024`.
fn month_first(raw: &str) -> Option<(Parts, &str)> {
    let end = raw.find(|c: char| !c.is_alphabetic()).unwrap_or(raw.len());
    let (word, rest) = raw.split_at(end);
    let Some(month) = month(word) else {
        const DAYS: [&str; 14] = [
            "lundi",
            "mardi",
            "mercredi",
            "jeudi",
            "vendredi",
            "samedi",
            "dimanche",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let folded = text::fold(word);
        let weekday = folded.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&folded));
        let rest = rest.trim_start_matches(['.', ',', ' ', '\u{a0}']);
        return (weekday && rest.starts_with(|c: char| c.is_ascii_digit())).then(|| split(rest)).flatten();
    };
    let (number, rest) = part(rest).filter(|(n, _)| n.starts_with(|c: char| c.is_ascii_digit()))?;
    let rest = after_ordinal(rest);
    match part(rest) {
        Some((year, rest)) if number.len() <= 2 && matches!(year.len(), 2 | 4) => {
            Some((Parts::Word(number.parse().ok()?, month, year.parse().ok()?), rest))
        }
        _ if rest.trim().is_empty() && matches!(number.len(), 2 | 4) => Some((Parts::Month, "")),
        _ => None,
    }
}

/// The text after the ending of an ordinal: `er` in 1er, `st` in 1st.
fn after_ordinal(rest: &str) -> &str {
    let ending = |end: &str| rest.get(..end.len()).is_some_and(|head| head.eq_ignore_ascii_case(end));
    match ["er", "st", "nd", "rd", "th"].iter().find(|end| ending(end)).map(|end| &rest[end.len()..]) {
        Some(after) if !after.starts_with(char::is_alphanumeric) => after,
        _ => rest,
    }
}

fn year_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1900..=2100).contains(year))
}

/// The next number or word after its separator.
fn part(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(['-', '/', '.', ' ', ',', '\u{a0}']);
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
    const NAMES: [[&str; 2]; 12] = [
        ["january", "janvier"],
        ["february", "fevrier"],
        ["march", "mars"],
        ["april", "avril"],
        ["may", "mai"],
        ["june", "juin"],
        ["july", "juillet"],
        ["august", "aout"],
        ["september", "septembre"],
        ["october", "octobre"],
        ["november", "novembre"],
        ["december", "decembre"],
    ];
    let named = |full: &&str| name.len() >= 3 && full.starts_with(&name);
    // `jui` could be June or July.
    let at = NAMES.iter().position(|names| names.iter().any(&named)).filter(|_| name != "jui")?;
    u32::try_from(at + 1).ok()
}
