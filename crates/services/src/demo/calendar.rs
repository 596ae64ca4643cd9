//! Working hours of the plant: when people report, start and finish.

use super::rng::Rng;
use crate::local_time;
use domain::Timestamp;
use jiff::{
    Span,
    civil::{DateTime, Weekday},
    tz::TimeZone,
};

/// The plant's wall clock, with the instant that everything is told at.
pub(super) struct Calendar {
    zone: TimeZone,
    pub now: DateTime,
}

impl Calendar {
    pub fn new(zone: &str, now: Timestamp) -> Self {
        let zone = local_time::zone(zone);
        let now = zone.to_datetime(*now);
        // To the minute, as people note times.
        let now = now.with().second(0).subsec_nanosecond(0).build().unwrap_or(now);
        Self { zone, now }
    }

    /// The instant at which the wall clock showed that.
    pub fn instant(&self, at: DateTime) -> Timestamp {
        // The hour that summer time skips does not come in working hours; a zone's far end is its only failure.
        at.to_zoned(self.zone.clone())
            .map_or(Timestamp::from_millis(0), |zoned| Timestamp::new(zoned.timestamp()))
    }

    /// The year that the wall calendar shows.
    pub fn year(&self, at: Timestamp) -> i16 {
        self.zone.to_datetime(*at).year()
    }

    /// So many days before now, at an hour when failures are seen: mornings above all, Saturdays rarely.
    pub fn incident(&self, rng: &mut Rng, days_ago: f64) -> DateTime {
        let day = self.day(days_ago as i64);
        let hour = match rng.between(0, 9) {
            0..=3 => rng.between(5, 8),
            4..=6 => rng.between(9, 13),
            7..=8 => rng.between(14, 18),
            _ => rng.between(19, 21),
        };
        working(day, hour, rng.between(0, 59))
    }

    /// So many days before now (negative: after it), in office hours.
    pub fn planned(&self, rng: &mut Rng, days_ago: i64) -> DateTime {
        working(self.day(days_ago), rng.between(7, 15), rng.between(0, 11) * 5)
    }

    fn day(&self, days_ago: i64) -> DateTime {
        add(self.now, Span::new().days(-days_ago))
    }

    /// How many days before now.
    pub fn days_ago(&self, at: DateTime) -> f64 {
        let seconds = self.now.duration_since(at).as_secs_f64();
        seconds / 86_400.0
    }
}

/// Whether production stands still: two weeks of August, and between Christmas and New Year.
pub(super) fn holidays(at: DateTime) -> bool {
    matches!((at.month(), at.day()), (8, 5..=20) | (12, 24..=31))
}

/// So many minutes of waiting later, at a time when somebody works.
pub(super) fn later(at: DateTime, minutes: i64) -> DateTime {
    let at = add(at, Span::new().minutes(minutes));
    working(at, i64::from(at.hour()), i64::from(at.minute()))
}

pub(super) fn add(at: DateTime, span: Span) -> DateTime {
    at.saturating_add(span)
}

/// That hour of the day, or of the next day on which people work: 5 to 22 h, Saturday till noon.
fn working(day: DateTime, hour: i64, minute: i64) -> DateTime {
    let at = |day: DateTime, hour: i64| {
        let start = day.date().to_datetime(jiff::civil::Time::midnight());
        add(start, Span::new().hours(hour).minutes(minute))
    };
    let mut moved = at(day, hour.max(5));
    if hour >= 22 {
        moved = at(add(day, Span::new().days(1)), 6);
    }
    if moved.weekday() == Weekday::Saturday && moved.hour() >= 12 {
        moved = at(add(moved, Span::new().days(2)), 6);
    }
    if moved.weekday() == Weekday::Sunday {
        moved = at(add(moved, Span::new().days(1)), i64::from(moved.hour()));
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_works_on_sunday_or_at_night() {
        let saturday_evening: DateTime = "2026-11-21T20:10".parse().expect("valid");
        assert_eq!(later(saturday_evening, 0).to_string(), "2026-11-23T06:10:00");
        let late: DateTime = "2026-11-18T21:50".parse().expect("valid");
        assert_eq!(later(late, 60).to_string(), "2026-11-19T06:50:00");
    }

    #[test]
    fn the_wall_clock_is_the_zones() {
        let calendar = Calendar::new("Europe/Paris", "2026-07-01T06:00:00Z".parse().expect("valid"));
        assert_eq!(calendar.now.hour(), 8);
        assert_eq!(calendar.instant(calendar.now).to_string(), "2026-07-01T06:00:00Z");
    }
}
