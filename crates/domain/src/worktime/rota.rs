//! Shifts that come back every week, or every few weeks in turn.

use super::{ClockTime, Weekday, date_at, instant_of};
use crate::{Date, LocalDateTime, span::Span};
use jiff::{ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// One shift of a week. When it does not end after its start, it ends on the next day: 22:00 to 06:00 is a night,
/// 08:00 to 08:00 is 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The day on which it starts.
    pub day: Weekday,
    pub starts: ClockTime,
    pub ends: ClockTime,
}

/// Weeks of shifts that follow one another and begin again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// Any day of a week that works as the first of `weeks`.
    pub first_week: Date,
    /// One list of shifts for the same shifts every week, two for alternating weeks; no list is no shift.
    pub weeks: Vec<Vec<Shift>>,
    /// The first day on which a shift may start; the rota has always been when absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day on which a shift may start.
    #[serde(default)]
    pub until: Option<Date>,
}

impl Rota {
    /// The same shifts every week.
    pub fn weekly(shifts: Vec<Shift>) -> Self {
        Self { first_week: Date(jiff::civil::date(2024, 1, 1)), weeks: vec![shifts], from: None, until: None }
    }

    /// The shifts of the week that the day lies in.
    fn week_of(&self, day: Date) -> &[Shift] {
        let monday = |day: Date| days_since_epoch(day) - i64::from(day.weekday().to_monday_zero_offset());
        let count = i64::try_from(self.weeks.len()).unwrap_or(i64::MAX).max(1);
        let index = ((monday(day) - monday(self.first_week)) / 7).rem_euclid(count);
        usize::try_from(index).ok().and_then(|index| self.weeks.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The shifts that have a part in the window, whole, in the order of their days.
    pub(super) fn spans(&self, window: Span, zone: &TimeZone) -> Vec<Span> {
        // A shift of 24 hours that starts at 24:00 reaches into the second day after its own, and a zone may move a
        // whole day on.
        let first = date_at(window.start, zone).0.saturating_sub(3.days());
        let last = date_at(window.end, zone);
        let mut spans = vec![];
        let each = std::iter::successors(Some(Date(first)), |day| day.0.tomorrow().ok().map(Date));
        for day in each.take_while(|day| *day <= last) {
            if self.from.is_some_and(|from| day < from) || self.until.is_some_and(|until| until < day) {
                continue;
            }
            let weekday = Weekday::from(day.weekday());
            let today = self.week_of(day).iter().filter(|shift| shift.day == weekday);
            spans.extend(today.filter_map(|shift| shift.on(day, zone)).filter(|span| span.overlaps(window)));
        }
        spans
    }
}

impl Shift {
    fn on(self, day: Date, zone: &TimeZone) -> Option<Span> {
        let starts = self.starts.minutes();
        let ends = self.ends.minutes() + if self.ends <= self.starts { 24 * 60 } else { 0 };
        let instant = |minutes: u16| {
            let midnight = day.0.to_datetime(jiff::civil::Time::midnight());
            let civil = midnight.checked_add(i64::from(minutes).minutes()).ok()?;
            Some(instant_of(LocalDateTime(civil), zone))
        };
        Span::new(instant(starts)?, instant(ends)?)
    }
}

fn days_since_epoch(day: Date) -> i64 {
    day.0.duration_since(jiff::civil::date(1970, 1, 1)).as_secs().div_euclid(86_400)
}
