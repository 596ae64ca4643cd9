//! Recurrence rules in civil time, and their RFC 5545 text.
//!
//! A [`Series`] is an anchor and a [`Rule`]; it gives civil dates, which [`resolve`] turns into instants last. The
//! form shows a rule as a [`Choice`]; [`ClosedDays`] and [`Season`] move the dates on which nothing can be done.

mod choice;
mod clock;
mod closed;
mod days;
mod every;
mod expand;
mod read;
mod rule;
mod series;
mod write;

pub use choice::{Choice, MonthEnd, NotEveryMonth, Which};
pub use clock::{
    ClockChange, InvalidTime, Resolved, TimeOfDay, civil_day, end_of_day, resolve, start_of_day,
};
pub use closed::{Blocked, Calendar, ClosedDays, ClosedRule, Closure, MonthDay, Placed, Season};
pub use days::{Weekday, days_between, plus_days, plus_days_clamped};
pub use every::{Every, Unit};
pub use rule::{ByDay, End, Freq, Rule, RuleError, Until};
pub use series::{Dates, Hit, NoDate, Series};
