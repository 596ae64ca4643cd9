//! Working time: shifts, closures, absences and on-call duty, in the zone of the site.
//!
//! A calendar is written in civil time and turned into instants last, so that a shift at 08:00 stays at 08:00
//! across a change of the clock and the night of the change is an hour shorter or longer.

mod arithmetic;
mod calendar;
mod civil;
mod clock_time;
mod rota;
#[cfg(test)]
mod tests;

pub use arithmetic::{NoWorkingTime, WorkingTime, on_call_at};
pub(crate) use arithmetic::{reach, total};
pub use calendar::{CivilSpan, WorkCalendar};
pub use civil::{civil_at, date_at, days, first_instant, instant_of};
pub use clock_time::{ClockTime, InvalidClockTime, Weekday};
pub use rota::{Rota, Shift};
