//! The cases of the trade, by their number, and what must hold for any input.

mod ahead;
mod counts;
mod forecasts;
mod ledger;
mod orders;
mod properties;
mod proposals;
mod reorder;
mod reservations;
mod values;
mod walks;

use crate::{Date, Timestamp};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Within a billionth.
fn near(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-9 * want.abs().max(1.0)
}
