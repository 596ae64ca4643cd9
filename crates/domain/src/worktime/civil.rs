//! Civil time of a site to instants and back.
//!
//! A time that the change of the clock skips moves forward by the length of the gap; one that exists twice is the
//! first of the two. This is `jiff`'s "compatible" choice, the one of RFC 5545.

use crate::{Date, LocalDateTime, Timestamp, span::Span};
use jiff::tz::TimeZone;

/// The instant at which the wall clock of the zone shows this; the first or last instant there is when it lies
/// outside of the years that can be written.
pub fn instant_of(civil: LocalDateTime, zone: &TimeZone) -> Timestamp {
    let edge = || if civil.0.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    Timestamp::new(zone.to_ambiguous_timestamp(civil.0).compatible().unwrap_or_else(|_| edge()))
}

/// The time that the wall clock of the zone shows.
pub fn civil_at(at: Timestamp, zone: &TimeZone) -> LocalDateTime {
    LocalDateTime(zone.to_datetime(*at))
}

/// The civil day of the zone.
pub fn date_at(at: Timestamp, zone: &TimeZone) -> Date {
    Date(zone.to_datetime(*at).date())
}

/// Midnight of the day, or the first instant after it when the clock skips midnight.
pub fn first_instant(day: Date, zone: &TimeZone) -> Timestamp {
    instant_of(LocalDateTime(day.0.to_datetime(jiff::civil::Time::midnight())), zone)
}

/// The civil days that have a part in `window`, with that part, in order. A day that the zone skipped as a whole is
/// left out.
pub fn days(window: Span, zone: &TimeZone) -> impl Iterator<Item = (Date, Span)> {
    let first = date_at(window.start, zone);
    let each = std::iter::successors(Some(first), |day| day.0.tomorrow().ok().map(Date));
    each.map_while(move |day| {
        let start = first_instant(day, zone);
        (start < window.end).then(|| {
            let end = day.0.tomorrow().map_or(window.end, |next| first_instant(Date(next), zone));
            Span::new(start, end).and_then(|whole| whole.intersect(window)).map(|part| (day, part))
        })
    })
    .flatten()
}
