//! Counting in working time. Counted in milliseconds, told in whole minutes or seconds.

use super::{WorkCalendar, days};
use crate::{
    Timestamp,
    span::{Span, Spans},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How far working time is looked for, in days of 24 hours: ten years.
const HORIZON_DAYS: i64 = 3660;
/// One look at the calendar, in days.
const STEP_DAYS: i64 = 35;
const DAY: i64 = 86_400;

/// There is not so much working time within ten years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("no such working time within ten years")]
pub struct NoWorkingTime;

/// A calendar read in the zone of its site.
#[derive(Clone, Copy, Debug)]
pub struct WorkingTime<'a> {
    pub calendar: &'a WorkCalendar,
    pub zone: &'a TimeZone,
}

impl WorkingTime<'_> {
    pub fn spans(&self, window: Span) -> Spans {
        self.calendar.working(window, self.zone)
    }

    /// The earliest instant at which so many minutes have been worked since `from`; `from` itself for none. An end
    /// of a shift is such an instant: four hours from 13:00 are over at 17:00, not on the next morning.
    ///
    /// # Errors
    /// [`NoWorkingTime`] when the calendar does not have them within ten years.
    pub fn add_minutes(&self, from: Timestamp, minutes: u32) -> Result<Timestamp, NoWorkingTime> {
        reach(from, i64::from(minutes) * 60_000, |window| self.spans(window))
    }

    /// Whole working minutes from one instant to a later one; 0 when it is not later.
    pub fn minutes_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.seconds_between(from, to) / 60
    }

    /// Whole working seconds from one instant to a later one; 0 when it is not later.
    pub fn seconds_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        total(from, to, |window| self.spans(window)) / 1000
    }

    /// The first instant, not before `at`, at which there is work.
    ///
    /// # Errors
    /// [`NoWorkingTime`] when there is none within ten years.
    pub fn next_instant(&self, at: Timestamp) -> Result<Timestamp, NoWorkingTime> {
        let found = windows(at).find_map(|window| self.spans(window).iter().next().map(|span| span.start));
        found.ok_or(NoWorkingTime)
    }

    /// `at` itself when there is work at it, and otherwise the end of the last working time before.
    ///
    /// # Errors
    /// [`NoWorkingTime`] when there is none within the ten years before.
    pub fn previous_instant(&self, at: Timestamp) -> Result<Timestamp, NoWorkingTime> {
        let working_now = Span::new(at, at.plus_seconds(1)).is_some_and(|now| self.spans(now).contains(at));
        if working_now {
            return Ok(at);
        }
        let starts =
            (1..=HORIZON_DAYS / STEP_DAYS).map(|step| (step, at.plus_seconds(-step * STEP_DAYS * DAY)));
        let before = starts
            .filter_map(|(step, start)| Span::new(start, at.plus_seconds(-(step - 1) * STEP_DAYS * DAY)));
        before
            .take_while(|window| window.end <= at)
            .find_map(|window| self.spans(window).iter().next_back().map(|span| span.end))
            .ok_or(NoWorkingTime)
    }

    /// Working seconds of each civil day that has a part in the window.
    pub fn seconds_by_day(&self, window: Span) -> Vec<(crate::Date, i64)> {
        let worked = self.spans(window);
        days(window, self.zone).map(|(day, part)| (day, worked.clip(part).seconds())).collect()
    }
}

/// The people who can be called at an instant, in the order given.
pub fn on_call_at<'a, K: Copy>(
    people: impl IntoIterator<Item = (K, &'a WorkCalendar)>,
    at: Timestamp,
    zone: &TimeZone,
) -> Vec<K> {
    let Some(now) = Span::new(at, at.plus_seconds(1)) else { return vec![] };
    let on_duty = people.into_iter().filter(|(_, calendar)| calendar.on_call(now, zone).contains(at));
    on_duty.map(|(person, _)| person).collect()
}

fn millis(span: Span) -> i64 {
    span.end.as_millisecond() - span.start.as_millisecond()
}

/// Windows that follow one another from an instant, up to the horizon or the end of time.
fn windows(from: Timestamp) -> impl Iterator<Item = Span> {
    (0..=HORIZON_DAYS / STEP_DAYS).filter_map(move |step| {
        let start = from.plus_seconds(step * STEP_DAYS * DAY);
        Span::new(start, start.plus_seconds(STEP_DAYS * DAY))
    })
}

/// The earliest instant at which `wanted` milliseconds of a set of instants have passed since `from`. `running` gives
/// the part of the set in a window.
pub(crate) fn reach(
    from: Timestamp,
    wanted: i64,
    running: impl Fn(Span) -> Spans,
) -> Result<Timestamp, NoWorkingTime> {
    let mut left = wanted;
    if left <= 0 {
        return Ok(from);
    }
    for window in windows(from) {
        for span in running(window).iter() {
            let length = millis(*span);
            if left <= length {
                return Ok(Timestamp::from_millis(span.start.as_millisecond() + left));
            }
            left -= length;
        }
    }
    Err(NoWorkingTime)
}

/// Milliseconds of a set of instants from one instant to a later one.
pub(crate) fn total(from: Timestamp, to: Timestamp, running: impl Fn(Span) -> Spans) -> i64 {
    let (mut start, mut sum) = (from, 0);
    while start < to {
        let end = start.plus_seconds(STEP_DAYS * DAY).min(to);
        let Some(window) = Span::new(start, end) else { break };
        sum += running(window).iter().map(|span| millis(*span)).sum::<i64>();
        start = end;
    }
    sum
}
