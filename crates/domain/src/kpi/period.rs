//! Periods of the calendar: civil midnights of the site, whatever its clock does in between.

use crate::{Date, Timestamp, span::Span, text_enum};
use jiff::{ToSpan, civil, tz::TimeZone};

text_enum! {
    /// How long one point of a trend is.
    pub enum Grain {
        Day = "day",
        /// From Monday.
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
}

impl Grain {
    /// The period that contains the day: its first day, and the first day after it. `None` at the end of the calendar.
    pub fn around(self, day: Date) -> Option<(Date, Date)> {
        let day = day.0;
        let first = match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?,
            Self::Month => day.first_of_month(),
            Self::Quarter => civil::Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?,
            Self::Year => day.first_of_year(),
        };
        Some((Date(first), Date(self.after(first)?)))
    }

    /// The period before the one that contains the day.
    pub fn before(self, day: Date) -> Option<(Date, Date)> {
        let (first, _) = self.around(day)?;
        self.around(Date(first.0.checked_sub(1.day()).ok()?))
    }

    /// The periods that cover the days from `from` to `to` (not included), the first and the last cut to them.
    pub fn split(self, from: Date, to: Date) -> Vec<(Date, Date)> {
        let (mut periods, mut first) = (vec![], from);
        while first < to {
            let end = self.around(first).map_or(to, |(_, end)| end.min(to));
            periods.push((first, end));
            first = end;
        }
        periods
    }

    fn after(self, first: civil::Date) -> Option<civil::Date> {
        let length = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        };
        first.checked_add(length).ok()
    }
}

/// The first instant of a day: midnight, or the end of the gap when the clock skips it, or the first of two.
/// `None` at the ends of the calendar.
pub fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let midnight = day.0.to_datetime(civil::Time::midnight());
    zone.to_ambiguous_timestamp(midnight).compatible().ok().map(Timestamp::new)
}

/// The days from `from` to `to`, the last not included, as instants.
pub fn window(from: Date, to: Date, zone: &TimeZone) -> Option<Span> {
    Span::new(midnight(from, zone)?, midnight(to, zone)?)
}

/// The day that the calendar on the wall of the site shows.
pub fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    Date(zone.to_datetime(*at).date())
}
