//! RFC 5545 text read as a series. A part that is not supported is refused by its name, never dropped.

use super::{
    clock::TimeOfDay,
    days::Weekday,
    rule::{ByDay, End, Freq, Rule, RuleError, Until},
    series::Series,
    write::{WEEKDAYS, is_utc},
};
use crate::{Date, LocalDateTime, Timestamp};
use jiff::{civil, tz::TimeZone};
use std::str::FromStr;

impl Rule {
    /// The value of an `RRULE` property, with or without its name.
    pub fn from_text(text: &str) -> Result<Self, RuleError> {
        let text = text.trim().to_ascii_uppercase();
        let parts = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut rule = Self::every(1, Freq::Daily);
        let mut seen: Vec<&str> = vec![];
        for part in parts.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| RuleError::malformed(part, ""))?;
            if seen.contains(&name) {
                return Err(RuleError::Repeated { part: name.into() });
            }
            seen.push(name);
            rule.take(name, value)?;
        }
        if !seen.contains(&"FREQ") {
            return Err(RuleError::Missing { part: "FREQ".into() });
        }
        if seen.contains(&"COUNT") && seen.contains(&"UNTIL") {
            return Err(RuleError::NotTogether { part: "COUNT".into(), other: "UNTIL".into() });
        }
        rule.check()?;
        Ok(rule)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), RuleError> {
        let malformed = || RuleError::malformed(name, value);
        match name {
            "FREQ" => {
                self.freq = match value {
                    "DAILY" => Freq::Daily,
                    "WEEKLY" => Freq::Weekly,
                    "MONTHLY" => Freq::Monthly,
                    "YEARLY" => Freq::Yearly,
                    "HOURLY" | "MINUTELY" | "SECONDLY" => {
                        return Err(RuleError::Unsupported { part: format!("FREQ={value}") });
                    }
                    _ => return Err(malformed()),
                }
            }
            "INTERVAL" => self.interval = number(value).ok_or_else(malformed)?,
            "COUNT" => self.end = End::Count(number(value).ok_or_else(malformed)?),
            "UNTIL" => self.end = End::Until(until(value).ok_or_else(malformed)?),
            "WKST" => self.week_start = weekday(value).ok_or_else(malformed)?,
            "BYDAY" => self.by_day = values(value, by_day).ok_or_else(malformed)?,
            "BYMONTHDAY" => self.by_month_day = values(value, number).ok_or_else(malformed)?,
            "BYMONTH" => self.by_month = values(value, number).ok_or_else(malformed)?,
            "BYSETPOS" => self.by_set_pos = values(value, number).ok_or_else(malformed)?,
            _ => return Err(RuleError::Unsupported { part: name.into() }),
        }
        Ok(())
    }
}

impl Series {
    /// Lines of `DTSTART`, `RRULE` and perhaps `EXDATE`, in the zone of the site; folded lines are joined.
    pub fn from_text(text: &str, zone: &TimeZone) -> Result<Self, RuleError> {
        let unfolded = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
        let (mut start, mut rule, mut exdates) = (None, None, vec![]);
        for line in unfolded.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (head, value) = line.split_once(':').ok_or_else(|| RuleError::malformed(line, ""))?;
            let name = head.split(';').next().unwrap_or_default().to_ascii_uppercase();
            match name.as_str() {
                "DTSTART" if start.is_none() => start = Some(moment(head, value, zone)?),
                "RRULE" if rule.is_none() => rule = Some(Rule::from_text(value)?),
                "DTSTART" | "RRULE" => return Err(RuleError::Repeated { part: name }),
                "EXDATE" => {
                    for one in value.split(',') {
                        exdates.push((one, moment(head, one, zone)?));
                    }
                }
                _ => return Err(RuleError::Unsupported { part: name }),
            }
        }
        let (anchor, time) = start.ok_or_else(|| RuleError::Missing { part: "DTSTART".into() })?;
        let rule = rule.ok_or_else(|| RuleError::Missing { part: "RRULE".into() })?;
        let mut excluded = vec![];
        for (text, (day, at)) in exdates {
            // A bare date takes the day out, whatever the time of the series is.
            if at.is_some() && at != time {
                return Err(RuleError::ExcludesNothing { value: text.into() });
            }
            excluded.push(day);
        }
        excluded.sort_unstable();
        excluded.dedup();
        Ok(Self { anchor, time, rule, excluded })
    }
}

/// A value of `DTSTART` or `EXDATE`, on the clock of the site.
fn moment(head: &str, value: &str, zone: &TimeZone) -> Result<(Date, Option<TimeOfDay>), RuleError> {
    let name = head.split(';').next().unwrap_or_default().to_ascii_uppercase();
    let malformed = || RuleError::malformed(&name, value);
    let site = || zone.iana_name().unwrap_or("a zone without a name").to_owned();
    let differs = |read: &str| Err(RuleError::ZoneDiffers { read: read.into(), site: site() });
    for parameter in head.split(';').skip(1) {
        let (key, parameter_value) = parameter.split_once('=').ok_or_else(malformed)?;
        let same_zone = zone.iana_name().is_some_and(|own| own.eq_ignore_ascii_case(parameter_value));
        match key.to_ascii_uppercase().as_str() {
            "TZID" if same_zone => {}
            "TZID" => return differs(parameter_value),
            "VALUE" if parameter_value.eq_ignore_ascii_case("DATE") && value.len() == 8 => {}
            "VALUE" if parameter_value.eq_ignore_ascii_case("DATE-TIME") && value.len() > 8 => {}
            "VALUE" => return Err(malformed()),
            key => return Err(RuleError::Unsupported { part: format!("{name};{key}") }),
        }
    }
    let value = value.to_ascii_uppercase();
    match until(&value).ok_or_else(malformed)? {
        Until::Day(day) => Ok((day, None)),
        Until::Local(at) => Ok((Date(at.0.date()), Some(TimeOfDay(at.0.time())))),
        Until::Instant(at) if is_utc(zone) => {
            let at = zone.to_datetime(*at);
            Ok((Date(at.date()), Some(TimeOfDay(at.time()))))
        }
        Until::Instant(_) => differs("UTC"),
    }
}

/// `20270201`, `20270201T080000` or `20270201T070000Z`.
fn until(text: &str) -> Option<Until> {
    let Some((day, time)) = text.split_once('T') else { return date(text).map(|day| Until::Day(Date(day))) };
    let (time, utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    let digits = |range| time.get(range).and_then(number::<i8>);
    if time.len() != 6 || !time.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let time = civil::Time::new(digits(0..2)?, digits(2..4)?, digits(4..6)?, 0).ok()?;
    let at = date(day)?.to_datetime(time);
    if !utc {
        return Some(Until::Local(LocalDateTime(at)));
    }
    TimeZone::UTC.to_timestamp(at).ok().map(|at| Until::Instant(Timestamp::new(at)))
}

fn date(text: &str) -> Option<civil::Date> {
    if text.len() != 8 {
        return None;
    }
    let (year, month, day) = (text.get(0..4)?, text.get(4..6)?, text.get(6..8)?);
    let digits = [year, month, day].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    digits.then(|| civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// Digits, with a sign where the type has one.
fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn values<T>(text: &str, one: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(one).collect()
}

fn weekday(text: &str) -> Option<Weekday> {
    WEEKDAYS.iter().position(|name| *name == text).map(|at| Weekday::ALL[at])
}

fn by_day(text: &str) -> Option<ByDay> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = if nth.is_empty() { None } else { Some(number(nth)?) };
    Some(ByDay { nth, weekday: weekday(day)? })
}
