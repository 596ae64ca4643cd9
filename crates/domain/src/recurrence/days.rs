//! Arithmetic of civil days, checked at both ends of the calendar.

use crate::{Date, text_enum};
use jiff::SignedDuration;

text_enum! {
    /// A day of the week.
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

impl Weekday {
    pub fn of(date: Date) -> Self {
        Self::ALL[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
    }

    /// Days from `first`, the first day of the week, to this one: 0 to 6.
    pub fn days_after(self, first: Self) -> i64 {
        (self as i64 - first as i64).rem_euclid(7)
    }
}

/// So many days later (negative: earlier); `None` beyond the calendar (years -9999 to 9999).
pub fn plus_days(date: Date, days: i64) -> Option<Date> {
    const WHOLE_CALENDAR: i64 = 8_000_000;
    if !(-WHOLE_CALENDAR..=WHOLE_CALENDAR).contains(&days) {
        return None;
    }
    date.0.checked_add(SignedDuration::from_hours(24 * days)).ok().map(Date)
}

/// So many days later or earlier; the last or first day of the calendar instead of one beyond it.
pub fn plus_days_clamped(date: Date, days: i64) -> Date {
    let end = if days < 0 { jiff::civil::Date::MIN } else { jiff::civil::Date::MAX };
    plus_days(date, days).unwrap_or(Date(end))
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.0.duration_since(from.0).as_secs() / 86_400
}

/// Months since the month 0 of the year 0.
pub(super) fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// The first day of a month, counted as [`month_number`] does.
pub(super) fn first_of_month(number: i64) -> Option<Date> {
    date_of(number.div_euclid(12), number.rem_euclid(12) + 1, 1)
}

/// `None` when that day does not exist.
pub(super) fn date_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    jiff::civil::Date::new(year, month, day).ok().map(Date)
}

/// The same month, that day; the last day of the month where it is shorter.
pub(super) fn clamped(first_of_month: Date, day: i8) -> Date {
    let day = day.clamp(1, first_of_month.days_in_month());
    date_of(first_of_month.year().into(), first_of_month.month().into(), day.into()).unwrap_or(first_of_month)
}
