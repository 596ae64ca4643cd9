//! A series written as RFC 5545 text: `DTSTART`, `RRULE` and `EXDATE`.

use super::{
    clock::TimeOfDay,
    days::Weekday,
    rule::{ByDay, End, Rule, Until},
    series::Series,
};
use crate::Date;
use jiff::{civil, tz::TimeZone};
use std::fmt::Display;

pub(super) const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Rule {
    /// The value of an `RRULE` property. `WKST` is always there, so that no reader supposes another one.
    pub fn to_text(&self) -> String {
        let mut parts = vec![self.freq_text().to_owned()];
        if self.interval != 1 {
            parts.push(format!("INTERVAL={}", self.interval));
        }
        list(&mut parts, "BYMONTH", &self.by_month);
        list(&mut parts, "BYMONTHDAY", &self.by_month_day);
        list(&mut parts, "BYDAY", &self.by_day.iter().map(by_day).collect::<Vec<_>>());
        list(&mut parts, "BYSETPOS", &self.by_set_pos);
        match self.end {
            End::Never => {}
            End::Count(count) => parts.push(format!("COUNT={count}")),
            End::Until(Until::Day(day)) => parts.push(format!("UNTIL={}", date(day.0))),
            End::Until(Until::Local(at)) => parts.push(format!("UNTIL={}", date_time(at.0))),
            End::Until(Until::Instant(at)) => {
                parts.push(format!("UNTIL={}Z", date_time(TimeZone::UTC.to_datetime(*at))));
            }
        }
        parts.push(format!("WKST={}", weekday(self.week_start)));
        parts.join(";")
    }
}

impl Series {
    /// Lines of `DTSTART`, `RRULE` and, when dates are excluded, `EXDATE`, joined by CRLF. `DTSTART` is the anchor.
    pub fn to_text(&self, zone: &TimeZone) -> String {
        let value = |day: Date| match self.time {
            None => date(day.0),
            Some(TimeOfDay(time)) if is_utc(zone) => format!("{}Z", date_time(day.0.to_datetime(time))),
            Some(TimeOfDay(time)) => date_time(day.0.to_datetime(time)),
        };
        let kind = match (self.time, zone.iana_name()) {
            (None, _) => ";VALUE=DATE".to_owned(),
            (Some(_), Some(name)) if !is_utc(zone) => format!(";TZID={name}"),
            (Some(_), _) => String::new(),
        };
        let mut lines =
            vec![format!("DTSTART{kind}:{}", value(self.anchor)), format!("RRULE:{}", self.rule.to_text())];
        if !self.excluded.is_empty() {
            let values: Vec<_> = self.excluded.iter().map(|day| value(*day)).collect();
            lines.push(format!("EXDATE{kind}:{}", values.join(",")));
        }
        lines.join("\r\n")
    }
}

pub(super) fn is_utc(zone: &TimeZone) -> bool {
    *zone == TimeZone::UTC || zone.iana_name() == Some("UTC")
}

pub(super) const fn weekday(day: Weekday) -> &'static str {
    WEEKDAYS[day as usize]
}

fn by_day(by: &ByDay) -> String {
    by.nth.map_or(String::new(), |nth| nth.to_string()) + weekday(by.weekday)
}

fn list<T: Display>(parts: &mut Vec<String>, name: &str, values: &[T]) {
    if !values.is_empty() {
        let values: Vec<_> = values.iter().map(T::to_string).collect();
        parts.push(format!("{name}={}", values.join(",")));
    }
}

fn date(day: civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn date_time(at: civil::DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", date(at.date()), at.hour(), at.minute(), at.second())
}
