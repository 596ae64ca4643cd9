//! Instants on a site's wall clock: done on the server, which has the time-zone tables.

use crate::Services;
use domain::{LocalDateTime, Timestamp, settings::General};
use jiff::tz::TimeZone;

/// The zone of that IANA name; UTC when it is unknown, which the site form does not let in.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The zone of what belongs to no site.
pub(crate) fn plant(services: &Services) -> TimeZone {
    zone(&services.settings().get::<General>().timezone)
}

/// What the clock on the wall showed, to the second.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> LocalDateTime {
    let civil = zone.to_datetime(*at);
    LocalDateTime(civil.with().subsec_nanosecond(0).build().unwrap_or(civil))
}

/// The first instant of a day in a zone.
pub(crate) fn start_of_day(day: domain::Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok().map(|z| Timestamp::new(z.timestamp()))
}
